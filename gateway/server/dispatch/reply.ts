// The response to one request, which is sent only once.
import type { ErrorShape } from '#contract/wire/errors.ts';
import type { Outbox } from '../connections/outbox.ts';

/** Sends the response to one request. */
export class Reply {
  readonly #id: string;
  readonly #outbox: Outbox;
  #isSent = false;

  constructor(id: string, outbox: Outbox) {
    this.#id = id;
    this.#outbox = outbox;
  }

  /** Sends a first response, which another one follows. */
  early(payload: unknown): void {
    this.#outbox.answer(this.#id, payload);
  }

  /** Sends the response without waiting for the frames that this turn of the event loop still adds. */
  answerNow(payload: unknown): void {
    this.answer(payload);
    this.#outbox.flush();
  }

  answer(payload: unknown): void {
    if (this.#begin()) this.#outbox.answer(this.#id, payload);
  }

  refuse(error: ErrorShape): void {
    if (this.#begin()) this.#outbox.refuse(this.#id, error);
  }

  #begin(): boolean {
    const isFirst = !this.#isSent;
    this.#isSent = true;
    return isFirst;
  }
}
