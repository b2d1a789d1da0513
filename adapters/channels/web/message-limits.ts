// How much visitors may write: a limit for each, and one for all visitors of a link, who may be the same person.
import { WEB_CHAT_LIMITS } from '#contract/types/web-chat.ts';
import { ChannelError } from '#core/ports/channel.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Visitor } from '#core/ports/web-chat.ts';

const WINDOW_MS = 10 * 60_000;
/** Messages of all visitors of a link within the window. */
const MAX_OF_LINK = 60;

/** Counts messages. */
export class MessageLimits {
  readonly #clock: Clock;
  readonly #times = new Map<string, readonly number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a message. @throws {ChannelError} `rate-limited` */
  count({ id, linkId }: Visitor): void {
    const now = this.#clock.now();
    const limits = [
      [`visitor ${id}`, WEB_CHAT_LIMITS.messages],
      [`link ${linkId}`, MAX_OF_LINK],
    ] as const;
    const recent = limits.map(([key]) => (this.#times.get(key) ?? []).filter((at) => at > now - WINDOW_MS));
    limits.forEach(([, limit], at) => {
      const times = recent[at] ?? [];
      const [oldest = now] = times;
      if (times.length >= limit)
        throw new ChannelError('rate-limited', 'Too many messages. Try again later.', oldest + WINDOW_MS - now);
    });
    limits.forEach(([key], at) => this.#times.set(key, [...(recent[at] ?? []), now]));
    for (const [key, times] of this.#times) if ((times.at(-1) ?? 0) <= now - WINDOW_MS) this.#times.delete(key);
  }
}
