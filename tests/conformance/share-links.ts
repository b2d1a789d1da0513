// Conformance of the store of share links.
import { expect, it } from 'vitest';
import type { ShareLinkRecord } from '#core/ports/share-link-store.ts';
import type { Store } from '#core/ports/store.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const change = { by: testPrincipal('me'), action: 'share.created', subject: 'a', details: {} };

/** A link that is never opened. */
export const shareLinkRecord = (id: string, more: Partial<ShareLinkRecord> = {}): ShareLinkRecord => ({
  id,
  hash: `hash of ${id}`,
  sessionKey: 'agent:main:one',
  sessionId: 'first',
  withTools: false,
  createdBy: 'me',
  createdAtMs: 1,
  expiresAtMs: 100,
  views: 0,
  ...more,
});

/** Registers the tests. */
export function shareLinkConformance(store: () => Store): void {
  it('keeps share links, newest first, and finds them by their hash', async () => {
    const { shareLinks } = store();
    const [first, second] = [shareLinkRecord('a'), shareLinkRecord('b', { createdAtMs: 2 })];
    await shareLinks.save(first, change);
    await shareLinks.save(second, change);
    expect(await shareLinks.list()).toEqual([second, first]);
    expect(await shareLinks.byHash(first.hash)).toEqual(first);
    expect(await shareLinks.byHash('other')).toBeUndefined();
    const revoked = { ...first, revokedAtMs: 3, views: 1 };
    await shareLinks.save(revoked);
    expect(await shareLinks.byHash(first.hash)).toEqual(revoked);
  });

  it('removes links that have expired', async () => {
    const { shareLinks } = store();
    const [expired, other] = [shareLinkRecord('a'), shareLinkRecord('b', { createdAtMs: 2, expiresAtMs: 200 })];
    await shareLinks.save(expired, change);
    await shareLinks.save(other, change);
    expect(await shareLinks.prune(150)).toBe(1);
    expect(await shareLinks.list()).toEqual([other]);
    expect(await shareLinks.byHash(expired.hash)).toBeUndefined();
  });
}
