// Versions of a file: each is compared with the text in the editor and can be restored.
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { FileVersion } from '#contract/types/files.ts';
import { unifiedDiff } from '#contract/types/unified-diff.ts';
import { formatBytes, formatDateTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { Dialog } from '../../design/dialog.tsx';
import { DiffView } from '../../design/diff-view.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { toast, useAction } from '../../design/toasts.ts';
import { useRequest } from '../../state/use-client.ts';
import type { OpenFile } from './open-file.ts';
import type { FileParts } from './raw-file.tsx';
import { baseName } from './tree.ts';

interface VersionsProps {
  readonly file: OpenFile;
  readonly parts: FileParts;
  readonly onClose: () => void;
}

/** Restoring saves a new version, so nothing is lost. */
export function VersionsDialog({ file, parts, onClose }: VersionsProps) {
  const { sessionKey, path } = parts;
  const read = useRequest('files.versions.list', { sessionKey, path }, ['files.changed']);
  const [chosen, setChosen] = useState<number | undefined>();
  const versions = read.data?.versions ?? [];
  const shown = versions.find(({ id }) => id === chosen) ?? versions[0];
  return (
    <Dialog open onClose={onClose} title={t('files.versions.title', { name: baseName(path) })} size="lg">
      {read.data === undefined && (
        <RequestStatus
          read={read}
          rows={4}
          loading={t('files.versions.loading')}
          failed={t('files.versions.loadFailed')}
        />
      )}
      {read.data !== undefined && shown === undefined && (
        <EmptyState title={t('files.versions.empty')} text={t('files.versions.emptyText')} />
      )}
      {shown !== undefined && (
        <div className="grid grid-cols-[14rem_1fr] gap-4 max-md:grid-cols-1">
          <ul
            aria-label={t('files.versions')}
            className="flex max-h-96 flex-col gap-0.5 overflow-y-auto max-md:max-h-40"
          >
            {versions.map((version) => (
              <li key={version.id}>
                <VersionButton
                  version={version}
                  isChosen={version.id === shown.id}
                  onChoose={() => setChosen(version.id)}
                />
              </li>
            ))}
          </ul>
          <VersionView key={shown.id} file={file} parts={parts} version={shown} onClose={onClose} />
        </div>
      )}
    </Dialog>
  );
}

interface VersionButtonProps {
  readonly version: FileVersion;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function VersionButton({ version: { savedAtMs, savedBy, size }, isChosen, onChoose }: VersionButtonProps) {
  const who = savedBy === 'found' ? t('files.versions.found') : savedBy;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={cx(
        'w-full rounded-md px-2.5 py-1.5 text-start text-xs',
        isChosen ? 'bg-active text-ink' : 'text-ink-soft hover:bg-hover',
      )}
    >
      <span className="tabular block">{formatDateTime(savedAtMs)}</span>
      <span className="block truncate text-ink-faint">
        {t('files.versions.version', { who, size: formatBytes(size) })}
      </span>
    </button>
  );
}

function VersionView({ file, parts, version, onClose }: VersionsProps & { readonly version: FileVersion }) {
  const { client, sessionKey, path } = parts;
  const edit = useStore(file.store, (state) => state.edit);
  const read = useRequest('files.versions.get', { sessionKey, path, id: version.id });
  const { busy, run } = useAction(t('files.versions.restoreFailed'));
  if (read.data === undefined)
    return (
      <RequestStatus
        read={read}
        rows={6}
        loading={t('files.versions.loading')}
        failed={t('files.versions.loadFailed')}
      />
    );
  const { content, encoding } = read.data;
  const restore = async () => {
    const restored = { sessionKey, path, id: version.id };
    await client.request('files.versions.restore', { ...restored, expectedHash: edit.hash });
    await file.load();
    toast({ title: t('files.versions.restored', { name: baseName(path) }) });
    onClose();
  };
  const isSame = encoding === 'utf8' && content === edit.text;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-40 flex-1 text-xs text-ink-soft">{describe(encoding, isSame)}</p>
        {!isSame && (
          <Button
            size="sm"
            look="primary"
            busy={busy}
            disabled={file.unsaved()}
            icon={RotateCcw}
            onClick={() => run(restore)}
          >
            {t('files.versions.restore')}
          </Button>
        )}
      </div>
      {encoding === 'utf8' && !isSame && (
        <div className="max-h-96 overflow-y-auto rounded-md border border-line">
          <DiffView text={unifiedDiff(path, edit.text, content).text} bare wrap />
        </div>
      )}
    </div>
  );
}

function describe(encoding: 'utf8' | 'base64', isSame: boolean): string {
  if (isSame) return t('files.versions.same');
  return encoding === 'utf8' ? t('files.versions.diff') : t('files.versions.binary');
}
