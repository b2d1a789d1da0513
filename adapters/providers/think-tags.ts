// Separates reasoning that local models write into their text, as `<think>…</think>`, from the answer.
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from './answer-collector.ts';

/** Tags that models start reasoning with, in lower case. A slash after the first character makes the closing tag. */
const TAGS = ['<think>', '<thinking>', '<thought>', '<reasoning>', '<seed:think>', '[think]', '◁think▷'];
const LOOSE_CLOSING = /(?:<\/(?:think|thinking|thought|reasoning|seed:think)>|\[\/think\]|◁\/think▷)\s*/gi;
/** Longest reasoning that can turn out to be such by its closing tag, characters. */
const MAX_LOOSE_CHARACTERS = 256 * 1024;
/** Length of the longest closing tag, characters. */
const MAX_TAG_LENGTH = 16;
/** Longest text that can still become an opening tag, characters. */
const MAX_START_LENGTH = 64;

/** Reads one answer. The tag counts only at its start; a model may also write the closing tag alone. */
export class ThinkTags {
  readonly #collector: AnswerCollector;
  /** `start`: too little text to tell; `inside`: until the closing tag; `text`: the answer. */
  #state: 'start' | 'inside' | 'text' = 'start';
  #held = '';
  #closing = '';
  /** Whether the text follows reasoning, without the space between them. */
  #follows = false;
  /** Text of the answer so far, while a closing tag without an opening one can follow. */
  #answer: string | undefined = '';

  constructor(collector: AnswerCollector) {
    this.#collector = collector;
  }

  text(text: string): readonly ModelEvent[] {
    this.#held += text;
    if (this.#state === 'start' && !this.#start()) return [];
    return this.#state === 'inside' ? this.#inside() : this.#answerText(this.#take());
  }

  /** Releases what was held back. */
  end(): readonly ModelEvent[] {
    const held = this.#take();
    if (held === '') return [];
    return this.#state === 'inside' ? this.#thinking(held) : this.#answerText(held);
  }

  /** False while more text is needed. */
  #start(): boolean {
    const start = this.#held.trimStart();
    const lower = start.slice(0, MAX_TAG_LENGTH).toLowerCase();
    const tag = TAGS.find((one) => lower.startsWith(one));
    if (tag !== undefined) {
      this.#state = 'inside';
      this.#closing = `${tag.charAt(0)}/${tag.slice(1)}`;
      this.#held = start.slice(tag.length).trimStart();
      return true;
    }
    if (this.#held.length < MAX_START_LENGTH && TAGS.some((one) => one.startsWith(start.toLowerCase()))) return false;
    this.#state = 'text';
    return true;
  }

  #inside(): readonly ModelEvent[] {
    const at = findTag(this.#held, this.#closing);
    if (at === -1) {
      const kept = countStarted(this.#held, this.#closing);
      const text = this.#held.slice(0, this.#held.length - kept);
      this.#held = this.#held.slice(text.length);
      return text === '' ? [] : this.#thinking(text);
    }
    const thought = this.#held.slice(0, at).trimEnd();
    this.#held = this.#held.slice(at + this.#closing.length);
    // More reasoning can follow.
    this.#state = 'start';
    this.#follows = true;
    this.#answer = undefined;
    return [...(thought === '' ? [] : this.#thinking(thought)), ...this.text('')];
  }

  #answerText(text: string): readonly ModelEvent[] {
    if (text === '') return [];
    const before = this.#answer;
    if (before === undefined) return [this.#collector.text('text', text)];
    const answer = before + text;
    LOOSE_CLOSING.lastIndex = Math.max(0, before.length - MAX_TAG_LENGTH);
    const closing = LOOSE_CLOSING.exec(answer);
    // Code in an answer may contain the tag.
    const hasCode = answer.slice(before.length, closing?.index).includes('`');
    if (closing !== null && !hasCode) return this.#turnIntoThinking(answer, closing);
    this.#answer = hasCode || answer.length > MAX_LOOSE_CHARACTERS ? undefined : answer;
    return [this.#collector.text('text', text)];
  }

  /** The text so far was reasoning; the text after the tag is the answer. */
  #turnIntoThinking(answer: string, closing: RegExpExecArray): readonly ModelEvent[] {
    this.#answer = undefined;
    // The text must exist to be turned, even if it arrived together with the tag.
    this.#collector.text('text', '');
    this.#collector.turnTextIntoThinking('text', answer.slice(0, closing.index).trimEnd());
    const rest = answer.slice(closing.index + closing[0].length);
    return rest === '' ? [] : [this.#collector.text('text', rest)];
  }

  #thinking(text: string): readonly ModelEvent[] {
    return [this.#collector.thinking('think tag', text)];
  }

  #take(): string {
    const held = this.#follows && this.#state !== 'inside' ? this.#held.trimStart() : this.#held;
    if (held !== '' && this.#state === 'text') this.#follows = false;
    this.#held = '';
    return held;
  }
}

/** The position of a tag in upper or lower case. */
function findTag(text: string, tag: string): number {
  for (let at = text.indexOf(tag.slice(0, 2)); at !== -1; at = text.indexOf(tag.slice(0, 2), at + 1))
    if (text.slice(at, at + tag.length).toLowerCase() === tag) return at;
  return -1;
}

/** The length of the longest end of `text` with which `tag` starts. */
function countStarted(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1)
    if (text.slice(-length).toLowerCase() === tag.slice(0, length)) return length;
  return 0;
}
