// The rows of `chat.history` as plain messages, for reading an earlier conversation.
import { isJsonObject } from '#contract/types/json-object.ts';

/** A message to read. For `tool`, the text names the tool that was called. */
export interface EarlierMessage {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly text: string;
}

/** Messages without text, such as reasoning alone, are left out, and so are results of tools. */
export function readEarlierMessages(rows: readonly Readonly<Record<string, unknown>>[]): readonly EarlierMessage[] {
  return rows.flatMap(({ role, content }) => {
    const blocks: readonly unknown[] = Array.isArray(content) ? content : [{ type: 'text', text: content }];
    if (role !== 'user' && role !== 'assistant') return [];
    const text = blocks.flatMap(readText).join('\n\n').trim();
    const calls = blocks.flatMap(readToolName).map((name) => ({ role: 'tool' as const, text: name }));
    return text === '' ? calls : [{ role, text }, ...calls];
  });
}

function readText(block: unknown): readonly string[] {
  return isJsonObject(block) && block['type'] === 'text' && typeof block['text'] === 'string' ? [block['text']] : [];
}

function readToolName(block: unknown): readonly string[] {
  return isJsonObject(block) && block['type'] === 'toolCall' && typeof block['name'] === 'string'
    ? [block['name']]
    : [];
}
