// Conformance suite of the store port, versions of files.
import { expect, it } from 'vitest';
import type { Store } from '#core/ports/store.ts';
import { KEPT_FILE_VERSIONS } from '#core/ports/file-version-store.ts';

/** Registers the suite. */
export function fileVersionConformance(store: () => Store): void {
  const add = (path: string, hash: string, savedAtMs = 1) =>
    store().fileVersions.add({
      workspace: '/work',
      path,
      hash,
      size: 3,
      savedAtMs,
      savedBy: 'app',
      sessionKey: 'agent:main:main',
      ownerId: 'local',
    });
  const hashes = async (path: string) => (await store().fileVersions.list('/work', path)).map(({ hash }) => hash);

  it('keeps versions of a file, newest first, up to a limit', async () => {
    await add('a', 'one');
    await add('a', 'two');
    await add('b', 'three');
    expect(await hashes('a')).toEqual(['two', 'one']);
    const [newest] = await store().fileVersions.list('/work', 'a');
    expect(newest).toEqual({
      id: newest?.id,
      hash: 'two',
      size: 3,
      savedAtMs: 1,
      savedBy: 'app',
      sessionKey: 'agent:main:main',
    });
    expect(await store().fileVersions.get('/work', 'a', newest?.id ?? 0)).toEqual(newest);
    expect(await store().fileVersions.get('/work', 'b', newest?.id ?? 0)).toBeUndefined();
    for (let count = 0; count < KEPT_FILE_VERSIONS; count += 1) await add('a', `h${count}`);
    const kept = await hashes('a');
    expect([kept.length, kept.at(-1)]).toEqual([KEPT_FILE_VERSIONS, 'h0']);
  });

  it('removes contents that no version refers to, unless they were stored recently', async () => {
    const { blobs } = store();
    const used = await blobs.put(Buffer.from('used'));
    const unused = await blobs.put(Buffer.from('unused'));
    await add('kept', used);
    expect(await blobs.removeUnused(0)).toBe(0);
    expect(Buffer.from((await blobs.read(unused)) ?? []).toString()).toBe('unused');
    expect(await blobs.removeUnused(Number.MAX_SAFE_INTEGER)).toBe(1);
    expect(await blobs.read(unused)).toBeUndefined();
    expect(Buffer.from((await blobs.read(used)) ?? []).toString()).toBe('used');
  });

  it('moves versions with their file or folder, and removes old ones', async () => {
    await add('src/a', 'one', 10);
    await add('src-x/a', 'two', 20);
    await store().fileVersions.move('/work', 'src', 'lib');
    expect([await hashes('lib/a'), await hashes('src/a'), await hashes('src-x/a')]).toEqual([['one'], [], ['two']]);
    await store().fileVersions.prune(20);
    expect([await hashes('lib/a'), await hashes('src-x/a')]).toEqual([[], ['two']]);
  });
}
