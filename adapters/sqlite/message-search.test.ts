// Search for a word that very many messages contain.
// Proves: SE-7
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '#core/ports/store.ts';
import { accepted, KEY, saying, T0 } from '#tests/conformance/store-samples.ts';
import { openTestStore } from '#tests/support/sqlite/open-test-store.ts';

/** As many as are ranked. */
const RANKED = 5_000;

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-search-'));
  store = await openTestStore(join(folder, 'gatehouse.db'));
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const row = (index: number, entryId: string) => ({
  index,
  part: 0,
  entryId,
  longest: 1,
  message: { role: 'user', content: 'x', timestamp: T0 },
});

/** Writes messages in one commit. */
async function write(texts: readonly (readonly [id: string, text: string])[]): Promise<void> {
  const events = texts.map(([id, text]) => accepted(id, text));
  await store.sessions.commit(saying(KEY, '', { events, rows: texts.map(([id], index) => row(index, id)) }));
}

const filler = (count: number, from = 0) =>
  Array.from(
    { length: count },
    (_, index) => [`m${from + index}`, `apple ${from + index} in a longer message`] as const,
  );
const search = async (text: string, limit = 3) =>
  (await store.sessions.searchMessages({ text, archived: false, limit })).map(({ messageId }) => messageId);

describe('a search for a frequent word', () => {
  it('ranks the newest messages with it and leaves out the oldest ones', async () => {
    await write([['best', 'apple apple'], ...filler(RANKED - 1)]);
    expect(await search('apple', 1)).toEqual(['best']);
    await write(filler(1, RANKED));
    expect(await search('apple')).toEqual([`m${RANKED}`, `m${RANKED - 2}`, `m${RANKED - 3}`]);
  });

  it('finds rare words in messages of any age, best match first', async () => {
    await write([
      ['old', 'a pear in a message with several other words'],
      ['best', 'pear pear'],
      ...filler(RANKED + 1),
    ]);
    await write([['new', 'an apple and a pear in a message with several other words']]);
    expect(await search('pear')).toEqual(['best', 'old', 'new']);
    expect(await search('apple pear')).toEqual(['new']);
  });
});
