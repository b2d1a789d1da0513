// Who may use a preview: a single-use ticket that a client of the gateway got is exchanged for a cookie of this preview.
import { hash, randomBytes } from 'node:crypto';
import { readCookie } from '../http/cookies.ts';
import type { Connection } from '../server/connections/connection.ts';

const SECRET_BYTES = 32;
/** Validity of a ticket, ms. */
const TICKET_MS = 60_000;
/** The oldest ones are dropped. */
const MAX_TICKETS = 32;
const MAX_GRANTS = 64;

interface Ticket<C> {
  readonly client: C;
  readonly expiresAt: number;
}

/** Cookies don't distinguish ports, so the name does. Names with this start never reach a previewed server. */
export const COOKIE_START = 'gatehouse_';

/** Tickets and cookies of one preview, each for a client. Only hashes of secrets are kept. */
export class PreviewAccess<C = Connection> {
  readonly #now: () => number;
  readonly #tickets = new Map<string, Ticket<C>>();
  readonly #grants = new Map<string, C>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** A ticket for a client. */
  issue(client: C): string {
    const secret = newSecret();
    addBounded(this.#tickets, toHash(secret), { client, expiresAt: this.#now() + TICKET_MS }, MAX_TICKETS);
    return secret;
  }

  /** Exchanges a ticket for the value of a cookie; undefined if it was used or has expired. */
  redeem(ticket: string): string | undefined {
    const key = toHash(ticket);
    const known = this.#tickets.get(key);
    this.#tickets.delete(key);
    if (known === undefined || known.expiresAt < this.#now()) return undefined;
    const secret = newSecret();
    addBounded(this.#grants, toHash(secret), known.client, MAX_GRANTS);
    return secret;
  }

  /** Whether a request with these cookies may use the preview. */
  admits(cookies: string | undefined, port: number): boolean {
    const secret = readCookie(cookies, cookieName(port));
    return secret !== undefined && this.#grants.has(toHash(secret));
  }

  /** Forgets clients whose credential was revoked. Returns whether there were any. */
  revoke(which: (client: C) => boolean): boolean {
    let isAny = false;
    for (const [key, { client }] of this.#tickets) if (which(client)) isAny = this.#tickets.delete(key);
    for (const [key, client] of this.#grants) if (which(client)) isAny = this.#grants.delete(key);
    return isAny;
  }
}

/** The name of the cookie for a listener. */
export function cookieName(port: number): string {
  return `${COOKIE_START}preview_${port}`;
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

function toHash(secret: string): string {
  return hash('sha256', secret);
}

function addBounded<T>(map: Map<string, T>, key: string, value: T, limit: number): void {
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= limit) return;
    map.delete(oldest);
  }
}
