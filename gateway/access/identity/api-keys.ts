// API keys: shown once, stored as hashes, with their own scopes, expiry and rate limit.
import type { Scope } from '#contract/wire/scopes.ts';
import { knownScopes } from '#contract/wire/scopes.ts';
import type { Clock, Ids } from '#core/ports/clock.ts';
import type { ApiKeyRecord, IdentityStore } from '#core/ports/identity.ts';
import type { TokenIssuer } from './token-issuer.ts';
import type { Principal } from '#core/principal.ts';

/** Prefix that distinguishes an API key from other credentials. */
export const KEY_START = 'gh_';
const SHOWN_CHARS = 10;
const WINDOW_MS = 60_000;
/** Minimum interval between updates of the last use. */
const USED_EVERY_MS = 60_000;

/** Options of a new key. */
export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly perMinute: number;
  readonly expiresAtMs?: number;
}

/** Rate limit status of a key. */
export interface KeyMinute {
  /** 0 when the request is allowed. */
  readonly retryAfterMs: number;
  readonly remaining: number;
  readonly resetMs: number;
}

/** Creates, verifies and revokes keys. */
export class ApiKeys {
  readonly #store: IdentityStore;
  readonly #issuer: TokenIssuer;
  readonly #clock: Clock;
  readonly #ids: Ids;
  /** Start of the current minute and requests in it, by key. */
  readonly #counts = new Map<string, { readonly since: number; count: number }>();

  constructor(store: IdentityStore, issuer: TokenIssuer, clock: Clock, ids: Ids) {
    this.#store = store;
    this.#issuer = issuer;
    this.#clock = clock;
    this.#ids = ids;
  }

  list(): Promise<readonly ApiKeyRecord[]> {
    return this.#store.apiKeys();
  }

  /** Creates a key. Its text is returned here and never again. */
  async create(request: KeyRequest, by: Principal): Promise<{ readonly record: ApiKeyRecord; readonly key: string }> {
    const key = KEY_START + this.#issuer.salt();
    const record: ApiKeyRecord = {
      id: this.#ids.next(),
      prefix: key.slice(0, SHOWN_CHARS),
      hash: await this.#issuer.hash(key),
      createdAtMs: this.#clock.now(),
      ...request,
    };
    const { name, scopes } = request;
    await this.#store.saveApiKey(record, {
      by,
      action: 'key.created',
      subject: record.id,
      details: { name, scopes },
    });
    return { record, key };
  }

  /** Revokes a key. Undefined when it does not exist. */
  async revoke(id: string, by: Principal): Promise<ApiKeyRecord | undefined> {
    const key = (await this.#store.apiKeys()).find((one) => one.id === id);
    if (key === undefined || key.revokedAtMs !== undefined) return key;
    const revoked = { ...key, revokedAtMs: this.#clock.now() };
    await this.#store.saveApiKey(revoked, { by, action: 'key.revoked', subject: id, details: { name: key.name } });
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

  /** Counts one request; returns the ms to wait when the limit is reached. */
  admit(key: Pick<ApiKeyRecord, 'id' | 'perMinute'>): number {
    return this.count(key).retryAfterMs;
  }

  /** The same, with the remaining quota. */
  count({ id, perMinute }: Pick<ApiKeyRecord, 'id' | 'perMinute'>): KeyMinute {
    const now = this.#clock.monotonic();
    const known = this.#counts.get(id);
    const minute = known === undefined || now - known.since >= WINDOW_MS ? { since: now, count: 0 } : known;
    this.#counts.set(id, minute);
    const resetMs = Math.max(1, Math.ceil(minute.since + WINDOW_MS - now));
    if (minute.count >= perMinute) return { retryAfterMs: resetMs, remaining: 0, resetMs };
    minute.count += 1;
    return { retryAfterMs: 0, remaining: perMinute - minute.count, resetMs };
  }
}

/** The scopes of a key that still exist. */
export function getKeyScopes(key: ApiKeyRecord): readonly Scope[] {
  return knownScopes(key.scopes);
}
