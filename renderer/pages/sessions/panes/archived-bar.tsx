// Replaces the composer of an archived session, which is read-only until it is restored.
import { Archive, ArchiveRestore } from 'lucide-react';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { useServices } from '../../../state/use-client.ts';
import { toggleArchive } from '../sidebar/session-tasks.ts';

/** Explains that and offers to restore it. */
export function ArchivedBar({ row }: { readonly row: SessionRow }) {
  const services = useServices();
  return (
    <div className="mx-auto w-full max-w-196 shrink-0 px-5 pb-4 max-md:px-3 max-md:pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <div className="flex flex-wrap items-center gap-3 rounded-xl border border-line bg-sunken px-3.5 py-2.5">
        <Archive size={15} aria-hidden className="shrink-0 text-ink-faint" />
        <p className="min-w-40 flex-1 text-sm text-ink-soft">{t('sessions.archivedBar')}</p>
        <Button icon={<ArchiveRestore size={14} aria-hidden />} onClick={() => toggleArchive(services, row)}>
          {t('sessions.restoreToWrite')}
        </Button>
      </div>
    </div>
  );
}
