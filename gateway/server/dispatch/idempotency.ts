// Calls with an idempotency key run once: concurrent repeats share the call, later ones get the stored result.
import { invalidRequest } from '#contract/wire/errors.ts';
import { IDEMPOTENCY_MAX_ENTRIES, IDEMPOTENCY_TTL_MS } from '#contract/wire/limits.ts';

/** Longest idempotency key, characters. */
const MAX_KEY_LENGTH = 512;

interface Entry {
  readonly answer: Promise<unknown>;
  readonly at: number;
}

/** Results by method and key. */
export class IdempotencyCache {
  readonly #now: () => number;
  readonly #methods = new Map<string, Map<string, Entry>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The stored result of this owner's key, or that of `run`. Without `keep`, only active calls are shared. Failures are never stored. */
  once(method: string, givenKey: string, keep: boolean, run: () => Promise<unknown>, owner = ''): Promise<unknown> {
    if (givenKey.length > MAX_KEY_LENGTH)
      throw invalidRequest(
        `invalid ${method} params: at /idempotencyKey: must not have more than ${MAX_KEY_LENGTH} characters`,
        'INVALID_PARAMS',
      );
    const key = `${owner}\n${givenKey}`;
    const entries = this.#methods.get(method) ?? new Map<string, Entry>();
    this.#methods.set(method, entries);
    const known = entries.get(key);
    if (known !== undefined && known.at > this.#now() - IDEMPOTENCY_TTL_MS) return known.answer;
    const answer = run();
    entries.delete(key);
    entries.set(key, { answer, at: this.#now() });
    const forget = (): void => {
      if (entries.get(key)?.answer === answer) entries.delete(key);
    };
    void answer.then(keep ? undefined : forget, forget);
    this.#trim(entries);
    return answer;
  }

  /** Entries are in the order of their time, so the oldest comes first. */
  #trim(entries: Map<string, Entry>): void {
    const expired = this.#now() - IDEMPOTENCY_TTL_MS;
    for (const [key, { at }] of entries) {
      if (entries.size <= IDEMPOTENCY_MAX_ENTRIES && at > expired) return;
      entries.delete(key);
    }
  }
}
