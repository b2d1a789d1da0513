// Prepares conversations for all wire formats.
import type { Block, ImageBlock } from '#contract/types/content.ts';
import type { ModelMessage, ModelRequest } from '#core/ports/provider.ts';

type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;
type ToolResult = ToolMessage['results'][number];

/** The text of blocks, joined with blank lines. */
export function joinText(content: readonly Block[]): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
}

/** The system prompt as one text. */
export function joinSystem(system: ModelRequest['system']): string {
  return system.filter((part) => part !== '').join('\n\n');
}

/** The messages with the context as the last of them. Servers that cache prefixes still find what was sent before. */
export function withContext({ messages, context }: ModelRequest): readonly ModelMessage[] {
  if (context === undefined) return messages;
  const block: Block = { type: 'text', text: context };
  const last = messages.at(-1);
  if (last?.role !== 'user') return [...messages, { role: 'user', content: [block] }];
  return [...messages.slice(0, -1), { ...last, content: [...last.content, block] }];
}

/** A tool result for wire formats without a field for errors. */
export function resultText({ text, isError }: ToolResult): string {
  return isError ? `Error: ${text}` : text;
}

/** An image for wire formats that accept URLs. */
export function dataUrl({ mimeType, data }: ImageBlock): string {
  return `data:${mimeType};base64,${data}`;
}
