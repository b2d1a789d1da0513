// The links of web chat, and the browsers that use them. Only hashes of their secret parts are stored.
import { createHash, randomBytes } from 'node:crypto';
import { WEB_CHAT_LIMITS, type WebChatLink } from '#contract/types/web-chat.ts';
import { ChannelError } from '#core/ports/channel.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';
import type { NewWebChatLink, Visitor } from '#core/ports/web-chat.ts';

/** 32 random bytes. */
const SECRET = /^[\w-]{43}$/;
const LINK_ID_LENGTH = 12;
const VISITOR_ID_LENGTH = 20;
/** Ended links stay in the list for this time, ms. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

interface LinkRecord extends WebChatLink {
  readonly hash: string;
}

interface VisitorRecord extends Visitor {
  readonly createdAtMs: number;
  readonly hasWritten?: true;
}

/** Links and visitors, in memory and in the store. */
export class Links {
  readonly #store: SettingsStore;
  readonly #clock: Clock;
  readonly #links = new Map<string, LinkRecord>();
  readonly #visitors = new Map<string, VisitorRecord>();

  constructor(store: SettingsStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Reads the store; returns the visitors of links that ended while nobody watched. */
  async load(): Promise<readonly Visitor[]> {
    // Rows are what #save wrote.
    for (const { value } of await this.#store.list('link:')) this.#keepLink(value as LinkRecord);
    for (const { value } of await this.#store.list('visitor:')) this.#keepVisitor(value as VisitorRecord);
    for (const link of this.#links.values())
      if ((link.revokedAtMs ?? link.expiresAtMs) < this.#clock.now() - KEPT_MS) await this.#removeLink(link.id);
    return [...this.#visitors.values()].filter(({ linkId }) => !this.isActive(linkId));
  }

  list(): readonly WebChatLink[] {
    return [...this.#links.values()].toSorted((a, b) => b.createdAtMs - a.createdAtMs).map(toShown);
  }

  get(id: string): WebChatLink | undefined {
    const link = this.#links.get(id);
    return link && toShown(link);
  }

  isActive(id: string): boolean {
    const link = this.#links.get(id);
    return link !== undefined && link.revokedAtMs === undefined && link.expiresAtMs > this.#clock.now();
  }

  find(token: string): WebChatLink | undefined {
    if (!SECRET.test(token)) return undefined;
    const hash = toHash(token);
    const link = [...this.#links.values()].find((one) => one.hash === hash && this.isActive(one.id));
    return link && toShown(link);
  }

  async create({ expiresInMs, ...request }: NewWebChatLink) {
    const active = [...this.#links.keys()].filter((id) => this.isActive(id));
    if (active.length >= WEB_CHAT_LIMITS.active)
      throw new ChannelError('rejected', 'There are too many web chat links. Revoke one, then retry.');
    const token = newSecret();
    const hash = toHash(token);
    const createdAtMs = this.#clock.now();
    const times = { createdAtMs, expiresAtMs: createdAtMs + expiresInMs };
    const link: LinkRecord = { id: hash.slice(0, LINK_ID_LENGTH), hash, ...request, ...times, visitors: 0 };
    await this.#saveLink(link);
    return { link: toShown(link), token };
  }

  async revoke(id: string): Promise<WebChatLink | undefined> {
    const link = this.#links.get(id);
    if (link === undefined) return undefined;
    const revoked = { ...link, revokedAtMs: link.revokedAtMs ?? this.#clock.now() };
    await this.#saveLink(revoked);
    return toShown(revoked);
  }

  async noteMessage({ id, linkId }: Visitor): Promise<void> {
    const visitor = this.#visitors.get(id);
    if (visitor !== undefined && visitor.hasWritten === undefined)
      await this.#saveVisitor({ ...visitor, hasWritten: true });
    const link = this.#links.get(linkId);
    if (link !== undefined) await this.#saveLink({ ...link, lastMessageAtMs: this.#clock.now() });
  }

  /** A new visitor with its key. If there are too many, it takes the place of the oldest one that has written nothing. */
  async addVisitor(linkId: string): Promise<string> {
    const link = this.#links.get(linkId);
    if (link === undefined || !this.isActive(linkId)) throw new ChannelError('rejected', 'The link has ended.');
    const isFull = this.#visitors.size >= WEB_CHAT_LIMITS.visitors;
    const silent = isFull ? [...this.#visitors.values()].find(({ hasWritten }) => hasWritten !== true) : undefined;
    if (silent !== undefined) await this.removeVisitor(silent);
    else if (isFull)
      throw new ChannelError('rejected', 'Too many people use web chat at the moment. Ask for a new link later.');
    const key = newSecret();
    const visitor = { id: toVisitorId(key), linkId, createdAtMs: this.#clock.now() };
    await this.#saveVisitor(visitor);
    await this.#saveLink({ ...link, visitors: link.visitors + 1 });
    return key;
  }

  findVisitor(linkId: string, key: string): Visitor | undefined {
    if (!SECRET.test(key)) return undefined;
    const visitor = this.#visitors.get(toVisitorId(key));
    return visitor?.linkId === linkId ? visitor : undefined;
  }

  visitors(linkId?: string): readonly Visitor[] {
    return [...this.#visitors.values()].filter((one) => linkId === undefined || one.linkId === linkId);
  }

  hasVisitor({ id, linkId }: Visitor): boolean {
    return this.#visitors.get(id)?.linkId === linkId && this.isActive(linkId);
  }

  async removeVisitor({ id }: Visitor): Promise<void> {
    await this.#store.delete(`visitor:${id}`);
    this.#visitors.delete(id);
  }

  async #saveLink(link: LinkRecord): Promise<void> {
    await this.#store.set(`link:${link.id}`, link);
    this.#keepLink(link);
  }

  async #saveVisitor(visitor: VisitorRecord): Promise<void> {
    await this.#store.set(`visitor:${visitor.id}`, visitor);
    this.#keepVisitor(visitor);
  }

  async #removeLink(id: string): Promise<void> {
    await this.#store.delete(`link:${id}`);
    this.#links.delete(id);
  }

  #keepLink(link: LinkRecord): void {
    this.#links.set(link.id, link);
  }

  #keepVisitor(visitor: VisitorRecord): void {
    this.#visitors.set(visitor.id, visitor);
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The secrets are random and long, so a plain hash is enough. */
function toHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function toVisitorId(key: string): string {
  return toHash(key).slice(0, VISITOR_ID_LENGTH);
}

function toShown({ hash: _hash, ...link }: LinkRecord): WebChatLink {
  return link;
}
