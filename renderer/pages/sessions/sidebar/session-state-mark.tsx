// How a session stands, as one mark of fixed size.
import { CircleAlert, Hand } from 'lucide-react';
import { useStore } from 'zustand';
import type { SessionRow } from '#contract/types/sessions.ts';
import { Dot } from '../../../design/badge.tsx';
import { Spinner } from '../../../design/states.tsx';
import { useServices } from '../../../state/use-client.ts';
import { glanceOf } from './session-groups.ts';

interface SessionStateMarkProps {
  readonly row: SessionRow | undefined;
  /** Does not turn while the session works: where its transcript stands beside it. */
  readonly still?: boolean;
}

/** Nothing is drawn for an idle session, but its place is kept. */
export function SessionStateMark({ row, still = false }: SessionStateMarkProps) {
  const { approvals, questions } = useServices();
  const asks = useStore(questions, ({ pending }) => pending.some(({ sessionKey }) => sessionKey === row?.key));
  const waits = useStore(
    approvals.store,
    (state) => row !== undefined && state.pending.some((approval) => approval.sessionKey === row.key),
  );
  const glance = row === undefined ? 'idle' : glanceOf(row, new Set(waits || asks ? [row.key] : []));
  return (
    <span className="flex size-4 shrink-0 items-center justify-center">
      {still && glance === 'working' ? STILL_WORKING : MARKS[glance]}
    </span>
  );
}

const STILL_WORKING = (
  <span className="text-accent-ink">
    <Spinner size={13} label="Working" still />
  </span>
);

const MARKS = {
  'needs-you': <Hand size={14} role="img" aria-label="Needs you" className="text-warn" />,
  working: (
    <span className="text-accent-ink">
      <Spinner size={13} label="Working" />
    </span>
  ),
  failed: <CircleAlert size={14} role="img" aria-label="Failed" className="text-bad" />,
  unseen: <Dot tone="accent" label="Unseen result" />,
  idle: null,
} as const;
