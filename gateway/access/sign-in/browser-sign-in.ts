// Browser sign-in: exchanges a single-use code from a link for a cookie. Cookies aren't bound to a port, so the page also
// signs each connection with its own key. Only hashes and public keys are stored.
import { createHash, randomBytes } from 'node:crypto';
import { isJsonObject } from '#contract/types/json-object.ts';
import { browserText } from '#contract/wire/client-proof.ts';
import { unavailable } from '#contract/wire/errors.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { ConnectParams } from './connect-params.ts';
import { isCurrent, isSignedBy } from './key-signature.ts';

/** Name of the cookie that a signed-in browser sends. */
export const SESSION_COOKIE = 'gatehouse_session';

const CODE_TTL_MS = 5 * 60_000;
const SESSION_TTL_MS = 30 * 24 * 60 * 60_000;
/** Minimum interval between extensions of a session, so that not every connection writes. */
const RENEW_AFTER_MS = 24 * 60 * 60_000;
const MAX_SESSIONS = 100;
const MAX_CODES = 20;
const SECRET_BYTES = 32;
const CODE_PREFIX = 'browser-code:';
const SESSION_PREFIX = 'browser-session:';

interface Stamp {
  readonly createdAt: number;
  readonly expiresAt: number;
  /** User agent and address of the browser. */
  readonly agent?: string;
  readonly address?: string;
  /** Its public key, raw bytes as base64url: a cookie isn't bound to a port, the key belongs to one origin. */
  readonly publicKey?: string;
}

/** A signed-in browser. Its id is not its cookie. */
export interface SignedInBrowser extends Stamp {
  readonly id: string;
}

/** What a browser reports about itself when it signs in. */
export type BrowserFacts = Pick<Stamp, 'agent' | 'address'> & Required<Pick<Stamp, 'publicKey'>>;

/** Codes and sessions of browsers. */
export class BrowserSignIn {
  readonly #settings: SettingsStore;
  readonly #clock: Clock;
  /** Codes being redeemed right now: two requests with one code cannot both win. */
  readonly #redeeming = new Set<string>();

  constructor(settings: SettingsStore, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Creates a link that signs one browser in, once, within five minutes. Its code is in the fragment, which browsers don't send. */
  async makeLink(origin: string | undefined): Promise<{ readonly url: string; readonly expiresAtMs: number }> {
    if (origin === undefined) throw unavailable("The gateway isn't listening yet.");
    await this.#forgetOldest(CODE_PREFIX, MAX_CODES);
    const code = randomBytes(SECRET_BYTES).toString('base64url');
    const createdAt = this.#clock.now();
    const expiresAtMs = createdAt + CODE_TTL_MS;
    await this.#settings.set(CODE_PREFIX + digest(code), { createdAt, expiresAt: expiresAtMs });
    return { url: `${origin.replace(/\/$/, '')}/#code=${code}`, expiresAtMs };
  }

  /** Exchanges a code for a session secret; undefined when it is unknown, used or expired. */
  async redeem(
    code: string,
    facts: BrowserFacts,
  ): Promise<{ readonly cookie: string; readonly maxAgeSeconds: number } | undefined> {
    const key = CODE_PREFIX + digest(code);
    if (this.#redeeming.has(key)) return undefined;
    this.#redeeming.add(key);
    try {
      const stamp = readStamp(await this.#settings.get(key));
      if (stamp === undefined) return undefined;
      await this.#settings.delete(key);
      return stamp.expiresAt < this.#clock.now() ? undefined : await this.#openSession(facts);
    } finally {
      this.#redeeming.delete(key);
    }
  }

  /** The id of the session in the cookie, if valid; extends the session. */
  async check(cookie: string): Promise<string | undefined> {
    const id = digest(cookie);
    const stamp = readStamp(await this.#settings.get(SESSION_PREFIX + id));
    if (stamp === undefined || stamp.expiresAt < this.#clock.now()) return undefined;
    const renewed = this.#clock.now() + SESSION_TTL_MS;
    if (renewed - stamp.expiresAt > RENEW_AFTER_MS)
      await this.#settings.set(SESSION_PREFIX + id, { ...stamp, expiresAt: renewed });
    return id;
  }

  /** The key with which this session's page signs. */
  async getKey(id: string): Promise<string | undefined> {
    return readStamp(await this.#settings.get(SESSION_PREFIX + id))?.publicKey;
  }

  /** Whether this `connect` was signed by the page that signed in as session `id`. The nonce is unique to the connection. */
  async isFromItsPage(id: string, params: ConnectParams, nonce: string): Promise<boolean> {
    const proof: unknown = 'browser' in params ? params.browser : undefined;
    if (!isJsonObject(proof)) return false;
    const { signature, signedAt } = proof;
    if (typeof signature !== 'string' || typeof signedAt !== 'number') return false;
    if (!isCurrent(signedAt, this.#clock.now())) return false;
    const key = await this.getKey(id);
    return key !== undefined && isSignedBy(key, browserText(nonce, params.scopes ?? [], signedAt), signature);
  }

  /** Ends a session; returns its id so that its connections can be closed. */
  async signOut(cookie: string): Promise<string> {
    const id = digest(cookie);
    await this.#settings.delete(SESSION_PREFIX + id);
    return id;
  }

  /** Signed-in browsers, newest first. */
  async list(): Promise<readonly SignedInBrowser[]> {
    const { living } = await this.#listEntries(SESSION_PREFIX);
    return living.map(({ key, stamp }) => ({ id: key.slice(SESSION_PREFIX.length), ...stamp }));
  }

  /** Ends the session of this id. False when there is none. */
  async end(id: string): Promise<boolean> {
    const known = (await this.#settings.get(SESSION_PREFIX + id)) !== undefined;
    await this.#settings.delete(SESSION_PREFIX + id);
    return known;
  }

  async #openSession(facts: BrowserFacts): Promise<{ readonly cookie: string; readonly maxAgeSeconds: number }> {
    await this.#forgetOldest(SESSION_PREFIX, MAX_SESSIONS);
    const cookie = randomBytes(SECRET_BYTES).toString('base64url');
    const createdAt = this.#clock.now();
    const stamp: Stamp = { createdAt, expiresAt: createdAt + SESSION_TTL_MS, ...facts };
    await this.#settings.set(SESSION_PREFIX + digest(cookie), stamp);
    return { cookie, maxAgeSeconds: SESSION_TTL_MS / 1000 };
  }

  /** Removes expired entries, and the oldest beyond the limit. */
  async #forgetOldest(prefix: string, limit: number): Promise<void> {
    const { all, living } = await this.#listEntries(prefix);
    const kept = new Set(living.slice(0, limit - 1).map(({ key }) => key));
    for (const { key } of all) if (!kept.has(key)) await this.#settings.delete(key);
  }

  /** All entries, and those that are valid, newest first. */
  async #listEntries(prefix: string) {
    const now = this.#clock.now();
    const all = await this.#settings.list(prefix);
    const living = all.flatMap(({ key, value }) => {
      const stamp = readStamp(value);
      return stamp === undefined || stamp.expiresAt < now ? [] : [{ key, stamp }];
    });
    return { all, living: living.toSorted((a, b) => b.stamp.createdAt - a.stamp.createdAt) };
  }
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function readStamp(value: unknown): Stamp | undefined {
  if (!isJsonObject(value)) return undefined;
  const { createdAt, expiresAt } = value;
  if (typeof createdAt !== 'number' || typeof expiresAt !== 'number') return undefined;
  const text = (name: string) => (typeof value[name] === 'string' ? { [name]: value[name] } : {});
  return { createdAt, expiresAt, ...text('agent'), ...text('address'), ...text('publicKey') };
}
