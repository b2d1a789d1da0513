// Long pasted texts: kept beside the draft as chips, so that the message stays readable, and sent in full.
import type { Draft } from '../../../state/drafts.ts';

/** From this length on, a pasted text becomes a chip. */
const LONG_LINES = 30;
const LONG_CHARACTERS = 3_000;

/** Whether a pasted text becomes a chip. */
export function isLongPaste(text: string): boolean {
  return text.length > LONG_CHARACTERS || countLines(text) > LONG_LINES;
}

/** Lines of a text; an empty last one doesn't count. */
export function countLines(text: string): number {
  return text.replace(/\r?\n$/, '').split(/\r\n|\r|\n/).length;
}

/** The draft as it is sent: its pasted texts and what it mentions below what was typed, in the order in which they were added. */
export function joinPastes({ pastes = [], mentions = [], ...draft }: Draft): Draft {
  if (pastes.length + mentions.length === 0) return draft;
  const added = [...pastes, ...mentions.map(({ text }) => text.trimEnd())];
  const parts = [draft.text.trimEnd(), ...added].filter((part) => part !== '');
  return { ...draft, text: parts.join('\n\n') };
}
