// Options of a run from the params of the methods that start one.
import { toThinking, type RunOptions } from '#contract/sessions/run-options.ts';
import { invalidRequest } from '#contract/wire/errors.ts';

/** Params that set an option of the run. Empty values and 0 ask for nothing. */
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
    ...(model === undefined ? {} : { model }),
  };
  return Object.keys(options).length === 0 ? {} : { options };
}

/** The thinking level of that name. @throws {GatewayError} */
export function requireThinking(level: string): NonNullable<RunOptions['thinking']> {
  const known = toThinking(level);
  if (known !== undefined) return known;
  throw invalidRequest(
    `unknown thinking level: ${level.slice(0, 100)}`,
    'UNKNOWN_THINKING_LEVEL',
    'Use off, low, medium or high.',
  );
}
