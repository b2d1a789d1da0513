// The memory that events need, to bound the sessions in memory.
import type { Block } from '#contract/types/content.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';

/** Contents of attachments are read from the store when they are used. */
const ATTACHMENT_BYTES = 500;

/** Approximate bytes of an event in memory. */
export function eventWeight(event: SessionEvent): number {
  switch (event.type) {
    case 'message.accepted':
      return (
        400 +
        2 * event.text.length +
        2 * JSON.stringify(event.options ?? '').length +
        ATTACHMENT_BYTES * ((event.images ?? []).length + (event.files ?? []).length)
      );
    case 'message.completed':
      return event.content.reduce((sum, block) => sum + blockWeight(block), 600);
    case 'tool.finished':
      return 500 + 2 * event.text.length;
    default:
      return 300;
  }
}

/** Whether the event is a message with attachments. */
export function hasAttachments(event: SessionEvent): boolean {
  if (event.type === 'message.completed') return event.content.some(({ type }) => type === 'image' || type === 'pdf');
  return event.type === 'message.accepted' && (event.images !== undefined || event.files !== undefined);
}

function blockWeight(block: Block): number {
  if (block.type === 'text') return 2 * block.text.length;
  return block.type === 'thinking' ? 2 * block.thinking.length : 500;
}
