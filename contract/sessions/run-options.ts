// What the sender of a message asked for the run that answers it. Stored with the message, so it still holds after a restart.
import { Type, type Static } from 'typebox';

/** Options of one run. */
export const RunOptions = Type.Object({
  /** Added after the agent's own instructions. */
  instructions: Type.Optional(Type.String()),
  /** Tools that the caller runs itself: a call of one ends the run with the stop reason `toolUse`. */
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
  /** The model gets the conversation exactly as the caller sent it: it is summarized only when the model finds it too long. */
  verbatimHistory: Type.Optional(Type.Boolean()),
  maxOutput: Type.Optional(Type.Integer()),
  thinking: Type.Optional(
    Type.Union([Type.Literal('off'), Type.Literal('low'), Type.Literal('medium'), Type.Literal('high')]),
  ),
});
export type RunOptions = Static<typeof RunOptions>;

/** Options of the messages that one run answers, in order: a later one wins. Empty when none has any. */
export function mergeOptions(all: readonly (RunOptions | undefined)[]): { readonly options?: RunOptions } {
  const given = all.filter((options) => options !== undefined);
  return given.length === 0 ? {} : { options: given.reduce((merged, options) => ({ ...merged, ...options })) };
}
