// Limits the outgoing bytes buffered for all clients together. When the limit is exceeded, the client with the most buffered bytes is disconnected.
import { MAX_TOTAL_BUFFERED_BYTES } from '#contract/wire/limits.ts';

/** A client with buffered bytes. */
export interface BufferingClient {
  bufferedBytes(): number;
  /** Disconnects it, because it reads too slowly. */
  closeAsSlow(): void;
}

/** The sum over all clients. A client's share is known from its last frame and only measured again when the sum seems too large. */
export class SendBudget {
  readonly #shares = new Map<BufferingClient, number>();
  #sum = 0;

  /** Called after a frame, with the bytes now buffered for the client. */
  sent(client: BufferingClient, bufferedBytes: number): void {
    this.#set(client, bufferedBytes);
    if (this.#sum > MAX_TOTAL_BUFFERED_BYTES) this.#measure();
    while (this.#sum > MAX_TOTAL_BUFFERED_BYTES) this.#closeLargest();
  }

  /** Called when a client is gone. */
  forget(client: BufferingClient): void {
    this.#sum -= this.#shares.get(client) ?? 0;
    this.#shares.delete(client);
  }

  #set(client: BufferingClient, bytes: number): void {
    this.#sum += bytes - (this.#shares.get(client) ?? 0);
    if (bytes === 0) this.#shares.delete(client);
    else this.#shares.set(client, bytes);
  }

  #measure(): void {
    for (const client of this.#shares.keys()) this.#set(client, client.bufferedBytes());
  }

  #closeLargest(): void {
    const [largest] = [...this.#shares].reduce((most, entry) => (entry[1] > most[1] ? entry : most));
    this.forget(largest);
    largest.closeAsSlow();
  }
}
