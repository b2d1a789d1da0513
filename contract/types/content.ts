// Content blocks of messages, as in the protocol.
import { Type, type Static } from 'typebox';

/** Text written by a person or a model. */
const TextBlock = Type.Object({ type: Type.Literal('text'), text: Type.String() });
/** Reasoning of a model. `signature` must be sent back to the provider unchanged and is never shown. */
const ThinkingBlock = Type.Object({
  type: Type.Literal('thinking'),
  thinking: Type.String(),
  signature: Type.Optional(Type.String()),
  redacted: Type.Optional(Type.String()),
});
/** A tool call requested by the model. */
export const ToolCallBlock = Type.Object({
  type: Type.Literal('toolCall'),
  id: Type.String(),
  name: Type.String(),
  arguments: Type.Record(Type.String(), Type.Unknown()),
});
/** An attached image, base64. */
export const ImageBlock = Type.Object({ type: Type.Literal('image'), mimeType: Type.String(), data: Type.String() });

/** A block of a message. */
export const Block = Type.Union([TextBlock, ThinkingBlock, ToolCallBlock, ImageBlock]);
export type TextBlock = Static<typeof TextBlock>;
export type ThinkingBlock = Static<typeof ThinkingBlock>;
export type ToolCallBlock = Static<typeof ToolCallBlock>;
export type ImageBlock = Static<typeof ImageBlock>;
export type Block = Static<typeof Block>;

/** Token usage of a model call. `cost` is in US dollars; absent if the model's price is unknown. */
export const Usage = Type.Object({
  input: Type.Integer(),
  output: Type.Integer(),
  cacheRead: Type.Integer(),
  cacheWrite: Type.Integer(),
  cost: Type.Optional(Type.Number()),
});
export type Usage = Static<typeof Usage>;

/** Why a model stopped. `interrupted`: the host was killed while the message streamed. */
export const StopReason = Type.Union([
  Type.Literal('stop'),
  Type.Literal('toolUse'),
  Type.Literal('length'),
  Type.Literal('refusal'),
  Type.Literal('error'),
  Type.Literal('aborted'),
  Type.Literal('interrupted'),
]);
export type StopReason = Static<typeof StopReason>;
