// Sessions as lines: state, title, last message, age.
import { Circle, Timer } from 'lucide-react';
import type { SessionRow } from '#contract/types/sessions.ts';
import { formatAge } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Dot } from '../../design/badge.tsx';
import { Spinner } from '../../design/states.tsx';
import { useNow } from '../../design/use-now.ts';
import { describeWait, findWait } from '../../state/describe-quota.ts';
import { href, navigate } from '../../state/route.ts';
import { sessionTitle } from '../../state/session-list.ts';
import { stripMarkdown } from '../../state/strip-markdown.ts';
import { hasFailed, isRunning, lastUse } from './home-groups.ts';
import { GatewayText } from '../../design/gateway-text.tsx';

/** A list of sessions; each opens on a click. */
export function SessionLines({ rows }: { readonly rows: readonly SessionRow[] }) {
  return (
    <ul className="-mx-2 flex flex-col">
      {rows.map((row) => (
        <li key={row.key}>
          <SessionLine row={row} />
        </li>
      ))}
    </ul>
  );
}

function SessionLine({ row }: { readonly row: SessionRow }) {
  const now = useNow(60_000);
  const wait = findWait(row);
  const preview = row.lastRunError !== undefined && hasFailed(row) ? row.lastRunError : row.lastMessagePreview;
  return (
    <button
      type="button"
      onClick={() => navigate(href('sessions', row.key))}
      className="flex w-full items-center gap-3 rounded-md px-2 py-2 text-start hover:bg-hover"
    >
      <span className="flex w-4 shrink-0 justify-center">
        <StateMark row={row} />
      </span>
      <span className="shrink-0 truncate text-sm font-medium text-ink max-md:shrink md:max-w-[55%]">
        {sessionTitle(row)}
      </span>
      <span className="min-w-0 flex-1 text-sm text-ink-faint">
        <GatewayText truncated>
          {wait === undefined ? stripMarkdown(preview ?? '') : describeWait(wait, now)}
        </GatewayText>
      </span>
      <span className="tabular shrink-0 text-xs text-ink-faint">
        {lastUse(row) > 0 ? formatAge(lastUse(row), now) : ''}
      </span>
    </button>
  );
}

function StateMark({ row }: { readonly row: SessionRow }) {
  if (findWait(row) !== undefined)
    return <Timer size={14} role="img" aria-label={t('quota.group')} className="text-ink-soft" />;
  if (isRunning(row)) return <Spinner label={t('sessions.state.running')} />;
  const failed = hasFailed(row);
  if (failed && row.unread !== true)
    return <Circle size={8} strokeWidth={3} role="img" aria-label={t('sessions.state.failed')} className="text-bad" />;
  if (failed) return <Dot tone="bad" label={t('sessions.state.failed')} />;
  if (row.unread === true) return <Dot tone="accent" label={t('home.state.unread')} />;
  return <Dot tone="neutral" label={t('home.state.idle')} />;
}
