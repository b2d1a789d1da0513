// Stops a run when the time that its sender allowed is up. It counts from the start of the run, also across a restart.
import type { RunError } from '#contract/sessions/session-events.ts';
import { getOptions, type ActiveRun } from './active-run.ts';

/** Longest delay that a timer takes, ms. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** The timer of one run: `apply` puts the current limit into effect, which a message that steers the run may have changed. */
export function createTimeLimit(run: ActiveRun): { apply(): void; stop(): void } {
  const { ports, startedAt, controller } = run;
  let current: number | undefined;
  let cancel = () => {};
  return {
    apply() {
      const { timeoutMs } = getOptions(run);
      if (timeoutMs === current) return;
      cancel();
      current = timeoutMs;
      if (timeoutMs === undefined) return;
      const left = Math.max(0, startedAt + timeoutMs - ports.clock.now());
      cancel = ports.clock.after(Math.min(left, MAX_DELAY_MS), () => controller.abort('timeout'));
    },
    stop: () => cancel(),
  };
}

/** Why a run was stopped by its time limit. */
export function timeLimitError(run: ActiveRun): RunError {
  const seconds = (getOptions(run).timeoutMs ?? 0) / 1000;
  return {
    code: 'time-limit',
    message: `Stopped after ${seconds} s, the time limit of this message.`,
    hint: 'Send "continue" to resume, or allow more time.',
  };
}
