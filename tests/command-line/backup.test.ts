// `gatehouse backup` with the built bundle: on a running home, on an empty one, and with wrong keys.
// Proves: BK-1, CL-2
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, it, onTestFinished } from 'vitest';
import { connectTo } from '#tests/kill/connect.ts';
import { startFaultHost } from '#tests/faults/support/fault-host.ts';
import { runCommand } from '#tests/faults/support/run-command.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const KEY = 'agent:main:kept';
const SECRET = { GATEHOUSE_BACKUP_PASSPHRASE: 'correct horse battery' };

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

it('moves everything from a running gateway to an empty machine', async () => {
  const { home, say, client } = await startFaultHost();
  await say(KEY, 'remember this');
  await client.request('outbound.credentials.set', {
    use: 'git',
    host: 'github.com',
    user: 'x',
    secret: 'sample-4711',
  });
  const to = makeFolder();
  const created = await runCommand(home, ['backup', 'create', '--to', to], SECRET);
  expect(created).toMatchObject({ code: 0, out: expect.stringContaining('Sessions: 1, secrets: 1') });
  const [name = ''] = readdirSync(to);
  const file = join(to, name);
  expect((await runCommand(home, ['backup', 'verify', file], SECRET)).out).toContain('complete and unchanged');
  const running = await runCommand(home, ['backup', 'restore', file, '--yes'], SECRET);
  expect([running.code, running.err]).toEqual([1, expect.stringContaining('already running')]);

  const empty = join(makeFolder(), 'new');
  const restored = await runCommand(empty, ['backup', 'restore', file, '--yes'], SECRET);
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining(`Restored ${file} to ${empty}`) });
  expect(readFileSync(join(empty, 'gatehouse.json5'), 'utf8')).toBe(
    readFileSync(join(home, 'gatehouse.json5'), 'utf8'),
  );
  const host = await startRunningHost({ home: empty });
  onTestFinished(() => host.dispose());
  const next = await connectTo(host.origin, host.token);
  onTestFinished(() => next.stop());
  expect(JSON.stringify(await next.request('chat.history', { sessionKey: KEY }))).toContain('remember this');
  expect((await next.request('outbound.credentials.list', {})).credentials).toHaveLength(1);
  expect((await next.request('audit.verify', {})).ok).toBe(true);
});

it('is created, listed, and verified by the running gateway, for a holder of a private key', async () => {
  const { home, client } = await startFaultHost();
  const identity = await generateX25519Identity();
  const recipients = [await identityToRecipient(identity)];
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', { raw: JSON.stringify({ backup: { recipients } }), baseHash: hash });
  expect(await client.request('backup.create', {})).toEqual({ started: true });
  const name = await waitUntil('the backup', async () => (await client.request('backup.status', {})).last?.name);
  const { backups } = await client.request('backup.list', {});
  expect(backups).toMatchObject([{ name, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
  expect(await client.request('backup.verify', { name: name ?? '' })).toEqual({ checked: 'checksum' });
  const file = join(home, 'backups', name ?? '');
  expect((await runCommand(home, ['backup', 'verify', file])).err).toContain('pass --identity');
  const keys = join(makeFolder(), 'keys.txt');
  writeFileSync(keys, `# created by a test\n${identity}\n`);
  expect(await runCommand(home, ['backup', 'verify', file, '-i', keys])).toMatchObject({ code: 0 });
});

it('changes nothing with a wrong passphrase or a damaged file, and says what to do', async () => {
  const { home, host } = await startFaultHost();
  const to = makeFolder();
  await runCommand(home, ['backup', 'create', '--to', to], SECRET);
  await host.stop();
  const file = join(to, readdirSync(to)[0] ?? '');
  const before = readFileSync(join(home, 'gatehouse.db'));
  const wrong = await runCommand(home, ['backup', 'restore', file, '--yes'], {
    GATEHOUSE_BACKUP_PASSPHRASE: 'another passphrase',
  });
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining("This passphrase doesn't open the backup") });
  expect(wrong.err).toContain('Check the key, or try another backup.');
  const bytes = readFileSync(file);
  bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const broken = await runCommand(home, ['backup', 'restore', file, '--yes'], SECRET);
  expect(broken).toMatchObject({ code: 1, err: expect.stringContaining('The backup is damaged') });
  expect(readFileSync(join(home, 'gatehouse.db')).equals(before)).toBe(true);
  expect(readdirSync(home).filter((entry) => /^(restore|replaced)/.test(entry))).toEqual([]);
});

it('asks for a key, and finds no database in an empty home', async () => {
  const { home } = await startFaultHost();
  expect((await runCommand(home, ['backup', 'create'])).err).toContain('set GATEHOUSE_BACKUP_PASSPHRASE');
  const empty = makeFolder();
  mkdirSync(join(empty, 'home'));
  const result = await runCommand(join(empty, 'home'), ['backup', 'create'], SECRET);
  expect([result.code, result.err]).toEqual([1, expect.stringContaining('there is no database')]);
  expect(existsSync(join(empty, 'home', 'sealing.key'))).toBe(false);
});
