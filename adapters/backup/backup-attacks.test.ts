// Attacks: damaged and forged backups, and workspaces that try to smuggle other files into one. Nothing is ever changed.
// Proves: BK-1
import { hash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, gunzipSync } from 'node:zlib';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pack, type Header as TarHeader } from 'tar-stream';
import { Secret } from '#core/ports/secrets.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { openStore } from '../sqlite/open-store.ts';
import { opener, type OpenKey } from './archive-key.ts';
import { createArchive } from './create-archive.ts';
import type { BackedUpHome } from './home-files.ts';
import { restoreArchive } from './restore-archive.ts';
import { verifyArchive } from './verify-archive.ts';

type Header = Pick<TarHeader, 'name' | 'type'> & Partial<TarHeader>;

const KEY = new Uint8Array(32).fill(1);
const signal = new AbortController().signal;
let root: string;
let identity: string;
let recipient: string;
let good: string;
let home: BackedUpHome;
let before: ReadonlyMap<string, string>;
/** Entries of a real backup. */
let entries: readonly { readonly header: Header; readonly content: Buffer }[];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'gatehouse-attacks-'));
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
  home = await makeHome('home');
  const folder = join(root, 'out');
  mkdirSync(folder);
  const key = { kind: 'recipients', recipients: [recipient] } as const;
  const options = { home, environment: {}, sealingKey: KEY, key, version: '1.0.0', now: 1, folder, signal };
  good = (await createArchive(options)).path;
  entries = await unpack(good);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => void (before = snapshot(home.folder)));

async function makeHome(name: string): Promise<BackedUpHome> {
  const folder = join(root, name);
  mkdirSync(join(folder, 'workspaces/main'), { recursive: true });
  const made = {
    folder,
    database: join(folder, 'gatehouse.db'),
    configuration: join(folder, 'gatehouse.json5'),
    workspaces: join(folder, 'workspaces'),
  };
  const store = await openStore({ path: made.database, sealingKey: KEY, clock: SYSTEM_CLOCK, log: QUIET });
  await store.secrets.set('sample', new Secret('sk-sample'));
  await store.close();
  writeFileSync(made.configuration, '{}\n');
  writeFileSync(join(folder, 'workspaces/main/AGENTS.md'), 'Be brief.\n');
  return made;
}

function snapshot(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return new Map(files.map((name) => [name, read(join(folder, name))]));
}

const read = (path: string) => (statSync(path).isFile() ? hash('sha256', readFileSync(path)) : 'folder');

const openKey = (): OpenKey => ({ kind: 'identities', identities: [new Secret(identity)] });

/** Tries to restore a file. The home must be the same afterwards. */
async function attack(file: string): Promise<string> {
  const failure = await restoreArchive({
    home,
    file,
    open: opener(openKey()),
    sealingKey: async () => KEY,
    clock: SYSTEM_CLOCK,
    log: QUIET,
    signal,
    confirm: async () => {},
  }).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(snapshot(home.folder)).toEqual(before);
  expect(readdirSync(root).toSorted()).not.toContain('escaped');
  const shape = failure as { extras?: { details?: { code?: string } } } | undefined;
  return shape?.extras?.details?.code ?? String(failure);
}

async function unpack(file: string) {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const { extract } = await import('tar-stream');
  const tar = extract();
  tar.end(gunzipSync(await decrypter.decrypt(readFileSync(file))));
  const found: { header: Header; content: Buffer }[] = [];
  for await (const entry of tar) {
    const pieces: Buffer[] = [];
    for await (const piece of entry) pieces.push(piece as Buffer);
    found.push({ header: entry.header, content: Buffer.concat(pieces) });
  }
  return found;
}

type Entry = (typeof entries)[number];

/** Encrypts a forged archive, as anyone can who knows the public key. */
async function forge(list: readonly Entry[], change: (tar: Buffer) => Buffer = (tar) => tar): Promise<string> {
  const tar = pack();
  for (const { header, content } of list) {
    if (header.type === 'file') tar.entry({ ...header, size: content.length }, content);
    else tar.entry({ ...header, size: 0 });
  }
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar) pieces.push(piece as Buffer);
  return seal(gzipSync(change(Buffer.concat(pieces))));
}

async function seal(content: Uint8Array): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const file = join(root, 'forged.tar.gz.age');
  writeFileSync(file, await encrypter.encrypt(content));
  return file;
}

const file = (name: string, content = 'x'): Entry => ({
  header: { name, type: 'file', mode: 0o600, mtime: new Date(0) },
  content: Buffer.from(content),
});
const special = (name: string, type: Header['type'], linkname?: string): Entry => ({
  header: { name, type, mode: 0o777, mtime: new Date(0), ...(linkname === undefined ? {} : { linkname }) },
  content: Buffer.alloc(0),
});
const insert = (entry: Entry) => [...entries.slice(0, -1), entry, ...entries.slice(-1)];
const replace = (name: string, change: (content: Buffer) => Buffer | string) =>
  entries.map((entry) =>
    entry.header.name === name ? { ...entry, content: Buffer.from(change(entry.content)) } : entry,
  );
const editJson = (content: Buffer, change: object) =>
  JSON.stringify({ ...(JSON.parse(String(content)) as object), ...change });

describe('a damaged backup', () => {
  it('with any flipped byte is rejected', async () => {
    const bytes = readFileSync(good);
    const copy = join(root, 'flipped.tar.gz.age');
    const step = Math.max(1, Math.floor(bytes.length / 40));
    const offsets = [...Array.from({ length: 40 }, (_, n) => n * step), 0, 30, 60, 200, bytes.length - 1];
    for (const offset of offsets) {
      const changed = Buffer.from(bytes);
      changed[offset] = (changed[offset] ?? 0) ^ 1;
      writeFileSync(copy, changed);
      expect(await attack(copy), `byte ${offset}`).toMatch(/^BACKUP_(DAMAGED|WRONG_KEY)$/);
    }
  });

  it('that was cut off anywhere, or has more at its end, is rejected', async () => {
    const { size } = statSync(good);
    const copy = join(root, 'cut.tar.gz.age');
    for (const length of [0, 1, 100, 300, Math.floor(size / 2), size - 1]) {
      writeFileSync(copy, readFileSync(good));
      truncateSync(copy, length);
      expect(await attack(copy), `${length} bytes`).toMatch(/^BACKUP_(DAMAGED|WRONG_KEY)$/);
    }
    writeFileSync(copy, Buffer.concat([readFileSync(good), Buffer.from('more')]));
    expect(await attack(copy)).toBe('BACKUP_DAMAGED');
  });

  it('whose tar ends early inside is rejected', async () => {
    expect(await attack(await forge(entries, (tar) => tar.subarray(0, tar.length - 2048)))).toBe('BACKUP_DAMAGED');
    expect(await attack(await forge(entries.slice(0, -1)))).toBe('BACKUP_DAMAGED');
  });
});

describe('a file that is no backup', () => {
  it.each([
    ['text', Buffer.from('hello')],
    ['a database', Buffer.from('SQLite format 3\0')],
    ['an unencrypted archive', gzipSync(Buffer.alloc(10_240))],
  ])('is rejected: %s', async (_name, content) => {
    const path = join(root, 'other.tar.gz.age');
    writeFileSync(path, content);
    expect(await attack(path)).toBe('BACKUP_DAMAGED');
  });

  it('is rejected inside an age file, too', async () => {
    expect(await attack(await seal(Buffer.from('hello')))).toBe('BACKUP_DAMAGED');
    expect(await attack(await seal(gzipSync(Buffer.alloc(0))))).toBe('BACKUP_DAMAGED');
  });
});

describe('a forged backup', () => {
  it.each([
    ['a path that leads out', 'workspaces/../../escaped'],
    ['an absolute path', '/tmp/escaped'],
    ['an empty part', 'workspaces//escaped'],
    ['a path of the home that is not backed up', 'sealing.key'],
    ['the lock of the home', 'workspaces/../gatehouse.lock'],
    ['another certificate', 'tls/escaped'],
    ['a content under another name', `blobs/00/${'f'.repeat(64)}`],
    ['a name that is too long', `workspaces/${'x'.repeat(300)}`],
  ])('is rejected: %s', async (_name, path) => {
    expect(await attack(await forge(insert(file(path))))).toBe('BACKUP_UNSAFE');
  });

  it.each(['symlink', 'link', 'character-device', 'fifo', 'directory'] as const)(
    'with a %s is rejected',
    async (type) => {
      const entry = special('workspaces/main/out', type, type.endsWith('link') ? '/etc' : undefined);
      expect(await attack(await forge(insert(entry)))).toBe('BACKUP_UNSAFE');
    },
  );

  it('with a file more, a file twice, a file less, or a changed file is rejected', async () => {
    expect(await attack(await forge(insert(file('workspaces/main/extra'))))).toBe('BACKUP_DAMAGED');
    expect(await attack(await forge(insert(file('workspaces/main/AGENTS.md'))))).toBe('BACKUP_UNSAFE');
    const less = entries.filter(({ header }) => header.name !== 'workspaces/main/AGENTS.md');
    expect(await attack(await forge(less))).toBe('BACKUP_DAMAGED');
    expect(await attack(await forge(replace('workspaces/main/AGENTS.md', () => 'Obey me.\n')))).toBe('BACKUP_DAMAGED');
    expect(await attack(await forge([...entries, file('workspaces/main/late')]))).toBe('BACKUP_UNSAFE');
  });

  it('with a file that is also a folder is rejected', async () => {
    expect(await attack(await forge(insert(file('workspaces/main/AGENTS.md/sub'))))).toBe('BACKUP_UNSAFE');
  });

  it('with a database that does not open, or another one than described, is rejected', async () => {
    const manifest = (content: Buffer, database: Buffer) => {
      const parsed = JSON.parse(String(content)) as { files: { path: string }[] };
      const sha256 = hash('sha256', database);
      const files = parsed.files.map((row) =>
        row.path === 'gatehouse.db' ? { ...row, size: database.length, sha256 } : row,
      );
      return JSON.stringify({ ...parsed, files });
    };
    const broken = Buffer.alloc(8192, 1);
    const list = entries.map((entry) => {
      if (entry.header.name === 'gatehouse.db') return { ...entry, content: broken };
      if (entry.header.name === 'manifest.json')
        return { ...entry, content: Buffer.from(manifest(entry.content, broken)) };
      return entry;
    });
    expect(await attack(await forge(list))).toBe('BACKUP_DAMAGED');
    const counts = { sessions: 99, events: 0, secrets: 0, blobs: 0, workspaceFiles: 0 };
    expect(await attack(await forge(replace('manifest.json', (content) => editJson(content, { counts }))))).toBe(
      'BACKUP_DAMAGED',
    );
  });

  it('that claims to be from the future is rejected with the version', async () => {
    const format = (content: Buffer) => editJson(content, { format: 2, version: '9.0.0' });
    expect(await attack(await forge(replace('backup.json', format)))).toBe('BACKUP_NEWER');
    expect(
      await attack(await forge(replace('manifest.json', (content) => editJson(content, { schemaVersion: 9_999 })))),
    ).toBe('BACKUP_NEWER');
  });

  it('that unpacks to far more than it says, or than the disk holds, is stopped', async () => {
    const huge = (content: Buffer) => editJson(content, { contentBytes: Number.MAX_SAFE_INTEGER });
    expect(await attack(await forge(replace('backup.json', huge)))).toBe('BACKUP_NO_SPACE');
    // A header for 64 MiB of attributes, which a reader would keep in memory.
    const bomb = (tar: Buffer) => {
      const header = Buffer.from(tar.subarray(0, 512));
      header.write('x', 156);
      header.write('00400000000\0', 124);
      header.fill(' ', 148, 156);
      header.write(
        `${header
          .reduce((sum, byte) => sum + byte, 0)
          .toString(8)
          .padStart(6, '0')}\0 `,
        148,
      );
      return Buffer.concat([tar.subarray(0, 1024), header, Buffer.alloc(64 * 1024 * 1024)]);
    };
    expect(await attack(await forge(entries, bomb))).toBe('BACKUP_DAMAGED');
  });

  it('with a configuration file outside of its folder is rejected', async () => {
    const configuration = (content: Buffer) => editJson(content, { configuration: '../../escaped' });
    expect(await attack(await forge(replace('manifest.json', configuration)))).toBe('BACKUP_UNSAFE');
  });
});

describe('a workspace', () => {
  it('cannot smuggle files from outside into a backup by links', async () => {
    const smuggler = await makeHome('smuggler');
    writeFileSync(join(root, 'private.txt'), 'canary-4711');
    symlinkSync(join(root, 'private.txt'), join(smuggler.workspaces, 'main/file-link'));
    symlinkSync(root, join(smuggler.workspaces, 'main/folder-link'));
    const folder = join(root, 'smuggled');
    mkdirSync(folder);
    const key = { kind: 'recipients', recipients: [recipient] } as const;
    const options = { home: smuggler, environment: {}, sealingKey: KEY, key, version: '1', now: 1, folder, signal };
    const { path, summary } = await createArchive(options);
    expect(summary.warnings).toEqual([expect.stringContaining('main/file-link')]);
    expect((await unpack(path)).some(({ content }) => content.includes('canary-4711'))).toBe(false);
  });

  it('is restored from the untouched backup at the end', async () => {
    const summary = await verifyArchive(createReadStream(good), opener(openKey()), { folder: root, signal });
    expect(summary.counts.workspaceFiles).toBe(1);
    expect(existsSync(join(root, 'escaped'))).toBe(false);
  });
});
