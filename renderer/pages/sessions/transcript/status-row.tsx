// What the run waits for right now, and for how long. Always one line high while a run is active.
import type { RunPhase } from '#contract/live-events.ts';
import type { RunView } from '#contract/session-view.ts';
import { Spinner } from '../../../design/states.tsx';
import { useNow } from '../../../design/use-now.ts';
import { durationWords } from '../tools/tool-summary.ts';
import { phaseWords } from './phase-words.ts';

/** The last row of a running session. */
export function StatusRow({ run, phase }: { readonly run: RunView; readonly phase?: RunPhase | undefined }) {
  const now = useNow(1_000);
  const words = phaseWords(phase, now);
  return (
    <p role="status" className="flex h-9 items-center gap-2 text-xs text-ink-faint">
      <span className={words.worry ? 'text-warn' : 'text-accent-ink'}>
        <Spinner size={13} />
      </span>
      <span className="min-w-0 truncate">{words.text}</span>
      <span aria-hidden className="tabular">
        {durationWords(Math.max(0, Math.floor((now - run.startedAt) / 1_000) * 1_000)).replace('0 ms', '')}
      </span>
    </p>
  );
}
