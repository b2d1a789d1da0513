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

/** Unread data with which the socket is paused, bytes: what it delivers in one read. More would delay everything else. */
const MAX_WAITING_BYTES = 64 * 1024;
/** Maximum length of a line, bytes, because the SDKs keep an unfinished line in memory. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;
/** Maximum size of a response, bytes: far above what a model can send. */
const MAX_TOTAL_BYTES = 512 * 1024 * 1024;
/** Maximum size of a response that is read as text, bytes. */
const MAX_TEXT_BYTES = 8 * 1024 * 1024;
/** Limits of a rest that is read only to keep the connection: bytes, and ms. */
const MAX_REST_BYTES = 64 * 1024;
const MAX_REST_MS = 1_000;
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
  #dropping = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(message: IncomingMessage, watch: SilenceWatch, onClose: () => void) {
    this.#message = message;
    this.#watch = watch;
    this.#onClose = onClose;
    message.on('data', (chunk: Uint8Array) => this.#take(chunk));
    message.on('end', () => this.#close());
    message.on('error', (error) => this.fail(isReset(error) ? new AnswerBroken('', { cause: error }) : error));
    message.on('close', () => {
      if (!message.complete) this.fail(new AnswerBroken());
    });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** All chunks that have arrived, as one: servers send many in one packet. */
  async next(): Promise<Chunk> {
    while (this.#waiting.length === 0) {
      if (this.#error !== undefined) throw this.#error;
      if (this.#ended || this.#dropping) return END;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const chunk = this.#takeWaiting();
    if (this.#message.isPaused() && this.#waiting.length === 0) this.#message.resume();
    return { value: chunk, done: false };
  }

  async return(): Promise<Chunk> {
    if (this.#dropping) return END;
    this.#close();
    this.#message.destroy();
    return END;
  }

  /** Ends the body for its reader, and drops what the server still sends, so that the connection can be used again. */
  dropRest(): void {
    if (this.#ended) return;
    this.#dropping = true;
    this.#onClose();
    this.#waiting.length = 0;
    this.#total = 0;
    this.#watch.limit(MAX_REST_MS);
    this.#message.resume();
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
  }

  #take(chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#total += chunk.length;
    if (this.#dropping) return this.#total > MAX_REST_BYTES ? this.#refuse('more follows its end') : undefined;
    this.#watch.heard();
    const newline = chunk.lastIndexOf(NEWLINE);
    this.#line = newline === -1 ? this.#line + chunk.length : chunk.length - newline - 1;
    if (this.#line > MAX_LINE_BYTES) return this.#refuse('a line is too long');
    if (this.#total > MAX_TOTAL_BYTES) return this.#refuse("it doesn't end");
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    // The reader continues after all chunks of this packet have been added.
    this.#wakeReader();
    if (this.#waitingBytes < MAX_WAITING_BYTES) return;
    this.#message.pause();
    this.#watch.pause();
  }

  #takeWaiting(): Uint8Array {
    const [only] = this.#waiting;
    if (only !== undefined && this.#waiting.length === 1) {
      this.#waiting.length = 0;
      this.#waitingBytes = 0;
      return only;
    }
    let bytes = 0;
    const isLast = ({ length }: Uint8Array): boolean => (bytes += length) >= MAX_WAITING_BYTES;
    const end = this.#waiting.findIndex(isLast);
    const chunks = this.#waiting.splice(0, end === -1 ? this.#waiting.length : end + 1);
    this.#waitingBytes -= bytes;
    return Buffer.concat(chunks, bytes);
  }

  #refuse(what: string): void {
    this.fail(new AnswerTooLarge(what));
    this.#message.destroy();
  }

  #wakeReader(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  #close(): void {
    this.#ended = true;
    this.#watch.stop();
    this.#onClose();
    this.#wakeReader();
  }
}

/** The body of a response of our `fetch`, which the SDKs return unread with `asResponse`. */
export function requireBody({ body }: { readonly body: unknown }): ResponseBody {
  if (body instanceof ResponseBody) return body;
  throw new TypeError('The response was not created by our fetch.');
}
