// Past decisions: a filter, details, and rules created from them.
import { History } from 'lucide-react';
import { useState } from 'react';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { escapeHidden, escapeHiddenInLine, removeHidden } from '#contract/types/hidden-characters.ts';
import { listSuggestedRules } from '#contract/types/needed-programs.ts';
import { formatTimeOrDay, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Text } from '../../design/text.tsx';
import { Badge, type Tone } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Chevron } from '../../design/chevron.tsx';
import { CommandText } from '../../design/command-text.tsx';
import { DiffView } from '../../design/diff-view.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { Select } from '../../design/select.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { useNow } from '../../design/use-now.ts';
import { href, navigate } from '../../state/route.ts';
import { useRequest } from '../../state/use-client.ts';
import { describeAnswerer } from './describe-answerer.ts';
import { EditChanges } from './edit-changes.tsx';
import { DeliveryLines } from './delivery-lines.tsx';
import { filterHistory, describeOutcome, formatRule, type HistoryFilter } from './inbox.ts';

const HISTORY_LIMIT = 300;
const OUTCOMES = ['all', 'allowed', 'denied', 'unanswered'] as const;

/** The latest decisions, newest first. */
export function HistoryTab() {
  const [filter, setFilter] = useState<HistoryFilter>({ text: '', outcome: 'all' });
  const read = useRequest('approvals.list', { status: 'resolved', limit: HISTORY_LIMIT }, ['approvals.changed']);
  const all = read.data?.approvals ?? [];
  const shown = filterHistory(all, filter);
  const now = useNow(60_000);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto flex max-w-280 flex-col gap-3 p-5">
        <div className="flex flex-wrap gap-2">
          <SearchInput
            label={t('approvals.history.search')}
            value={filter.text}
            onChange={(text) => setFilter({ ...filter, text })}
            className="min-w-48 flex-1"
          />
          <PlaceFilters all={all} filter={filter} onChange={setFilter} />
          <div className="w-40 shrink-0 max-md:w-32">
            <Select
              label={t('approvals.history.outcome')}
              options={OUTCOMES.map((value) => ({ value, label: t(`approvals.history.${value}`) }))}
              value={filter.outcome}
              onChange={(outcome) => setFilter({ ...filter, outcome })}
            />
          </div>
        </div>
        <RequestStatus
          read={read}
          rows={6}
          loading={t('approvals.history.loading')}
          failed={t('approvals.history.loadFailed')}
        />
        {read.status === 'ready' && shown.length === 0 && (
          <EmptyState
            icon={History}
            title={all.length > 0 ? t('approvals.history.noMatch') : t('approvals.history.empty')}
            text={all.length > 0 ? t('approvals.history.noMatchText') : t('approvals.history.emptyText')}
          />
        )}
        <ul className="flex flex-col">
          {shown.map((approval) => (
            <HistoryRow key={approval.id} approval={approval} now={now} />
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Value of a select for no filter. */
const ALL = 'all';

interface PlaceFiltersProps {
  readonly all: readonly ApprovalRecord[];
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
}

/** The sessions and agents of the decisions; nothing where there is only one. */
function PlaceFilters({ all, filter, onChange }: PlaceFiltersProps) {
  const sessions = [...new Map(all.map(({ sessionKey, sessionTitle }) => [sessionKey, sessionTitle]))]
    .filter(([key]) => key !== '')
    .map(([value, title]) => ({ value, label: removeHidden(title) || value }));
  const agents = [...new Set(all.map(({ agentId }) => agentId))]
    .filter((id) => id !== '')
    .map((value) => ({ value, label: escapeHiddenInLine(value) }));
  const read = (value: string): string | undefined => (value === ALL ? undefined : value);
  return (
    <>
      {sessions.length > 1 && (
        <div className="w-48 shrink-0 max-md:w-40">
          <Select
            label={t('approvals.history.session')}
            options={[{ value: ALL, label: t('approvals.history.allSessions') }, ...sessions]}
            value={filter.sessionKey ?? ALL}
            onChange={(value) => onChange({ ...filter, sessionKey: read(value) })}
          />
        </div>
      )}
      {agents.length > 1 && (
        <div className="w-40 shrink-0 max-md:w-32">
          <Select
            label={t('approvals.history.agent')}
            options={[{ value: ALL, label: t('approvals.history.allAgents') }, ...agents]}
            value={filter.agentId ?? ALL}
            onChange={(value) => onChange({ ...filter, agentId: read(value) })}
          />
        </div>
      )}
    </>
  );
}

const TONES: Readonly<Record<string, Tone>> = { deny: 'bad', expired: 'warn', cancelled: 'neutral' };

function HistoryRow({ approval, now }: { readonly approval: ApprovalRecord; readonly now: number }) {
  const { subject, outcome } = approval;
  const at = approval.resolvedAtMs ?? approval.createdAtMs;
  const where = describePlace(approval);
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="border-b border-line">
      <details className="group" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="flex list-none items-center gap-3 rounded-md px-1 py-2 hover:bg-hover [&::-webkit-details-marker]:hidden">
          <Chevron size={14} className="text-ink-faint group-open:rotate-90 rtl:group-open:-rotate-90" />
          <code className="min-w-0 flex-1 truncate text-xs">{escapeHidden(subject.command)}</code>
          <span className="w-56 shrink-0 truncate text-xs text-ink-faint max-lg:hidden" title={where}>
            {where}
          </span>
          <Badge tone={TONES[outcome ?? ''] ?? 'ok'}>{describeOutcome(approval)}</Badge>
          <time
            className="tabular w-24 shrink-0 text-end text-xs text-ink-faint max-md:hidden"
            dateTime={new Date(at).toISOString()}
          >
            {formatTimeOrDay(at, now)}
          </time>
        </summary>
        <HistoryDetails approval={approval} now={now} isOpen={isOpen} />
      </details>
    </li>
  );
}

/** Session, agent, and folder, as far as there are any. */
function describePlace({ sessionTitle, requester, agentId, subject }: ApprovalRecord): string {
  const folder = subject.cwd.split(/[\\/]/).findLast((part) => part !== '');
  return escapeHiddenInLine(joinFacts(sessionTitle || requester, agentId, folder));
}

interface HistoryDetailsProps {
  readonly approval: ApprovalRecord;
  readonly now: number;
  /** What isn't part of the record is loaded only then. */
  readonly isOpen: boolean;
}

function HistoryDetails({ approval, now, isOpen }: HistoryDetailsProps) {
  const { subject } = approval;
  const outcome = describeOutcome(approval);
  // A rule is about what was allowed.
  const allowed = approval.edit?.subject ?? subject;
  const [suggested] = listSuggestedRules(allowed);
  const rule =
    suggested && new URLSearchParams({ test: allowed.command, rule: formatRule(suggested), agent: approval.agentId });
  const time = formatTimeOrDay(approval.resolvedAtMs ?? approval.createdAtMs, now);
  return (
    <div className="flex flex-col gap-2.5 pt-1 pb-4 ps-6 text-sm text-ink-soft">
      <pre className="overflow-x-auto rounded-lg bg-code p-3 text-xs text-ink wrap-anywhere whitespace-pre-wrap">
        <CommandText command={subject.command} />
      </pre>
      {isOpen && approval.edit !== undefined && (
        <>
          <p>{t('approvals.history.edited')}</p>
          <EditChanges edit={approval.edit} />
        </>
      )}
      {isOpen && <DeliveryLines approvalId={approval.id} />}
      {subject.diff !== undefined && <DiffView text={subject.diff} limit={100} />}
      <p>
        {approval.resolvedBy === undefined
          ? t('approvals.history.decided', { outcome, time })
          : t('approvals.history.decidedBy', { outcome, time, who: describeAnswerer(approval.resolvedBy) })}
      </p>
      <p>{t('approvals.history.why', { reason: escapeHidden(subject.reason) })}</p>
      {approval.reason !== undefined && <p>{t('approvals.history.reason', { reason: approval.reason })}</p>}
      <p className="wrap-anywhere">
        <Text
          id="approvals.history.folder"
          values={{ folder: escapeHiddenInLine(subject.cwd) }}
          tags={{ code: (folder) => <code className="text-xs">{folder}</code> }}
        />
      </p>
      <div className="flex flex-wrap gap-2">
        {approval.sessionKey !== '' && (
          <Button size="sm" onClick={() => navigate(href('sessions', approval.sessionKey))}>
            {t('approvals.history.openSession')}
          </Button>
        )}
        {rule !== undefined && (
          <Button
            label={t('approvals.history.createRule')}
            size="sm"
            onClick={() => navigate(`/approvals/rules?${rule.toString()}`)}
          />
        )}
      </div>
    </div>
  );
}
