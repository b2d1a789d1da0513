// The state of a session, as a mark of fixed size.
import { Circle, CircleAlert, Hand, Hourglass, Timer } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Dot } from '../../../design/badge.tsx';
import { Spinner } from '../../../design/states.tsx';
import { describeWait } from '../../../state/describe-quota.ts';
import { useServices } from '../../../state/use-client.ts';
import { sessionGlance, type SessionGlance } from './session-groups.ts';

interface SessionStateMarkProps {
  readonly row: SessionRow | undefined;
  /** Doesn't spin, for use next to the transcript. */
  readonly still?: boolean;
  /** Shown instead of a mark for an idle session. */
  readonly idle?: ReactNode;
}

/** Empty for an idle session, but takes up the same space, unless there is something else to show. */
export function SessionStateMark({ row, still = false, idle }: SessionStateMarkProps) {
  const { approvals, questions, paused } = useServices();
  const asks = useStore(questions, ({ pending }) => pending.some(({ sessionKey }) => sessionKey === row?.key));
  const isPaused = useStore(paused, (state) => state.paused.some(({ sessionKey }) => sessionKey === row?.key));
  const waits = useStore(
    approvals.store,
    (state) => row !== undefined && state.pending.some((approval) => approval.sessionKey === row.key),
  );
  const glance = row === undefined ? 'idle' : sessionGlance(row, new Set(waits || asks || isPaused ? [row.key] : []));
  if (glance === 'idle' && idle !== undefined) return idle;
  return (
    <span className="flex size-4 shrink-0 items-center justify-center">
      <Mark glance={glance} still={still} row={row} />
    </span>
  );
}

function Mark({
  glance,
  still,
  row,
}: Required<Pick<SessionStateMarkProps, 'row' | 'still'>> & { readonly glance: SessionGlance }) {
  switch (glance) {
    case 'needs-you':
      return <Hand size={14} role="img" aria-label={t('sessions.state.needsYou')} className="text-warn" />;
    case 'queued':
      return <Hourglass size={13} role="img" aria-label={t('runQueue.state')} className="text-ink-faint" />;
    case 'waiting': {
      const label = row?.quota === undefined ? t('quota.group') : describeWait(row.quota);
      return (
        <span title={label} className="flex">
          <Timer size={14} role="img" aria-label={label} className="text-ink-soft" />
        </span>
      );
    }
    case 'working':
      return (
        <span className="text-accent-ink">
          <Spinner size={13} label={t('sessions.state.running')} still={still} />
        </span>
      );
    case 'failed':
      return <CircleAlert size={14} role="img" aria-label={t('sessions.state.failed')} className="text-bad" />;
    case 'failed-seen':
      return (
        <Circle size={9} strokeWidth={3} role="img" aria-label={t('sessions.state.failed')} className="text-bad" />
      );
    case 'unseen':
      return <Dot tone="accent" label={t('sessions.state.unread')} />;
    case 'idle':
      return null;
  }
}
