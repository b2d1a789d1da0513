// The figures of Home: what needs the user, what is running, new results, failures, cost of today.
import { formatNumber } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import type { PlainMessageId } from '#messages/english.ts';
import { cx } from '../../design/class-names.ts';
import { useRequest, useSupports } from '../../state/use-client.ts';
import { LOCAL_DAYS, describeCost, fillDays, toDay } from '../usage/usage-figures.ts';
import { isDecision, type HomeGroups } from './home-groups.ts';

interface StatsRowProps {
  readonly groups: HomeGroups;
  /** Runs that wait for a slot. */
  readonly queued: number;
}

/** Each figure links to its page. */
export function StatsRow({ groups: { attention, results, running, errors }, queued }: StatsRowProps) {
  const hasCost = useSupports('usage.cost');
  const decisions = attention.filter(isDecision).length;
  const failed = errors.length + attention.length - decisions;
  return (
    <ul className="grid grid-cols-5 gap-2 max-md:grid-cols-3">
      <Stat
        title="home.stats.needsYou"
        value={formatNumber(decisions)}
        path="/approvals"
        tone={decisions > 0 && 'warn'}
      />
      <Stat title="home.stats.running" value={formatNumber(running.length)} path="/agents" />
      <Stat title="home.stats.queued" value={formatNumber(queued)} path="/all-sessions" />
      <Stat title="home.stats.results" value={formatNumber(results.length)} path="/all-sessions" />
      <Stat title="home.stats.failed" value={formatNumber(failed)} path="/logs" tone={failed > 0 && 'bad'} />
      {hasCost && <CostToday />}
    </ul>
  );
}

/** On a phone only: elsewhere the card with the cost shows it. */
function CostToday() {
  const read = useRequest('usage.cost', { ...LOCAL_DAYS, days: 1 });
  if (read.data === undefined) return null;
  const today = fillDays(read.data, 1, toDay(read.data.updatedAt)).at(-1);
  return (
    <Stat
      title="home.usage.today"
      value={describeCost(today?.cost ?? 0, today?.unpriced ?? 0)}
      path="/usage"
      className="lg:hidden"
    />
  );
}

interface StatProps {
  readonly title: PlainMessageId;
  readonly value: string;
  readonly path: string;
  readonly tone?: 'warn' | 'bad' | false;
  readonly className?: string;
}

function Stat({ title, value, path, tone = false, className }: StatProps) {
  return (
    <li className={className}>
      <a
        href={`#${path}`}
        className="flex flex-col gap-0.5 rounded-lg border border-line bg-raised px-3.5 py-2.5 shadow-low hover:border-line-strong"
      >
        <span
          className={cx(
            'tabular truncate text-lg font-semibold',
            tone === 'warn' ? 'text-warn' : tone === 'bad' ? 'text-bad' : 'text-ink',
          )}
        >
          {value}
        </span>
        <span className="truncate text-xs text-ink-faint">{t(title)}</span>
      </a>
    </li>
  );
}
