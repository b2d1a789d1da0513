// A whole message of the Messages API as the events that would have streamed it.
import type { ContentBlock, Message, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages/messages';

/** A message as a server sent it. Proxies omit fields, and some send the text alone as the content. */
export type WholeMessage = Partial<Omit<Message, 'content'>> & {
  readonly content?: string | readonly ContentBlock[] | null;
};

/** The events of a message. The start of each block contains all of it. */
export function toMessageEvents(message: WholeMessage): readonly RawMessageStreamEvent[] {
  const { content, stop_reason = 'end_turn', usage } = message;
  const blocks: readonly object[] = typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
  const events = [
    ...blocks.flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: block },
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason }, usage },
    { type: 'message_stop' },
  ];
  // The fields that the types require further are those that the reader takes as missing.
  return events as readonly object[] as readonly RawMessageStreamEvent[];
}
