// Separates reasoning that local models write into their text, as `<think>…</think>`, from the answer.
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from './answer-collector.ts';

const OPENING = /^\s*<(think|thinking|thought|reasoning)>\s*/;
const TAGS = ['<think>', '<thinking>', '<thought>', '<reasoning>'];
const LOOSE_CLOSING = /<\/(?:think|thinking|thought|reasoning)>\s*/g;
/** Longest reasoning that can turn out to be such by its closing tag, characters. */
const LONGEST_LOOSE = 256 * 1024;
/** Length of the longest closing tag, characters. */
const LONGEST_TAG = 16;
/** Longest text that can still become an opening tag, characters. */
const LONGEST_START = 64;

/** Reads one answer. The tag counts only at its start; a model may also write the closing tag alone. */
export class ThinkTags {
  readonly #collector: AnswerCollector;
  /** `start`: too little text to tell; `inside`: until the closing tag; `text`: the answer. */
  #state: 'start' | 'inside' | 'text' = 'start';
  #held = '';
  #closing = '';
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
    const [whole, name] = OPENING.exec(this.#held) ?? [];
    if (whole !== undefined) {
      this.#state = 'inside';
      this.#closing = `</${name}>`;
      this.#held = this.#held.slice(whole.length);
      return true;
    }
    const begun = this.#held.trimStart();
    if (this.#held.length < LONGEST_START && TAGS.some((tag) => tag.startsWith(begun))) return false;
    this.#state = 'text';
    return true;
  }

  #inside(): readonly ModelEvent[] {
    const at = this.#held.indexOf(this.#closing);
    if (at === -1) {
      const kept = countStarted(this.#held, this.#closing);
      const text = this.#held.slice(0, this.#held.length - kept);
      this.#held = this.#held.slice(text.length);
      return text === '' ? [] : this.#thinking(text);
    }
    const thought = this.#held.slice(0, at).trimEnd();
    const rest = this.#held.slice(at + this.#closing.length).trimStart();
    this.#state = 'text';
    this.#answer = undefined;
    this.#held = '';
    return [...(thought === '' ? [] : this.#thinking(thought)), ...this.#answerText(rest)];
  }

  #answerText(text: string): readonly ModelEvent[] {
    if (text === '') return [];
    const before = this.#answer;
    if (before === undefined) return [this.#collector.text('text', text)];
    const answer = before + text;
    LOOSE_CLOSING.lastIndex = Math.max(0, before.length - LONGEST_TAG);
    const closing = LOOSE_CLOSING.exec(answer);
    // Code in an answer may contain the tag.
    const hasCode = answer.slice(before.length, closing?.index).includes('`');
    if (closing !== null && !hasCode) return this.#turnIntoThinking(answer, closing);
    this.#answer = hasCode || answer.length > LONGEST_LOOSE ? undefined : answer;
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
    const held = this.#held;
    this.#held = '';
    return held;
  }
}

/** The length of the longest end of `text` with which `tag` starts. */
function countStarted(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1)
    if (text.endsWith(tag.slice(0, length))) return length;
  return 0;
}
