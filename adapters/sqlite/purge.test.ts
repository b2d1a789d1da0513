// How people were told about the approvals of a session is removed with it.
import { expect, it } from 'vitest';
import { DELIVERIES_PREFIX } from '#core/ports/settings-store.ts';
import { approval, AUDIT, KEY, saying, sessionRecord, T0 } from '#tests/conformance/store-samples.ts';
import { storeFolder } from '#tests/support/sqlite/store-folder.ts';

const stores = storeFolder();
const OTHER = 'agent:main:other';

async function openWithDeliveries() {
  const store = await stores.open();
  await store.sessions.commit(saying(KEY, 'hi', { create: sessionRecord(KEY), approval: approval('a') }));
  await store.sessions.commit(
    saying(OTHER, 'hi', { create: sessionRecord(OTHER), approval: { ...approval('b'), sessionKey: OTHER } }),
  );
  for (const id of ['a', 'b']) await store.settings.set(DELIVERIES_PREFIX + id, []);
  await store.settings.set('preferences', {});
  await store.sessions.patch(KEY, { deletedAt: T0 }, AUDIT);
  const keys = async () => (await store.settings.list(DELIVERIES_PREFIX)).map(({ key }) => key);
  return { store, keys };
}

it('when a deleted session is purged', async () => {
  const { store, keys } = await openWithDeliveries();
  await store.sessions.purgeDeleted(T0 + 1);
  expect(await keys()).toEqual([`${DELIVERIES_PREFIX}b`]);
});

it('when all conversations are removed', async () => {
  const { store, keys } = await openWithDeliveries();
  await store.sessions.purgeAll(AUDIT);
  expect(await keys()).toEqual([]);
  expect(await store.settings.get('preferences')).toEqual({});
});
