// What the run is waiting for, and for how long. Always one line high during a run.
import type { RunPhase } from '#contract/sessions/live-events.ts';
import type { RunView } from '#contract/sessions/session-view.ts';
import { formatDuration } from '#messages/format.ts';
import { Spinner } from '../../../design/states.tsx';
import { useNow } from '../../../design/use-now.ts';
import { describePhase } from './phase-text.ts';

/** The last row of a running session. */
export function StatusRow({ run, phase }: { readonly run: RunView; readonly phase?: RunPhase | undefined }) {
  const now = useNow(1_000);
  const { text, isWarning } = describePhase(phase, now);
  const elapsed = Math.floor((now - run.startedAt) / 1_000);
  return (
    <p role="status" className="flex h-9 items-center gap-2 text-xs text-ink-faint">
      <span className={isWarning ? 'text-warn' : 'text-accent-ink'}>
        <Spinner size={13} still={phase?.phase === 'streaming' || phase?.phase === 'approval'} />
      </span>
      <span className="min-w-0 truncate">{text}</span>
      <span aria-hidden className="tabular shrink-0">
        {elapsed < 1 ? '' : formatDuration(elapsed * 1_000)}
      </span>
    </p>
  );
}
