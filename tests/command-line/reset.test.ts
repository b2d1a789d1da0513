// Proves: CL-2
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startFaultHost } from '#tests/faults/support/fault-host.ts';
import { runCommand } from '#tests/faults/support/run-command.ts';

it('deletes all data after a confirmation and a backup, and keeps backups and files of the user', async () => {
  const { home, host } = await startFaultHost();
  expect((await runCommand(home, ['reset', '--yes'])).err).toContain('already running');
  await host.stop();
  writeFileSync(join(home, 'notes.txt'), 'mine');
  const list = await runCommand(home, ['reset', '--dry-run']);
  expect(list.out).toContain(join(home, 'gatehouse.db'));
  expect(list.out).not.toContain('notes.txt');
  expect((await runCommand(home, ['reset'])).err).toContain('pass --yes');
  expect(existsSync(join(home, 'gatehouse.db'))).toBe(true);
  const to = mkdtempSync(join(tmpdir(), 'gatehouse-reset-'));
  onTestFinished(() => rmSync(to, { recursive: true }));
  const args = ['reset', '--yes', '--backup-to', to];
  const unlocked = await runCommand(home, args);
  expect(unlocked.err).toContain('set GATEHOUSE_BACKUP_PASSPHRASE');
  expect(existsSync(join(home, 'gatehouse.db'))).toBe(true);
  const result = await runCommand(home, args, { GATEHOUSE_BACKUP_PASSPHRASE: 'correct horse battery' });
  expect(result).toMatchObject({ code: 0, out: expect.stringContaining('Deleted') });
  expect(readdirSync(to)).toHaveLength(1);
  expect(
    readdirSync(home)
      .filter((name) => !name.startsWith('host.lock'))
      .toSorted(),
  ).toEqual(['backups', 'notes.txt']);
});

it('finds nothing to delete in an empty home', async () => {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-reset-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, 'photos'));
  expect(await runCommand(home, ['reset', '--yes'])).toMatchObject({ code: 0, out: 'There is nothing to delete.\n' });
});
