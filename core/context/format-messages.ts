// A conversation as text for people: each message under the name of its role.
import type { Block } from '#contract/types/content.ts';
import type { ModelMessage } from '../ports/provider.ts';

/** Formats messages. Images and files are named, not shown. */
export function formatMessages(messages: readonly ModelMessage[]): string {
  return messages.map(formatMessage).join('\n\n');
}

function formatMessage(message: ModelMessage): string {
  if (message.role !== 'tool') return `[${message.role}]\n${message.content.map(formatBlock).join('\n')}`;
  const results = message.results.map(({ callId, name, isError, text }) => {
    const outcome = isError ? ', failed' : '';
    return `[result of ${name} (${callId})${outcome}]\n${text}`;
  });
  return results.join('\n\n');
}

function formatBlock(block: Block): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'thinking':
      return `[thinking]\n${block.thinking}`;
    case 'toolCall':
      return `[call of ${block.name} (${block.id})]\n${JSON.stringify(block.arguments, null, 2)}`;
    case 'image':
      return `[image, ${block.mimeType}]`;
    case 'pdf':
      return `[PDF file ${block.name}]`;
  }
}
