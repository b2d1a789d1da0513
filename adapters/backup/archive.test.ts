// Proves: BK-1
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayError } from '#contract/wire/errors.ts';
import { Secret } from '#core/ports/secrets.ts';
import { gatewayPrincipal } from '#core/principal.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { openStore } from '../sqlite/open-store.ts';
import { opener, type SealKey } from './archive-key.ts';
import { createArchive } from './create-archive.ts';
import type { BackedUpHome } from './home-files.ts';
import { restoreArchive } from './restore-archive.ts';
import { verifyArchive } from './verify-archive.ts';
import { createReadStream } from 'node:fs';

const PASSPHRASE = 'correct horse battery';
const KEY: SealKey = { kind: 'passphrase', passphrase: new Secret(PASSPHRASE) };
const OLD_KEY = new Uint8Array(32).fill(1);
const NEW_KEY = new Uint8Array(32).fill(2);
const signal = new AbortController().signal;

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'gatehouse-archive-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function makeHome(name: string): BackedUpHome {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    database: join(folder, 'gatehouse.db'),
    configuration: join(folder, 'gatehouse.json5'),
    workspaces: join(folder, 'workspaces'),
  };
}

const openHomeStore = (home: BackedUpHome, sealingKey: Uint8Array) =>
  openStore({ path: home.database, sealingKey, clock: SYSTEM_CLOCK, log: QUIET });

/** A home with a secret, an audit line, a configuration with an included file, and a workspace. */
async function fillHome(): Promise<BackedUpHome> {
  const home = makeHome('old');
  const store = await openHomeStore(home, OLD_KEY);
  await store.secrets.set('provider.sample', new Secret('sk-sample-value'));
  await store.audit.append({ by: gatewayPrincipal('test'), action: 'config.changed', subject: 'x', details: {} });
  await store.settings.set('sample', { kept: true });
  await store.close();
  writeFileSync(home.configuration, "{ $include: 'more.json5' }\n");
  writeFileSync(join(home.folder, 'more.json5'), "{ logs: { level: 'warn' } }\n");
  mkdirSync(join(home.workspaces, 'main/sub'), { recursive: true });
  writeFileSync(join(home.workspaces, 'main/AGENTS.md'), 'Be brief.\n');
  writeFileSync(join(home.workspaces, 'main/sub/übung größe.txt'), 'ä');
  writeFileSync(join(home.workspaces, 'main/run.sh'), '#!/bin/sh\n');
  chmodSync(join(home.workspaces, 'main/run.sh'), 0o755);
  writeFileSync(join(home.workspaces, 'main/big.bin'), Buffer.alloc(3_000_000, 7));
  symlinkSync('/etc/passwd', join(home.workspaces, 'main/link'));
  return home;
}

async function create(home: BackedUpHome, key: SealKey = KEY) {
  const folder = join(root, 'backups');
  mkdirSync(folder, { recursive: true });
  return createArchive({
    home,
    environment: {},
    sealingKey: OLD_KEY,
    key,
    version: '1.2.3',
    now: Date.now(),
    folder,
    signal,
  });
}

function restore(home: BackedUpHome, file: string, passphrase = PASSPHRASE) {
  return restoreArchive({
    home,
    file,
    open: opener({ kind: 'passphrase', passphrase: new Secret(passphrase) }),
    sealingKey: async () => NEW_KEY,
    clock: SYSTEM_CLOCK,
    log: QUIET,
    signal,
    confirm: async () => {},
  });
}

describe('an encrypted backup', () => {
  it('restores everything on an empty machine with another key, and leaves links out', async () => {
    const home = await fillHome();
    const created = await create(home);
    expect(created.summary).toMatchObject({
      version: '1.2.3',
      counts: { secrets: 1, workspaceFiles: 4, blobs: 0 },
      warnings: [expect.stringContaining('main/link')],
    });
    expect(statSync(created.path).mode & 0o777).toBe(0o600);
    const target = makeHome('new');
    const { kept } = await restore(target, created.path);
    expect(kept).toEqual([]);
    expect(readdirSync(target.folder).toSorted()).toEqual(
      ['backups', 'gatehouse.db', 'gatehouse.json5', 'more.json5', 'workspaces'].filter((name) =>
        existsSync(join(target.folder, name)),
      ),
    );
    expect(readFileSync(join(target.folder, 'more.json5'), 'utf8')).toContain('warn');
    expect(readFileSync(join(target.workspaces, 'main/sub/übung größe.txt'), 'utf8')).toBe('ä');
    expect(statSync(join(target.workspaces, 'main/run.sh')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(target.workspaces, 'main/big.bin')).equals(Buffer.alloc(3_000_000, 7))).toBe(true);
    expect(existsSync(join(target.workspaces, 'main/link'))).toBe(false);
    const store = await openHomeStore(target, NEW_KEY);
    expect((await store.secrets.get('provider.sample'))?.reveal()).toBe('sk-sample-value');
    expect(await store.settings.get('sample')).toEqual({ kept: true });
    expect((await store.audit.verify()).ok).toBe(true);
    await store.close();
  });

  it('is opened by age itself, and contains neither secrets nor the key of the home in plain', async () => {
    const home = await fillHome();
    const { path } = await create(home);
    const decrypter = new Decrypter();
    decrypter.addPassphrase(PASSPHRASE);
    const tar = gunzipSync(await decrypter.decrypt(readFileSync(path)));
    expect(tar.includes('Be brief.')).toBe(true);
    expect(tar.includes('sk-sample-value')).toBe(false);
    expect(tar.includes(Buffer.from(OLD_KEY))).toBe(false);
  });

  it('can be encrypted for public keys, whose holder restores it', async () => {
    const home = await fillHome();
    const identity = await generateX25519Identity();
    const { path } = await create(home, { kind: 'recipients', recipients: [await identityToRecipient(identity)] });
    const open = opener({ kind: 'identities', identities: [new Secret(identity)] });
    expect(await verifyArchive(createReadStream(path), open, { folder: root, signal })).toMatchObject({
      counts: { secrets: 1 },
    });
    const other = opener({ kind: 'identities', identities: [new Secret(await generateX25519Identity())] });
    await expect(verifyArchive(createReadStream(path), other, { folder: root, signal })).rejects.toMatchObject(
      code('BACKUP_WRONG_KEY'),
    );
  });

  it('keeps the data that it replaces', async () => {
    const home = await fillHome();
    const { path } = await create(home);
    writeFileSync(join(home.workspaces, 'main/AGENTS.md'), 'Changed.\n');
    writeFileSync(join(home.workspaces, 'main/later.md'), 'Later.\n');
    const { kept } = await restore(home, path);
    expect(readFileSync(join(home.workspaces, 'main/AGENTS.md'), 'utf8')).toBe('Be brief.\n');
    expect(existsSync(join(home.workspaces, 'main/later.md'))).toBe(false);
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(kept[0] ?? '', 'workspaces/main/later.md'), 'utf8')).toBe('Later.\n');
    expect(readdirSync(kept[0] ?? '')).toContain('gatehouse.db');
  });

  it('refuses a short passphrase and a key that is none', async () => {
    const home = await fillHome();
    await expect(create(home, { kind: 'passphrase', passphrase: new Secret('short') })).rejects.toMatchObject(
      code('BACKUP_KEY_INVALID'),
    );
    await expect(create(home, { kind: 'recipients', recipients: ['ssh-ed25519 AAAA'] })).rejects.toMatchObject(
      code('BACKUP_KEY_INVALID'),
    );
    expect(readdirSync(join(root, 'backups'))).toEqual([]);
  });

  it('that is canceled leaves nothing behind', async () => {
    const home = await fillHome();
    const folder = join(root, 'backups');
    mkdirSync(folder);
    const stopping = new AbortController();
    const creating = createArchive({
      home,
      environment: {},
      sealingKey: OLD_KEY,
      key: KEY,
      version: '1',
      now: 0,
      folder,
      signal: stopping.signal,
      report: () => stopping.abort(new Error('stop')),
    });
    await expect(creating).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(join(home.folder, 'backups'))).toEqual([]);
  });
});

const code = (value: string) => ({ extras: { details: { code: value } } }) satisfies Partial<GatewayError>;
