// Options that the sender of a message sets for its run. Stored with the message, so they survive a restart.
import { Type, type Static } from 'typebox';

const Thinking = Type.Union([Type.Literal('off'), Type.Literal('low'), Type.Literal('medium'), Type.Literal('high')]);
type Thinking = Static<typeof Thinking>;

/** Options of one run. */
export const RunOptions = Type.Object({
  /** Added after the agent's own instructions. */
  instructions: Type.Optional(Type.String()),
  /** Tools that the caller runs. Calling one ends the run with the stop reason `toolUse`. */
  callerTools: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String(),
        description: Type.String(),
        /** JSON Schema of the input object. */
        input: Type.Record(Type.String(), Type.Unknown()),
      }),
    ),
  ),
  /** Send the conversation exactly as the caller sent it; summarize it only if it is too long for the model. */
  verbatimHistory: Type.Optional(Type.Boolean()),
  maxOutput: Type.Optional(Type.Integer()),
  thinking: Type.Optional(Thinking),
  /** `provider/model`, instead of the session's. */
  model: Type.Optional(Type.String()),
  /** Time after which the run is stopped, from its start. */
  timeoutMs: Type.Optional(Type.Integer({ minimum: 1 })),
});
export type RunOptions = Static<typeof RunOptions>;

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

/** The thinking level with that name; undefined when there is none. */
export function toThinking(level: string): Thinking | undefined {
  return THINKING_LEVELS.get(level.trim().toLowerCase());
}
