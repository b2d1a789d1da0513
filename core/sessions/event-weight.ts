// The memory that events need, to bound the sessions in memory.
import type { Block } from '#contract/types/content.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';

/** Approximate bytes of an event in memory. */
export function eventWeight(event: SessionEvent): number {
  switch (event.type) {
    case 'message.accepted':
      return (
        400 +
        2 * event.text.length +
        2 * JSON.stringify(event.options ?? '').length +
        (event.images ?? []).reduce((sum, image) => sum + image.data.length, 0) +
        (event.files ?? []).reduce((sum, file) => sum + 2 * file.bytes, 0)
      );
    case 'message.completed':
      return event.content.reduce((sum, block) => sum + blockWeight(block), 600);
    case 'tool.finished':
      return 500 + 2 * event.text.length;
    default:
      return 300;
  }
}

function blockWeight(block: Block): number {
  if (block.type === 'text') return 2 * block.text.length;
  return block.type === 'thinking' ? 2 * block.thinking.length : 500;
}
