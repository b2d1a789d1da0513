import { expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { secretStore } from '#tests/support/core/memory-settings.ts';
import { shareLinkStore } from '#tests/support/core/memory-share-links.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { ShareLinks } from './share-links.ts';
import { TokenIssuer } from './token-issuer.ts';

const ME = testPrincipal('me');
const REQUEST = { sessionKey: 'agent:main:one', sessionId: 'first', withTools: false, expiresInMs: 60_000 };

function setUp() {
  const clock = new ManualClock();
  let count = 0;
  const ids = { next: () => `link-${(count += 1)}` };
  const store = shareLinkStore(() => undefined);
  return { clock, shares: new ShareLinks(store, new TokenIssuer(secretStore()), clock, ids) };
}

it('names the conversation of a link, and lists neither that nor the hash', async () => {
  const { shares } = setUp();
  const { link, token } = await shares.create(REQUEST, ME);
  expect(await shares.verify(token)).toEqual({ link, sessionId: 'first' });
  expect(await shares.list()).toEqual([link]);
  expect(Object.keys(link)).not.toEqual(expect.arrayContaining(['hash']));
  expect(Object.keys(link)).not.toEqual(expect.arrayContaining(['sessionId']));
});

it('stays revoked while the link is being opened', async () => {
  const { shares } = setUp();
  const { link, token } = await shares.create(REQUEST, ME);
  await Promise.all([
    ...Array.from({ length: 5 }, () => shares.viewed(token)),
    shares.revoke(link.id, ME),
    ...Array.from({ length: 5 }, () => shares.viewed(token)),
  ]);
  expect(await shares.verify(token)).toBeUndefined();
  expect(await shares.list()).toMatchObject([{ id: link.id, views: 5 }]);
});

it('counts links that are created at the same time', async () => {
  const { shares } = setUp();
  const results = await Promise.allSettled(Array.from({ length: 52 }, () => shares.create(REQUEST, ME)));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(2);
});
