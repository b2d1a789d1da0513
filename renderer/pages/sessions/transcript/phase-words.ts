// What a run is doing, for a person.
import type { RunPhase } from '#contract/sessions/live-events.ts';

const WORDS: Readonly<Record<RunPhase['phase'], string>> = {
  context: 'Getting ready',
  model: 'Waiting for the model',
  streaming: 'Answering',
  approval: 'Waiting for your decision',
  question: 'Waiting for your answer',
  tool: 'Running a tool',
  retry: 'Trying again',
  stalled: 'The model has sent nothing for a while; it may still answer, or stop the run',
  compacting: 'Summarising earlier messages',
};

/** `worry`: something is not as it should be. */
export function phaseWords(
  phase: RunPhase | undefined,
  nowMs: number,
): { readonly text: string; readonly worry: boolean } {
  if (phase === undefined) return { text: 'Working', worry: false };
  const wait =
    phase.until === undefined || phase.phase !== 'retry'
      ? ''
      : ` in ${Math.max(0, Math.ceil((phase.until - nowMs) / 1_000))} s`;
  const detail =
    phase.detail === undefined || phase.detail === '' || phase.phase === 'approval' || phase.phase === 'question'
      ? ''
      : `: ${phase.detail}`;
  return { text: `${WORDS[phase.phase]}${wait}${detail}`, worry: phase.phase === 'retry' || phase.phase === 'stalled' };
}
