// Pending approvals: a list grouped by session, with the selected one next to it.
import { ArrowLeft, ShieldCheck } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { escapeHidden, removeHidden } from '#contract/types/hidden-characters.ts';
import { formatRemaining } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { EmptyState, ErrorNote, Skeleton } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';
import type { Asking } from './answer-dialogs.tsx';
import { ApprovalDetail, canRemember } from './approval-detail.tsx';
import { groupPending, keepSelection, stepSelection, type ApprovalGroup } from './inbox.ts';
import { useInboxKeys } from './use-inbox-keys.ts';

/** On a wide page the first approval is open unless another is; on a phone the list comes first. */
export function PendingTab({ openId }: { readonly openId: string | undefined }) {
  const { approvals } = useServices();
  const { status, pending } = useStore(approvals.store);
  const groups = useMemo(() => groupPending(pending), [pending]);
  const selected = useSelection(groups, openId);
  const [asking, setAsking] = useState<Asking>();
  const current = pending.find((approval) => approval.id === selected);
  const [first, setFirst] = useState(selected);
  if (first === undefined && selected !== undefined) setFirst(selected);
  const [seenId, setSeenId] = useState<string>();
  const seen = current !== undefined && seenId === current.id;
  useInboxKeys({
    step: (by) => open(stepSelection(groups, selected, by)),
    ask: (what) => current !== undefined && (what === 'reason' || (seen && canRemember(current))) && setAsking(what),
    allow: () =>
      seen && attempt(t('approvals.answerFailed'), () => approvals.answer(current.id, { decision: 'allow-once' })),
  });
  if (status === 'loading') return <PendingSkeleton />;
  if (status === 'error')
    return (
      <div className="p-5">
        <ErrorNote
          title={t('approvals.pending.loadFailed')}
          message={t('approvals.pending.loadFailedText')}
          onRetry={approvals.reload}
        />
      </div>
    );
  if (current === undefined) return <AllAnswered />;
  return (
    <div className="flex min-h-0 flex-1">
      <nav
        aria-label={t('approvals.pending.label')}
        className={cx(
          'w-80 shrink-0 overflow-y-auto border-r border-line p-2 max-md:w-full max-md:border-r-0',
          openId !== undefined && 'max-md:hidden',
        )}
      >
        {groups.map((group) => (
          <Group key={group.sessionKey} group={group} selected={selected} />
        ))}
        <p className="px-2 pt-3 text-2xs text-ink-faint max-md:hidden">{t('approvals.pending.keys')}</p>
      </nav>
      <div className={cx('min-w-0 flex-1 overflow-y-auto', openId === undefined && 'max-md:hidden')}>
        <Button look="quiet" className="m-2 md:hidden" icon={ArrowLeft} onClick={() => navigate('/approvals')}>
          {t('approvals.pending.all')}
        </Button>
        <ApprovalDetail
          key={current.id}
          approval={current}
          asking={asking}
          seen={seen}
          startsFocused={current.id === first}
          onSeen={() => setSeenId(current.id)}
          onAsk={setAsking}
        />
      </div>
    </div>
  );
}

function open(id: string | undefined): void {
  if (id !== undefined) navigate(href('approvals', 'item', id), { replace: true });
}

interface Kept {
  readonly ids: readonly string[];
  readonly selected: string | undefined;
}

/** The open approval, or the one that took its place after a decision, or the first. */
function useSelection(groups: readonly ApprovalGroup[], openId: string | undefined): string | undefined {
  const ids = useMemo(() => groups.flatMap((group) => group.approvals.map((approval) => approval.id)), [groups]);
  const [kept, setKept] = useState<Kept>({ ids: [], selected: undefined });
  const selected = keepSelection(kept.ids, ids, openId ?? kept.selected);
  if (kept.ids !== ids || kept.selected !== selected) setKept({ ids, selected });
  useEffect(() => {
    if (openId !== undefined && openId !== selected)
      navigate(selected === undefined ? '/approvals' : href('approvals', 'item', selected), { replace: true });
  }, [selected, openId]);
  return selected;
}

function Group({ group, selected }: { readonly group: ApprovalGroup; readonly selected: string | undefined }) {
  const now = useNow(1_000);
  return (
    <section className="mb-2">
      <h2
        className={cx(
          'truncate px-2 pt-1.5 pb-1 text-2xs font-medium text-ink-faint',
          // A single request has its session in its second line.
          group.approvals.length < 2 && 'sr-only',
        )}
      >
        {removeHidden(group.title)}
      </h2>
      <ul className="flex flex-col gap-0.5">
        {group.approvals.map((approval) => (
          <li key={approval.id}>
            <Row
              approval={approval}
              selected={approval.id === selected}
              now={now}
              session={group.approvals.length < 2 ? removeHidden(group.title) : undefined}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RowProps {
  readonly approval: ApprovalRecord;
  readonly selected: boolean;
  readonly now: number;
  /** Its title, unless that is in the heading. */
  readonly session: string | undefined;
}

function Row({ approval, selected, now, session }: RowProps) {
  const left = approval.expiresAtMs - now;
  return (
    <button
      type="button"
      aria-current={selected}
      onClick={() => navigate(href('approvals', 'item', approval.id))}
      className={cx(
        'flex w-full flex-col gap-0.5 rounded-md px-2 py-1.5 text-left outline-offset-[-2px]',
        selected ? 'md:bg-active' : 'hover:bg-hover',
      )}
    >
      <code className="w-full truncate text-xs text-ink">{escapeHidden(approval.subject.command)}</code>
      <span className="flex w-full items-center gap-2 text-2xs text-ink-faint">
        <span className="truncate">
          {session ?? escapeHidden(approval.subject.risks[0] ?? approval.subject.reason)}
        </span>
        <span className={cx('tabular ml-auto shrink-0', left < 60_000 && 'font-medium text-warn')}>
          {t('approvals.pending.timeLeft', { time: formatRemaining(left) })}
        </span>
      </span>
    </button>
  );
}

function AllAnswered() {
  return (
    <EmptyState
      icon={ShieldCheck}
      title={t('approvals.empty.title')}
      action={<Button onClick={() => navigate('/approvals/history')}>{t('approvals.empty.history')}</Button>}
      text={t('approvals.empty.text')}
    />
  );
}

function PendingSkeleton() {
  return (
    <div role="status" aria-label={t('approvals.pending.loading')} className="flex flex-1 gap-6 p-4">
      <div className="flex w-72 flex-col gap-2 max-md:w-full">
        {[0, 1, 2].map((row) => (
          <Skeleton key={row} className="h-11" />
        ))}
      </div>
      <Skeleton className="h-64 flex-1 max-md:hidden" />
    </div>
  );
}
