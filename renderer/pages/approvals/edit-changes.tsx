// What a person changed in a request before allowing it.
import type { ApprovalEdit } from '#contract/sessions/session-events.ts';
import { unifiedDiff } from '#contract/types/unified-diff.ts';
import { t } from '#messages/translate.ts';
import { DiffView } from '../../design/diff-view.tsx';

/** One diff for each changed part, from what was requested to what was allowed. */
export function EditChanges({ edit }: { readonly edit: ApprovalEdit }) {
  return (
    <section aria-label={t('approvals.edit.changes')} className="flex flex-col gap-2">
      {edit.changes.map(({ part, before, after }) => (
        <div key={part} className="overflow-hidden rounded-lg border border-line">
          <p className="border-b border-line px-3 py-1 text-xs text-ink-soft">{t(`approvals.edit.part.${part}`)}</p>
          <DiffView bare wrap text={unifiedDiff(part, before, after).text} limit={100} />
        </div>
      ))}
    </section>
  );
}
