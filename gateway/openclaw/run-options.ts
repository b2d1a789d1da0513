// Params and results of the methods that start a run.
import { takeStart } from '#contract/types/truncate-text.ts';
import { toThinking, type RunOptions } from '#contract/sessions/run-options.ts';
import { defined } from '#contract/types/defined.ts';
import type { SendResult } from '#core/engine/runs-facet.ts';
import { invalidRequest } from '#contract/wire/errors.ts';

/** Params that set an option of the run. Empty values and 0 set nothing. */
interface RunParams {
  readonly thinking?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly instructions?: string | undefined;
  readonly model?: string | undefined;
}

/** The options, when there are any. @throws {GatewayError} */
export function runOptions({ thinking, timeoutMs, instructions, model }: RunParams): { readonly options?: RunOptions } {
  const options: RunOptions = {
    ...(thinking ? { thinking: requireThinking(thinking) } : {}),
    ...(timeoutMs ? { timeoutMs } : {}),
    ...(instructions?.trim() ? { instructions } : {}),
    ...defined({ model }),
  };
  return Object.keys(options).length === 0 ? {} : { options };
}

/** The thinking level with this name. @throws {GatewayError} */
export function requireThinking(level: string): NonNullable<RunOptions['thinking']> {
  const known = toThinking(level);
  if (known !== undefined) return known;
  throw invalidRequest(
    `Unknown thinking level: ${takeStart(level, 100)}.`,
    'UNKNOWN_THINKING_LEVEL',
    'Use off, low, medium, or high.',
  );
}

/** The result of a method that sends a message. */
export function toSendResult({ runId, status, seq }: SendResult) {
  return { runId, status, messageSeq: seq };
}
