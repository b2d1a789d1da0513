// What the run waits for right now, and for how long. Always one line high while a run is active.
import type { RunPhase } from '#contract/sessions/live-events.ts';
import type { RunView } from '#contract/sessions/session-view.ts';
import { Spinner } from '../../../design/states.tsx';
import { useNow } from '../../../design/use-now.ts';
import { phaseWords } from './phase-words.ts';

/** The last row of a running session. */
export function StatusRow({ run, phase }: { readonly run: RunView; readonly phase?: RunPhase | undefined }) {
  const now = useNow(1_000);
  const words = phaseWords(phase, now);
  return (
    <p role="status" className="flex h-9 items-center gap-2 text-xs text-ink-faint">
      <span className={words.worry ? 'text-warn' : 'text-accent-ink'}>
        <Spinner size={13} still={phase?.phase === 'streaming' || phase?.phase === 'approval'} />
      </span>
      <span className="min-w-0 truncate">{words.text}</span>
      <span aria-hidden className="tabular shrink-0">
        {elapsedWords(now - run.startedAt)}
      </span>
    </p>
  );
}

/** Whole seconds; nothing in the first one. */
function elapsedWords(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 1) return '';
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
