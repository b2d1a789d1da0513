// The text of an event that a search over sessions covers.
import { takeStart } from '#contract/types/truncate-text.ts';
import type { Block } from '#contract/types/content.ts';
import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';

/** Maximum indexed length, characters: a pasted file must not delay the commit. */
const INDEXED_CHARACTERS = 32 * 1024;

/** Role and text of a message event; undefined for other events. */
export function saidIn(
  event: SessionEvent,
): { readonly messageId: string; readonly role: 'user' | 'assistant'; readonly text: string } | undefined {
  const text = spokenText(event);
  if (text === undefined || !('messageId' in event)) return undefined;
  const { messageId, type } = event;
  return { messageId, role: type === 'message.accepted' || type === 'message.edited' ? 'user' : 'assistant', text };
}

/** Text of people and models. Tool output and reasoning are excluded because they would dominate the results. */
export function searchableText(event: SessionEventDraft): string | undefined {
  const text = spokenText(event);
  return text === undefined || text.trim() === '' ? undefined : takeStart(text, INDEXED_CHARACTERS);
}

function spokenText(event: SessionEventDraft): string | undefined {
  if (event.type === 'message.completed') return event.content.map(blockText).join('\n');
  return event.type === 'message.accepted' || event.type === 'message.edited' || event.type === 'note.added'
    ? event.text
    : undefined;
}

function blockText(block: Block): string {
  return block.type === 'text' ? block.text : '';
}

/** Longer queries are truncated: each word costs an index lookup. */
const SEARCHED_CHARACTERS = 1_000;
const SEARCHED_WORDS = 32;

/** A search text as an FTS5 query that requires all words and treats each as a prefix. Undefined when it has no word. */
export function matchQuery(search: string): string | undefined {
  const words = (takeStart(search, SEARCHED_CHARACTERS).match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, SEARCHED_WORDS);
  return words.length === 0 ? undefined : words.map((word) => `"${word}"*`).join(' ');
}
