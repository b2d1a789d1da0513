// API keys: shown once, stored as hashes, with their own scopes, expiry and rate limit.
import { defined } from '#contract/types/defined.ts';
import type { Clock, Ids } from '#core/ports/clock.ts';
import type { ApiKeyRecord, IdentityStore } from '#core/ports/identity.ts';
import { MinuteCounter, type RateStatus } from '../limits/rate-limits.ts';
import type { TokenIssuer } from './token-issuer.ts';
import type { Principal } from '#core/principal.ts';

/** Prefix that distinguishes an API key from other credentials. */
export const KEY_START = 'gh_';
const KEYS = /gh_[A-Za-z0-9_-]{16,100}/g;
const SHOWN_CHARS = 10;
/** Minimum interval between updates of the last use. */
const USED_EVERY_MS = 60_000;

/** Creates, verifies and revokes keys. */
export class ApiKeys {
  readonly #store: IdentityStore;
  readonly #issuer: TokenIssuer;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #requests: MinuteCounter;

  constructor(store: IdentityStore, issuer: TokenIssuer, clock: Clock, ids: Ids) {
    this.#store = store;
    this.#issuer = issuer;
    this.#clock = clock;
    this.#ids = ids;
    this.#requests = new MinuteCounter(() => clock.monotonic());
  }

  list(): Promise<readonly ApiKeyRecord[]> {
    return this.#store.apiKeys();
  }

  /** Creates a key. Its text is returned here and never again. */
  async create(
    request: Pick<ApiKeyRecord, 'name' | 'scopes' | 'perMinute' | 'expiresAtMs' | 'createdByKey'>,
    by: Principal,
  ): Promise<{ readonly record: ApiKeyRecord; readonly key: string }> {
    const key = KEY_START + this.#issuer.salt();
    const record: ApiKeyRecord = {
      id: this.#ids.next(),
      prefix: key.slice(0, SHOWN_CHARS),
      hash: await this.#issuer.hash(key),
      createdAtMs: this.#clock.now(),
      ...request,
    };
    const details = { name: request.name, scopes: request.scopes };
    await this.#store.saveApiKey(record, { by, action: 'key.created', subject: record.id, details });
    return { record, key };
  }

  /** Revokes a key and those that it created. Returns the revoked ones, itself first; undefined when it doesn't exist. */
  async revoke(id: string, by: Principal): Promise<readonly [ApiKeyRecord, ...ApiKeyRecord[]] | undefined> {
    const keys = await this.#store.apiKeys();
    const key = keys.find((one) => one.id === id);
    if (key === undefined) return undefined;
    const [first, ...created] = await Promise.all(
      [key, ...listCreated(keys, id)].map((one) => this.#revokeOne(one, by, one === key ? undefined : id)),
    );
    return [first ?? key, ...created];
  }

  /** Revokes the valid keys in a text. Returns how many. */
  async revokeIn(text: string, by: Principal): Promise<number> {
    let count = 0;
    for (const [given] of text.matchAll(KEYS)) {
      const key = await this.verify(given);
      if (key !== undefined) count += (await this.revoke(key.id, by))?.length ?? 0;
    }
    return count;
  }

  async #revokeOne(key: ApiKeyRecord, by: Principal, withKey: string | undefined): Promise<ApiKeyRecord> {
    if (key.revokedAtMs !== undefined) return key;
    const revoked = { ...key, revokedAtMs: this.#clock.now() };
    const details = { name: key.name, ...defined({ withKey }) };
    await this.#store.saveApiKey(revoked, { by, action: 'key.revoked', subject: key.id, details });
    return revoked;
  }

  /** The record of the key `given`, if it is valid. */
  async verify(given: string): Promise<ApiKeyRecord | undefined> {
    if (!given.startsWith(KEY_START)) return undefined;
    const key = await this.#store.apiKeyByHash(await this.#issuer.hash(given));
    const now = this.#clock.now();
    if (key === undefined || key.revokedAtMs !== undefined || (key.expiresAtMs ?? Infinity) <= now) return undefined;
    if (now - (key.lastUsedAtMs ?? 0) >= USED_EVERY_MS) await this.#store.saveApiKey({ ...key, lastUsedAtMs: now });
    return key;
  }

  /** Counts one request of a key. */
  count({ id, perMinute }: Pick<ApiKeyRecord, 'id' | 'perMinute'>): RateStatus {
    return this.#requests.count(id, perMinute);
  }
}

/** The keys that a key created, and those that they created. Creation times rise, so there are no cycles. */
function listCreated(keys: readonly ApiKeyRecord[], id: string): readonly ApiKeyRecord[] {
  const created = keys.filter(({ createdByKey }) => createdByKey === id);
  return created.flatMap((key) => [key, ...listCreated(keys, key.id)]);
}
