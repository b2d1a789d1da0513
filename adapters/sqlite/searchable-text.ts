// The words of an event that a search over sessions looks at.
import type { Block } from '#contract/types/content.ts';
import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';

/** Longer texts are indexed up to here, characters: a pasted file must not hold up the commit. */
const INDEXED_CHARACTERS = 32 * 1024;

/** Who said what in an event; undefined for events in which nobody speaks. */
export function saidIn(
  event: SessionEvent,
): { readonly messageId: string; readonly role: 'user' | 'assistant'; readonly text: string } | undefined {
  const text = spokenText(event);
  if (text === undefined || !('messageId' in event)) return undefined;
  const { messageId, type } = event;
  return { messageId, role: type === 'message.accepted' || type === 'message.edited' ? 'user' : 'assistant', text };
}

/** What people and models said; tool output and reasoning are left out, for they drown the rest. */
export function searchableText(event: SessionEventDraft): string | undefined {
  const text = spokenText(event);
  return text === undefined || text.trim() === '' ? undefined : text.slice(0, INDEXED_CHARACTERS);
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

/** A longer search is cut: each word costs a look into the index. */
const SEARCHED_CHARACTERS = 1_000;
const SEARCHED_WORDS = 32;

/** A person's words as an FTS5 query: all of them, the last ones possibly unfinished. Undefined when there is no word in it. */
export function matchQuery(search: string): string | undefined {
  const words = (search.slice(0, SEARCHED_CHARACTERS).match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, SEARCHED_WORDS);
  return words.length === 0 ? undefined : words.map((word) => `"${word}"*`).join(' ');
}
