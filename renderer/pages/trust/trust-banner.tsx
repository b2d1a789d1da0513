// Asks once about the folder of a session, and again when files in it that can take effect have changed.
import { FolderLock } from 'lucide-react';
import { useState } from 'react';
import type { FolderTrust } from '#contract/types/folder-trust.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { useRequest } from '../../state/use-client.ts';
import { TrustDialog } from './trust-dialog.tsx';

/** Most changed files that are named. */
const NAMED = 3;

/** Nothing if a decision was made and still holds. */
export function TrustBanner({ sessionKey }: { readonly sessionKey: string }) {
  const { data, reload } = useRequest('trust.describe', { sessionKey }, ['settings.changed']);
  const [open, setOpen] = useState(false);
  if (data === undefined || !needsDecision(data)) return null;
  const names = data.changed.slice(0, NAMED).map(escapeHiddenInLine).join(', ');
  return (
    <div className="mx-auto w-full max-w-196 shrink-0 px-5 pb-1.5 max-md:px-3">
      <div
        role="status"
        className="flex flex-wrap items-center gap-x-3 gap-y-1.5 rounded-lg bg-warn-soft px-3 py-2 text-xs text-ink"
      >
        <FolderLock size={15} aria-hidden className="shrink-0 text-warn" />
        <span className="min-w-48 flex-1">
          {data.state === 'unknown' ? t('trust.banner') : t('trust.bannerChanged', { files: names })}
        </span>
        <Button size="sm" onClick={() => setOpen(true)}>
          {t('trust.review')}
        </Button>
      </div>
      <TrustDialog
        trust={data}
        target={{ sessionKey }}
        open={open}
        onClose={() => setOpen(false)}
        onDecided={() => void reload()}
      />
    </div>
  );
}

function needsDecision({ state, changed }: FolderTrust): boolean {
  return state === 'unknown' || (state === 'trusted' && changed.length > 0);
}
