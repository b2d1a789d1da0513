// Proves: TF-8
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { AttachedFile, ImageBlock } from '#contract/types/content.ts';
import type { SessionCommit } from '#core/ports/sessions-store.ts';
import { saying } from '#tests/conformance/store-samples.ts';
import { storeFolder } from '#tests/support/sqlite/store-folder.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { locateBlob } from '../blobs/blob-files.ts';
import { createBackup } from './create-backup.ts';
import { migrate, readVersion } from './migrate.ts';
import { MIGRATIONS } from './migrations/registry.ts';
import { openDatabase } from './open-database.ts';
import { restoreBackup } from './restore-backup.ts';

const KEY = 'agent:main:one';
const MIGRATE = fileURLToPath(new URL('../../tests/support/sqlite/migrate-process.ts', import.meta.url));
const EVER = Number.MAX_SAFE_INTEGER;
/** The newest version that stores attachments in events. */
const INLINE = 22;

const stores = storeFolder();
const blobs = () => join(stores.folder, 'blobs');
const toHash = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');

function image(content = randomBytes(3_000)): ImageBlock {
  return { type: 'image', mimeType: 'image/png', data: content.toString('base64') };
}
function pdf(content = Buffer.from(`%PDF-1.7 ${randomBytes(100).toString('hex')}`)): AttachedFile {
  return { type: 'pdf', name: 'report.pdf', data: content.toString('base64'), bytes: content.length };
}
const TEXT: AttachedFile = { type: 'textFile', name: 'notes.md', text: 'Zwölf Äpfel 🍏\n'.repeat(40), bytes: 720 };
/** Half a character can't be restored from bytes. */
const HALF: AttachedFile = { type: 'textFile', name: 'half.txt', text: 'half \ud83c', bytes: 8 };

interface Attached {
  readonly images?: readonly ImageBlock[];
  readonly files?: readonly AttachedFile[];
}

/** A message with attachments, and its row. */
function sending(key: string, id: string, { images = [], files = [] }: Attached): SessionCommit {
  const content = [{ type: 'text', text: id }, ...images];
  return saying(key, id, {
    events: [
      { type: 'message.accepted', messageId: id, runId: `run ${id}`, text: id, images: [...images], files: [...files] },
    ],
    rows: [{ index: 0, part: 0, entryId: id, message: { role: 'user', content, timestamp: 1 }, longest: 3 }],
  });
}

function listBlobs(folder = blobs()): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((group) => readdirSync(join(folder, group)).filter((name) => name.length === 64))
    .toSorted();
}

/** What the database file itself says. */
function rawRows(): string {
  const database = new Database(stores.path, { readonly: true });
  try {
    return database.prepare('SELECT json FROM events UNION ALL SELECT json FROM transcript').pluck().all().join('\n');
  } finally {
    database.close();
  }
}

async function readAll(key = KEY) {
  const store = await stores.reopen();
  const events = await store.sessions.events(key, 1);
  const { rows } = await store.sessions.rows(key, { limit: 1_000, offset: 0 });
  return { events: structuredClone(events), rows: rows.map(({ json }): unknown => JSON.parse(json)) };
}

describe('attachments', () => {
  it('are stored once by their hash, and read back unchanged wherever they are used', async () => {
    const store = await stores.open();
    const [first, second] = [image(), image()];
    const attached = { images: [first, second], files: [pdf(), TEXT, HALF] };
    const [saved] = await store.sessions.commit(sending(KEY, 'one', attached));
    await store.sessions.commit(sending('agent:main:two', 'two', { images: [first] }));
    expect(saved).toMatchObject(attached);
    const { events, rows } = await readAll();
    expect(events).toMatchObject([attached]);
    expect(rows).toMatchObject([{ content: [{ type: 'text' }, first, second] }]);
    expect(listBlobs()).toHaveLength(4);
    const raw = rawRows();
    expect(raw).toContain(toHash(Buffer.from(first.data, 'base64')));
    for (const { data } of [first, second]) expect(raw).not.toContain(data.slice(0, 60));
    expect(raw).not.toContain('Äpfel');
  });

  it('that are damaged or missing are noticed when they are used, and the rest of the session can be read', async () => {
    const [kept, damaged, missing] = [image(), image(), pdf()];
    const store = await stores.open();
    await store.sessions.commit(sending(KEY, 'one', { images: [kept, damaged], files: [missing, TEXT] }));
    const [event] = await store.sessions.events(KEY, 1);
    const locate = (content: Buffer) => locateBlob(blobs(), toHash(content));
    writeFileSync(locate(Buffer.from(damaged.data, 'base64')), 'other');
    rmSync(locate(Buffer.from('data' in missing ? missing.data : '', 'base64')));
    rmSync(locate(Buffer.from(TEXT.type === 'textFile' ? TEXT.text : '')));
    expect(event).toMatchObject({
      images: [kept, { data: '' }],
      files: [{ data: '' }, { text: expect.stringContaining('missing or damaged') }],
    });
    const { rows } = await readAll();
    expect(rows).toMatchObject([
      {
        content: [
          { text: 'one' },
          kept,
          { type: 'text', text: expect.stringMatching(/Image omitted: .* missing or damaged/) },
        ],
      },
    ]);
  });

  it('are removed with the last session that refers to them, also a deleted one that can be restored', async () => {
    const store = await stores.open();
    const [shared, own] = [image(), image()];
    await store.sessions.commit(sending(KEY, 'one', { images: [shared, own] }));
    await store.sessions.commit(sending('agent:main:two', 'two', { images: [shared] }));
    await store.sessions.patch(KEY, { deletedAt: 10 });
    expect(await store.blobs.removeUnused(EVER)).toBe(0);
    await store.sessions.patch(KEY, { deletedAt: undefined });
    expect((await readAll()).events).toMatchObject([{ images: [shared, own] }]);
    const again = await stores.reopen();
    await again.sessions.patch(KEY, { deletedAt: 10 });
    await again.sessions.purgeDeleted(20);
    expect(await again.blobs.removeUnused(0)).toBe(0);
    expect(await again.blobs.removeUnused(EVER)).toBe(1);
    expect(listBlobs()).toEqual([toHash(Buffer.from(shared.data, 'base64'))]);
    expect(await again.sessions.events('agent:main:two', 1)).toMatchObject([{ images: [shared] }]);
  });

  it('never lose a content to garbage collection while messages are saved and sessions deleted', async () => {
    const store = await stores.open();
    const images = Array.from({ length: 4 }, (_, index) => image(Buffer.from(`image ${index}`.repeat(9))));
    for (let round = 0; round < 12; round += 1) {
      const key = `agent:main:s${round}`;
      const used = images.filter((_, index) => (round + index) % 3 !== 0);
      // Looks old, so that only references and new writes protect it.
      for (const hash of listBlobs()) utimesSync(locateBlob(blobs(), hash), 1, 1);
      const before = Date.now() - 1_000;
      await Promise.all([
        store.blobs.removeUnused(before),
        store.sessions.commit(sending(key, `m${round}`, { images: used })),
        store.blobs.removeUnused(before),
      ]);
      expect(await store.sessions.events(key, 1)).toMatchObject([{ images: used }]);
      await store.sessions.patch(key, { deletedAt: 1 });
      await store.sessions.purgeDeleted(2);
    }
    expect(await store.blobs.removeUnused(EVER)).toBeGreaterThan(0);
    expect(listBlobs()).toEqual([]);
  });
});

/** A database of the version that stored attachments in events. Returns what it contains. */
async function makeInline(count: number) {
  const store = await stores.open();
  const attached = Array.from({ length: count }, () => ({ images: [image()], files: [pdf(), TEXT, HALF] }));
  for (const [index, one] of attached.entries()) await store.sessions.commit(sending(KEY, `m${index}`, one));
  const before = await readAll();
  await stores.close();
  const { database } = openDatabase(stores.path, 0);
  migrate(database, { path: stores.path, migrations: MIGRATIONS, to: INLINE, now: 0 });
  database.close();
  for (const folder of ['blobs', 'backups']) rmSync(join(stores.folder, folder), { recursive: true, force: true });
  const [first] = attached[0]?.images ?? [];
  expect(rawRows()).toContain(first?.data);
  return before;
}

describe('the migration of attachments', () => {
  it('moves the contents out of events and rows, for every message', async () => {
    const before = await makeInline(6);
    expect(await readAll()).toEqual(before);
    expect(rawRows()).not.toContain('"data"');
    expect(listBlobs()).toHaveLength(13);
    const store = await stores.reopen();
    expect(await store.blobs.removeUnused(EVER)).toBe(0);
  });

  it('can be killed at any moment and continues with the next start', { timeout: 120_000 }, async () => {
    const before = await makeInline(150);
    let found = 0;
    for (const enough of [1, 60, 160]) {
      const child = spawn(process.execPath, [MIGRATE, stores.path], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      await waitUntil('contents of attachments', () => listBlobs().length >= enough || child.exitCode !== null);
      child.kill('SIGKILL');
      await ended;
      found = Math.max(found, listBlobs().length);
      const database = new Database(stores.path, { readonly: true });
      expect([INLINE, INLINE + 1]).toContain(readVersion(database));
      database.close();
    }
    expect(found).toBeGreaterThan(0);
    expect(await readAll()).toEqual(before);
    expect(listBlobs()).toHaveLength(301);
    expect(rawRows()).not.toContain('"data"');
  });
});

describe('backups', () => {
  it('contain the contents of attachments and bring them back', async () => {
    const store = await stores.open();
    const attached = { images: [image()], files: [pdf(), TEXT] };
    await store.sessions.commit(sending(KEY, 'one', attached));
    const backup = await createBackup(stores.path, 0);
    await store.sessions.patch(KEY, { deletedAt: 1 });
    await store.sessions.purgeDeleted(2);
    expect(await store.blobs.removeUnused(EVER)).toBe(3);
    await stores.close();
    rmSync(blobs(), { recursive: true });
    expect(restoreBackup(stores.path, backup, 1).lostContents).toBe(0);
    expect((await readAll()).events).toMatchObject([attached]);
  });

  it('that lack a content are restored and say so; contents without a backup are removed', async () => {
    const store = await stores.open();
    await store.sessions.commit(sending(KEY, 'one', { images: [image()] }));
    await createBackup(stores.path, 0);
    const kept = join(stores.folder, 'backups', 'blobs');
    await store.sessions.commit(sending(KEY, 'two', { images: [image()] }));
    await createBackup(stores.path, 1);
    expect(listBlobs(kept)).toHaveLength(2);
    await store.sessions.patch(KEY, { deletedAt: 1 });
    await store.sessions.purgeDeleted(2);
    for (const day of [2, 3]) await createBackup(stores.path, day);
    expect(listBlobs(kept)).toHaveLength(2);
    const newest = await createBackup(stores.path, 4);
    await createBackup(stores.path, 5);
    expect(listBlobs(kept)).toEqual([]);
    await store.sessions.commit(sending(KEY, 'three', { images: [image()] }));
    const last = await createBackup(stores.path, 6);
    await stores.close();
    for (const folder of [kept, blobs()]) rmSync(folder, { recursive: true });
    expect(restoreBackup(stores.path, last, 7).lostContents).toBe(1);
    expect(restoreBackup(stores.path, newest, 8).lostContents).toBe(0);
  });

  it('that replace a database keep its contents, so that it can be restored, too', async () => {
    const store = await stores.open();
    const backup = await createBackup(stores.path, 0);
    const attached = { images: [image()] };
    await store.sessions.commit(sending(KEY, 'one', attached));
    await stores.close();
    const { former = '' } = restoreBackup(stores.path, backup, 1);
    const restored = await stores.open();
    expect(await restored.blobs.removeUnused(EVER)).toBe(1);
    await createBackup(stores.path, 2);
    await stores.close();
    expect(restoreBackup(stores.path, former, 3).lostContents).toBe(0);
    expect((await readAll()).events).toMatchObject([attached]);
  });
});
