// Options that the sender of a message sets for its run. Stored with the message, so they survive a restart.
import { Type, type Static } from 'typebox';

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
  thinking: Type.Optional(
    Type.Union([Type.Literal('off'), Type.Literal('low'), Type.Literal('medium'), Type.Literal('high')]),
  ),
});
export type RunOptions = Static<typeof RunOptions>;

/** Merges the options of a run's messages, in order; later ones win. Empty if none has options. */
export function mergeOptions(all: readonly (RunOptions | undefined)[]): { readonly options?: RunOptions } {
  const given = all.filter((options) => options !== undefined);
  return given.length === 0 ? {} : { options: given.reduce((merged, options) => ({ ...merged, ...options })) };
}
