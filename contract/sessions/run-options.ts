// Options that the sender of a message sets for its run. Stored with the message, so they survive a restart.

type Thinking = 'off' | 'low' | 'medium' | 'high';

/** Options of one run. */
export interface RunOptions {
  /** Added after the agent's own instructions. */
  readonly instructions?: string;
  /** Tools that the caller runs, with the JSON Schema of their input. Calling one ends the run with the stop reason `toolUse`. */
  readonly callerTools?: readonly {
    readonly name: string;
    readonly description: string;
    readonly input: Readonly<Record<string, unknown>>;
  }[];
  /** Send the conversation exactly as the caller sent it; summarize it only if it is too long for the model. */
  readonly verbatimHistory?: boolean;
  readonly maxOutput?: number;
  readonly thinking?: Thinking;
  /** `provider/model`, instead of the session's. */
  readonly model?: string;
  /** Time after which the run is stopped, from its start. */
  readonly timeoutMs?: number;
}

/** Merges the options of a run's messages, in order; later ones win. Empty if none has options. */
export function mergeOptions(all: readonly (RunOptions | undefined)[]): { readonly options?: RunOptions } {
  const given = all.filter((options) => options !== undefined);
  return given.length === 0 ? {} : { options: given.reduce((merged, options) => ({ ...merged, ...options })) };
}

/** Levels that OpenClaw clients send, as far as models have them. */
const THINKING_LEVELS: ReadonlyMap<string, Thinking> = new Map([
  ['off', 'off'],
  ['minimal', 'low'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['adaptive', 'medium'],
  ['high', 'high'],
  ['xhigh', 'high'],
  ['max', 'high'],
]);

/** The thinking level with that name; undefined if there is none. */
export function toThinking(level: string): Thinking | undefined {
  return THINKING_LEVELS.get(level.trim().toLowerCase());
}
