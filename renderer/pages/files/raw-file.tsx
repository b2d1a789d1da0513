// A file that the editor can't show: its first bytes, as text or as a hex dump, and more on request.
import { useState } from 'react';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { fromBase64 } from '../../state/base64.ts';
import { useRequest } from '../../state/use-client.ts';
import { toHexDump } from './hex-dump.ts';

/** Bytes of one step: of a hex dump, and of a text. */
const HEX_BYTES = 4 * 1024;
const TEXT_BYTES = 128 * 1024;

/** Where the bytes of a file are. */
export interface FileParts {
  readonly client: GatewayClient;
  readonly sessionKey: string;
  readonly path: string;
}

interface RawFileProps {
  readonly parts: FileParts;
  readonly note: string;
  /** The file is a text that is too large for the editor. */
  readonly isText: boolean;
}

/** The start of the file. */
export function RawFile({ parts, note, isText }: RawFileProps) {
  const { sessionKey, path } = parts;
  const step = isText ? TEXT_BYTES : HEX_BYTES;
  const [steps, setSteps] = useState(1);
  const length = step * steps;
  const read = useRequest('files.read', { sessionKey, path, offset: 0, length });
  const part = read.data === undefined ? undefined : { size: read.data.size, bytes: fromBase64(read.data.data) };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <p className="border-b border-line px-3 py-2 text-xs text-ink-soft">{note}</p>
      <RequestStatus read={read} rows={7} loading={t('files.loadingFile')} failed={t('files.readFailed')} />
      {part !== undefined && (
        <div
          className="min-h-0 flex-1 overflow-auto bg-code p-3"
          tabIndex={0}
          aria-label={t('files.contentOf', { path })}
        >
          <pre className="font-mono text-xs leading-relaxed text-ink">
            {isText ? new TextDecoder().decode(part.bytes) : toHexDump(part.bytes)}
          </pre>
          {part.bytes.length < part.size && (
            <p className="flex items-center gap-2 py-2 text-xs text-ink-faint">
              {t('files.shownPart', { shown: formatBytes(part.bytes.length), size: formatBytes(part.size) })}
              <Button size="sm" label={t('files.showMore')} onClick={() => setSteps(steps * 2)} />
            </p>
          )}
        </div>
      )}
    </div>
  );
}
