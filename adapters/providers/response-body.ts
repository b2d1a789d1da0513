// The body of a model's response as a stream, with limits for unread data, line length, and total size.
import type { IncomingMessage } from 'node:http';

/** A running watch. */
export interface SilenceWatch {
  limit(ms: number): void;
  heard(): void;
  pause(): void;
  stop(): void;
}

/** Calls `onSilence` if nothing was received for the allowed time, ms. */
export function watchSilence(firstLimitMs: number, onSilence: (limitMs: number) => void): SilenceWatch {
  let limitMs = firstLimitMs;
  let last = performance.now();
  let paused = false;
  const check = (): void => {
    const left = paused ? limitMs : last + limitMs - performance.now();
    if (left <= 0) onSilence(limitMs);
    else timer = setTimeout(check, left);
  };
  let timer = setTimeout(check, limitMs);
  return {
    limit: (ms) => {
      clearTimeout(timer);
      limitMs = ms;
      last = performance.now();
      timer = setTimeout(check, limitMs);
    },
    heard: () => {
      last = performance.now();
      paused = false;
    },
    pause: () => (paused = true),
    stop: () => clearTimeout(timer),
  };
}

/** The response ended early. */
export class AnswerBroken extends Error {}

/** The response exceeds a limit. */
export class AnswerTooLarge extends Error {}

/** Maximum unread data before the socket is paused, bytes. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** Maximum length of a line, bytes, because the SDKs keep an unfinished line in memory. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** Maximum size of a response, bytes: far above what a model can send. */
const MAX_TOTAL_BYTES = 512 * 1024 * 1024;
/** Maximum size of a response that is read as text, bytes. */
const MAX_TEXT_BYTES = 8 * 1024 * 1024;
const NEWLINE = 10;

/** Whether a working connection was lost. */
const isReset = (error: Error): boolean => 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');

type Chunk = IteratorResult<Uint8Array, undefined>;
const END: Chunk = { value: undefined, done: true };

/** An async iterable of bytes with the `getReader` of a web stream, which some SDKs require. */
export class ResponseBody implements AsyncIterator<Uint8Array, undefined> {
  readonly #message: IncomingMessage;
  readonly #watch: SilenceWatch;
  readonly #onClose: () => void;
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #total = 0;
  #line = 0;
  #ended = false;
  #error: Error | undefined;
  #reader: { readonly resolve: (chunk: Chunk) => void; readonly reject: (error: Error) => void } | undefined;

  constructor(message: IncomingMessage, watch: SilenceWatch, onClose: () => void) {
    this.#message = message;
    this.#watch = watch;
    this.#onClose = onClose;
    message.on('data', (chunk: Uint8Array) => this.#take(chunk));
    message.on('end', () => this.#end());
    message.on('error', (error) => this.fail(isReset(error) ? new AnswerBroken('', { cause: error }) : error));
    message.on('close', () => {
      if (!message.complete) this.fail(new AnswerBroken());
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Chunk> {
    const chunk = this.#waiting.shift();
    if (chunk !== undefined) {
      this.#waitingBytes -= chunk.length;
      if (this.#message.isPaused() && this.#waitingBytes === 0) this.#message.resume();
      return Promise.resolve({ value: chunk, done: false });
    }
    if (this.#error !== undefined) return Promise.reject(this.#error);
    if (this.#ended) return Promise.resolve(END);
    return new Promise((resolve, reject) => (this.#reader = { resolve, reject }));
  }

  return(): Promise<Chunk> {
    this.#close();
    this.#message.destroy();
    return Promise.resolve(END);
  }

  getReader(): { read: () => Promise<Chunk>; releaseLock: () => void; cancel: () => Promise<void> } {
    return { read: () => this.next(), releaseLock: () => undefined, cancel: async () => void (await this.return()) };
  }

  /** The whole body as text, for errors and small responses. */
  async text(): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const chunk of this) {
      parts.push(chunk);
      if (this.#total > MAX_TEXT_BYTES) throw new AnswerTooLarge("it's too long");
    }
    return Buffer.concat(parts).toString('utf8');
  }

  /** Ends the body with an error, after the unread data. */
  fail(error: Error): void {
    if (this.#ended) return;
    this.#error = error;
    this.#close();
    this.#takeReader()?.reject(error);
  }

  #take(chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#watch.heard();
    this.#total += chunk.length;
    const newline = chunk.lastIndexOf(NEWLINE);
    this.#line = newline === -1 ? this.#line + chunk.length : chunk.length - newline - 1;
    if (this.#line > MAX_LINE_BYTES) return this.#refuse('a line is too long');
    if (this.#total > MAX_TOTAL_BYTES) return this.#refuse("it doesn't end");
    const reader = this.#takeReader();
    if (reader !== undefined) return reader.resolve({ value: chunk, done: false });
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes < MAX_WAITING_BYTES) return;
    this.#message.pause();
    this.#watch.pause();
  }

  #refuse(what: string): void {
    this.fail(new AnswerTooLarge(what));
    this.#message.destroy();
  }

  #end(): void {
    this.#close();
    this.#takeReader()?.resolve(END);
  }

  #takeReader() {
    const reader = this.#reader;
    this.#reader = undefined;
    return reader;
  }

  #close(): void {
    this.#ended = true;
    this.#watch.stop();
    this.#onClose();
  }
}
