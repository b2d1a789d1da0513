// Share links: the secret part is shown once, stored as a keyed hash, and gives access to one transcript only.
import { isActiveLink, SHARE_LIMITS, type ShareLink } from '#contract/types/share-links.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Clock, Ids } from '#core/ports/clock.ts';
import type { ShareLinkRecord, ShareLinkStore } from '#core/ports/share-link-store.ts';
import { formatPrincipal, type Principal } from '#core/principal.ts';
import { SerialQueue } from '#core/serial-queue.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** 32 random bytes. */
const TOKEN = /^[\w-]{43}$/;

/** A link to create. */
interface NewShareLink extends Pick<ShareLinkRecord, 'sessionKey' | 'sessionId' | 'withTools'> {
  readonly expiresInMs: number;
}

/** A link that can be opened, and the conversation that it shows. */
interface OpenShareLink {
  readonly link: ShareLink;
  readonly sessionId: string;
}

/** Creates, verifies, and revokes links. Changes are made one at a time, so that none undoes another. */
export class ShareLinks {
  readonly #store: ShareLinkStore;
  readonly #issuer: TokenIssuer;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #queue = new SerialQueue();

  constructor(store: ShareLinkStore, issuer: TokenIssuer, clock: Clock, ids: Ids) {
    this.#store = store;
    this.#issuer = issuer;
    this.#clock = clock;
    this.#ids = ids;
  }

  async list(sessionKey?: string): Promise<readonly ShareLink[]> {
    const links = await this.#store.list();
    return links.filter((link) => sessionKey === undefined || link.sessionKey === sessionKey).map(toShown);
  }

  /** Creates a link. Its token is returned here and never again. @throws {GatewayError} */
  create(request: NewShareLink, by: Principal): Promise<{ readonly link: ShareLink; readonly token: string }> {
    return this.#queue.run(() => this.#create(request, by));
  }

  /** Revokes a link; undefined if there is none with this ID. */
  revoke(id: string, by: Principal): Promise<ShareLink | undefined> {
    return this.#queue.run(() => this.#revoke(id, by));
  }

  /** The link with this token, if it can be opened. */
  async verify(token: string): Promise<OpenShareLink | undefined> {
    const record = await this.#find(token);
    return record && { link: toShown(record), sessionId: record.sessionId };
  }

  /** Counts that a link was opened. */
  viewed(token: string): Promise<void> {
    return this.#queue.run(async () => {
      const link = await this.#find(token);
      if (link !== undefined)
        await this.#store.save({ ...link, views: link.views + 1, lastViewedAtMs: this.#clock.now() });
    });
  }

  async #create({ expiresInMs, ...request }: NewShareLink, by: Principal) {
    const now = this.#clock.now();
    const active = (await this.#store.list()).filter((link) => isActiveLink(link, now));
    if (active.length >= SHARE_LIMITS.active)
      throw invalidRequest('There are too many share links.', 'TOO_MANY_SHARE_LINKS', 'Revoke a link, then retry.');
    const token = this.#issuer.salt();
    const record: ShareLinkRecord = {
      id: this.#ids.next(),
      hash: await this.#issuer.hash(token),
      createdBy: formatPrincipal(by),
      createdAtMs: now,
      expiresAtMs: now + expiresInMs,
      views: 0,
      ...request,
    };
    const { sessionKey, withTools, expiresAtMs } = record;
    const details = { sessionKey, withTools, expiresAtMs };
    await this.#store.save(record, { by, action: 'share.created', subject: record.id, details });
    return { link: toShown(record), token };
  }

  async #revoke(id: string, by: Principal): Promise<ShareLink | undefined> {
    const link = (await this.#store.list()).find((one) => one.id === id);
    if (link === undefined || link.revokedAtMs !== undefined) return link && toShown(link);
    const revoked = { ...link, revokedAtMs: this.#clock.now() };
    const details = { sessionKey: link.sessionKey };
    await this.#store.save(revoked, { by, action: 'share.revoked', subject: id, details });
    return toShown(revoked);
  }

  async #find(token: string): Promise<ShareLinkRecord | undefined> {
    if (!TOKEN.test(token)) return undefined;
    const link = await this.#store.byHash(await this.#issuer.hash(token));
    return link !== undefined && isActiveLink(link, this.#clock.now()) ? link : undefined;
  }
}

function toShown({ hash: _hash, sessionId: _sessionId, ...link }: ShareLinkRecord): ShareLink {
  return link;
}
