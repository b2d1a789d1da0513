// What a screen reader says about answers: each finished one, or sentence by sentence while it streams.
import type { OpenState } from '#contract/sessions/live-events.ts';
import type { Announcements } from '#contract/types/preferences.ts';
import type { AssistantItem, Item, SessionView } from '#contract/sessions/session-view.ts';
import { t } from '#messages/translate.ts';
import { stripMarkdown } from '../../../state/strip-markdown.ts';

interface Conversation {
  readonly view: SessionView;
  readonly open: OpenState;
}

/** Returns the texts to announce since the last call; none for what was there before the first one. */
export function createAnswerAnnouncer(): (conversation: Conversation, when: Announcements) => readonly string[] {
  /** The last item at the last call. */
  let knownId: string | undefined;
  let isFirst = true;
  /** How much of a streaming message was announced, characters. */
  let said = { messageId: '', length: 0 };
  return ({ view: { items }, open }, when) => {
    const added = isFirst ? [] : addedAfter(items, knownId);
    isFirst = false;
    knownId = items.at(-1)?.id;
    const texts = added.filter(isAnswer).map((item) => {
      const text = joinTexts(item.content);
      return item.id === said.messageId ? text.slice(said.length) : text;
    });
    const { message } = open;
    if (when === 'sentences' && message !== undefined) {
      const text = joinTexts(message.blocks.map(({ kind, text: part }) => ({ type: kind, text: part })));
      const from = message.messageId === said.messageId ? said.length : 0;
      const end = findSentenceEnd(text, from);
      texts.push(text.slice(from, end));
      said = { messageId: message.messageId, length: end };
    }
    return when === 'off' ? [] : texts.map(toSpeech).filter((text) => text !== '');
  };
}

/** None if the list was replaced, such as after a rewind. */
function addedAfter(items: readonly Item[], knownId: string | undefined): readonly Item[] {
  if (knownId === undefined) return items;
  const at = items.findLastIndex(({ id }) => id === knownId);
  return at === -1 ? [] : items.slice(at + 1);
}

function isAnswer(item: Item): item is AssistantItem {
  return item.kind === 'assistant';
}

function joinTexts(blocks: readonly { readonly type: string; readonly text?: string }[]): string {
  return blocks.flatMap(({ type, text }) => (type === 'text' && text !== undefined ? [text] : [])).join('\n\n');
}

/** A sentence, a line, or the start or end of a code block. */
const MARK = /^```|[.!?:…。！？؟](?=\s)|\n/gm;

/** The end of the last complete sentence or line after `from`, which isn't inside of a code block. */
function findSentenceEnd(text: string, from: number): number {
  let end = from;
  let isCode = false;
  for (const { index, 0: mark } of text.slice(from).matchAll(MARK)) {
    if (mark === '```') isCode = !isCode;
    else if (!isCode) end = from + index + mark.length;
  }
  return end;
}

/** Longer texts are announced up to here, characters: nobody listens to more at once, and a model's text must not stall the page. */
const MAX_SPOKEN = 4_000;

/** Code is named, not read aloud. */
function toSpeech(markdown: string): string {
  const code = `${t('transcript.announced.code')} `;
  const parts = markdown.slice(0, MAX_SPOKEN).split(/^```.*$/m);
  // Every second part is between two fences.
  return stripMarkdown(parts.map((part, index) => (index % 2 === 1 ? code : part)).join(''));
}
