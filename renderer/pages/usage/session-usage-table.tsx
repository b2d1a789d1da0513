// What each session used in the chosen time, the costliest first; a session leads to its conversation.
import { useState } from 'react';
import { formatCompact } from '#messages/format.ts';
import { Button } from '../../design/button.tsx';
import { ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { href } from '../../state/route.ts';
import { useRequest } from '../../state/use-client.ts';
import { TableHead } from './table-head.tsx';
import { costWords, shiftDay } from './usage-days.ts';
import { costliestFirst, type UsedSession } from './used-sessions.ts';

const FIRST_ROWS = 8;
const MOST_SESSIONS = 200;

/** `today`: the last day, as the gateway counts days. */
export function SessionUsageTable({ days, today }: { readonly days: number; readonly today: string }) {
  const read = useRequest('sessions.usage', {
    startDate: shiftDay(today, 1 - days),
    endDate: today,
    limit: MOST_SESSIONS,
  });
  if (read.status === 'error' && read.data === undefined)
    return (
      <ErrorNote title="Sessions could not be read" message={read.error.message} onRetry={() => void read.reload()} />
    );
  if (read.data === undefined) return <SkeletonLines count={4} label="Loading what sessions used" />;
  return <Rows rows={costliestFirst(read.data.sessions)} />;
}

function Rows({ rows }: { readonly rows: readonly UsedSession[] }) {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return <p className="text-sm text-ink-soft">No session called a model in this time.</p>;
  return (
    <>
      <table aria-label="Usage by session" className="tabular w-full text-sm">
        <TableHead columns={['Session', 'Calls', 'Tokens', 'Cost']} />
        <tbody>
          {(all ? rows : rows.slice(0, FIRST_ROWS)).map((row) => (
            <tr key={row.key} className="border-b border-line">
              <td className="max-w-0 py-1.5 pr-3">
                <a href={`#${href('sessions', row.key)}`} className="block truncate text-ink hover:underline">
                  {row.title}
                </a>
              </td>
              <td className="w-16 py-1.5 text-right">{row.calls}</td>
              <td className="w-20 py-1.5 text-right">{formatCompact(row.tokens)}</td>
              <td className="w-32 py-1.5 text-right">{costWords(row.cost, row.unpriced)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > FIRST_ROWS && (
        <Button size="sm" look="quiet" className="mt-2" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `All ${rows.length}`}
        </Button>
      )}
    </>
  );
}
