// Share links: the secret part is shown once, stored as a keyed hash, and gives access to one transcript only.
import { isActiveLink, SHARE_LIMITS, type ShareLink } from '#contract/types/share-links.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Clock, Ids } from '#core/ports/clock.ts';
import type { ShareLinkRecord, ShareLinkStore } from '#core/ports/share-link-store.ts';
import { formatPrincipal, type Principal } from '#core/principal.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** 32 random bytes. */
const TOKEN = /^[\w-]{43}$/;

/** Creates, verifies, and revokes links. */
export class ShareLinks {
  readonly #store: ShareLinkStore;
  readonly #issuer: TokenIssuer;
  readonly #clock: Clock;
  readonly #ids: Ids;

  constructor(store: ShareLinkStore, issuer: TokenIssuer, clock: Clock, ids: Ids) {
    this.#store = store;
    this.#issuer = issuer;
    this.#clock = clock;
    this.#ids = ids;
  }

  async list(sessionKey?: string): Promise<readonly ShareLink[]> {
    const links = await this.#store.list();
    return links.filter((link) => sessionKey === undefined || link.sessionKey === sessionKey).map(withoutHash);
  }

  /** Creates a link. Its token is returned here and never again. @throws {GatewayError} */
  async create(
    { expiresInMs, ...request }: Pick<ShareLink, 'sessionKey' | 'withTools'> & { readonly expiresInMs: number },
    by: Principal,
  ): Promise<{ readonly link: ShareLink; readonly token: string }> {
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
    return { link: withoutHash(record), token };
  }

  /** Revokes a link; undefined if there is none with this ID. */
  async revoke(id: string, by: Principal): Promise<ShareLink | undefined> {
    const link = (await this.#store.list()).find((one) => one.id === id);
    if (link === undefined || link.revokedAtMs !== undefined) return link && withoutHash(link);
    const revoked = { ...link, revokedAtMs: this.#clock.now() };
    const details = { sessionKey: link.sessionKey };
    await this.#store.save(revoked, { by, action: 'share.revoked', subject: id, details });
    return withoutHash(revoked);
  }

  /** The link with this token, if it can be opened. */
  async verify(token: string): Promise<ShareLink | undefined> {
    const link = await this.#find(token);
    return link === undefined ? undefined : withoutHash(link);
  }

  /** Counts that a link was opened. */
  async viewed(token: string): Promise<void> {
    const link = await this.#find(token);
    if (link !== undefined)
      await this.#store.save({ ...link, views: link.views + 1, lastViewedAtMs: this.#clock.now() });
  }

  async #find(token: string): Promise<ShareLinkRecord | undefined> {
    if (!TOKEN.test(token)) return undefined;
    const link = await this.#store.byHash(await this.#issuer.hash(token));
    return link !== undefined && isActiveLink(link, this.#clock.now()) ? link : undefined;
  }
}

function withoutHash({ hash: _hash, ...link }: ShareLinkRecord): ShareLink {
  return link;
}
