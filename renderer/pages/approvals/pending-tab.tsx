// Pending approvals: a list grouped by session, with the selected one next to it.
import { ArrowLeft, ShieldCheck } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { escapeHidden, removeHidden } from '#contract/types/hidden-characters.ts';
import { formatAgo, formatRemaining, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Dot } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { Select } from '../../design/select.tsx';
import { TitleText } from '../../design/title-text.tsx';
import { EmptyState, ErrorNote, Skeleton } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';
import type { Asking } from './answer-dialogs.tsx';
import { ApprovalDetail, canRemember } from './approval-detail.tsx';
import { canEdit, keepSelection, stepSelection, type ApprovalGroup } from './inbox.ts';
import { groupInbox, readOrder, riskLevel, type InboxOrder } from './risk.ts';
import { useInboxKeys } from './use-inbox-keys.ts';
import { GatewayText } from '../../design/gateway-text.tsx';

/** On a wide page the first approval is open unless another is; on a phone the list comes first. */
export function PendingTab({ openId }: { readonly openId: string | undefined }) {
  const { approvals, preferences } = useServices();
  const { status, pending } = useStore(approvals.store);
  const order = useStore(preferences.store, (state) => readOrder(state['approvalOrder']));
  const groups = useMemo(() => groupInbox(pending, order), [pending, order]);
  const selected = useSelection(groups, openId);
  const [asking, setAsking] = useState<Asking>();
  const current = pending.find((approval) => approval.id === selected);
  const [first, setFirst] = useState(selected);
  if (first === undefined && selected !== undefined) setFirst(selected);
  const [seenId, setSeenId] = useState<string>();
  const seen = current !== undefined && seenId === current.id;
  useInboxKeys({
    step: (by) => open(stepSelection(groups, selected, by)),
    ask: (what) => current !== undefined && canAsk(what, current, seen) && setAsking(what),
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
          'w-80 shrink-0 overflow-y-auto border-e border-line p-2 max-md:w-full max-md:border-e-0',
          openId !== undefined && 'max-md:hidden',
        )}
      >
        {pending.length > 1 && <OrderSelect order={order} />}
        {groups.map((group) => (
          <Group key={group.id} group={group} order={order} selected={selected} />
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

function canAsk(what: 'always' | 'reason' | 'edit', approval: ApprovalRecord, seen: boolean): boolean {
  if (what === 'always') return seen && canRemember(approval);
  return what === 'reason' || (approval.requester === undefined && canEdit(approval.subject));
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

function OrderSelect({ order }: { readonly order: InboxOrder }) {
  const { preferences } = useServices();
  const choose = (approvalOrder: InboxOrder): void =>
    attempt(t('approvals.order.failed'), () => preferences.set({ approvalOrder }));
  return (
    <Select
      className="mb-2"
      label={t('approvals.order')}
      options={(['age', 'risk'] as const).map((value) => ({ value, label: t(`approvals.order.${value}`) }))}
      value={order}
      onChange={choose}
    />
  );
}

interface GroupProps {
  readonly group: ApprovalGroup;
  readonly order: InboxOrder;
  readonly selected: string | undefined;
}

function Group({ group, order, selected }: GroupProps) {
  const now = useNow(1_000);
  // A single request has its session in its second line.
  const isHeaded = order === 'risk' || group.approvals.length > 1;
  return (
    <section className="mb-2">
      <h2 className={cx('px-2 pt-1.5 pb-1 text-2xs font-medium text-ink-faint', !isHeaded && 'sr-only')}>
        <TitleText title={group.title} />
      </h2>
      <ul className="flex flex-col gap-0.5">
        {group.approvals.map((approval) => (
          <li key={approval.id}>
            <Row
              approval={approval}
              selected={approval.id === selected}
              now={now}
              showsSession={order === 'risk' || !isHeaded}
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
  /** Its session isn't in the heading. */
  readonly showsSession: boolean;
}

const LEVEL_TONES = { high: 'bad', unknown: 'warn', read: 'ok' } as const;

function Row({ approval, selected, now, showsSession }: RowProps) {
  const left = approval.expiresAtMs - now;
  const { subject, sessionTitle, requester, agentId } = approval;
  const level = riskLevel(subject);
  const [risk = subject.reason] = subject.risks;
  const agents = useStore(useServices().catalog.agents.store, ({ data }) => data?.agents) ?? [];
  // With one agent, its name would be the same everywhere.
  const agent = agents.length < 2 ? undefined : (agents.find(({ id }) => id === agentId)?.name ?? agentId);
  const session = showsSession ? sessionTitle || requester : undefined;
  const facts = joinFacts(agent, formatAgo(approval.createdAtMs, now));
  return (
    <button
      type="button"
      aria-current={selected}
      onClick={() => navigate(href('approvals', 'item', approval.id))}
      className={cx(
        'flex w-full flex-col gap-0.5 rounded-md px-2 py-1.5 text-start outline-offset-[-2px]',
        selected ? 'md:bg-active' : 'hover:bg-hover',
      )}
    >
      <code className="w-full truncate text-xs text-ink">{escapeHidden(approval.subject.command)}</code>
      <span className="flex w-full items-center gap-1.5 text-2xs text-ink-faint">
        <Dot tone={LEVEL_TONES[level]} label={t(`approvals.risk.${level}`)} />
        <span className="min-w-0">
          <GatewayText truncated>{escapeHidden(risk)}</GatewayText>
        </span>
      </span>
      <span className="flex w-full items-center gap-2 text-2xs text-ink-faint">
        {session !== undefined && <TitleText title={session} />}
        <span className="min-w-12 shrink-[4] truncate">{removeHidden(facts)}</span>
        <span className={cx('tabular ms-auto shrink-0', left < 60_000 && 'font-medium text-warn')}>
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
