// A backup that is taken while the workload of the kill test runs, after which the host is killed.
// Proves: BK-1
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { runCommand } from '#tests/faults/support/run-command.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { connectTo } from './connect.ts';
import { createLedger } from './ledger.ts';
import { createRandom } from './random.ts';
import { createRepository } from './repository-ledger.ts';
import { runWorkload } from './scenario.ts';
import { startScriptedModel } from './scripted-model.ts';

const PASSPHRASE = 'correct horse battery';

it('restores to the state of one moment: everything acknowledged before it, and nothing that never was', async () => {
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-kill-backup-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true, maxRetries: 3 }));
  const [home, restored, workspace] = ['home', 'restored', 'workspace'].map((name) => join(base, name)) as [
    string,
    string,
    string,
  ];
  for (const folder of [home, workspace]) mkdirSync(folder, { mode: 0o700 });
  const repository = createRepository(join(base, 'garden'));
  const ledger = createLedger();
  const model = await startScriptedModel({
    asked: () => undefined,
    requested: () => undefined,
    edits: repository.edits,
  });
  onTestFinished(() => model.close());
  writeFileSync(
    join(home, 'gatehouse.json5'),
    JSON.stringify({
      agents: {
        defaults: { model: 'anthropic/claude-sonnet-4-5', approvalMode: 'ask' },
        entries: { main: { workspace } },
      },
      workspaces: { trusted: [workspace, repository.folder] },
      limits: { concurrentRuns: 64 },
    }),
  );
  const env = {
    ANTHROPIC_API_KEY: 'sk-ant-test-0000000000',
    ANTHROPIC_BASE_URL: model.url,
    OLLAMA_HOST: 'http://127.0.0.1:9',
  };
  const host = await startRunningHost({ home, env: { ...env, GATEHOUSE_MACHINE: 'host' } });
  onTestFinished(() => host.dispose());
  const client = await connectTo(host.origin, host.token);
  await client.request('backup.setSecret', { what: 'passphrase', secret: PASSPHRASE });
  const stop = new AbortController();
  const workload = runWorkload({
    client,
    ledger,
    workspaces: new Map([['main', workspace]]),
    repository,
    host,
    random: createRandom(4711),
    name: 'backup',
    trigger: 'time',
    signal: stop.signal,
    hit: () => undefined,
  });
  await waitUntil('some work', () => readEvents(home).size > 100);
  const before = readEvents(home);
  await client.request('backup.create', {});
  const name = await waitUntil('the backup', async () => {
    const { last } = await client.request('backup.status', {});
    return last?.name;
  });
  await waitUntil('more work', () => readEvents(home).size > before.size + 20);
  stop.abort();
  await host.kill();
  client.stop();
  await workload.catch(() => undefined);
  const after = readEvents(home);

  const file = join(home, 'backups', name ?? '');
  const result = await runCommand(restored, ['backup', 'restore', file, '--yes'], {
    GATEHOUSE_BACKUP_PASSPHRASE: PASSPHRASE,
  });
  expect(result).toMatchObject({ code: 0 });
  const found = readEvents(restored);
  expect(found.size).toBeLessThan(after.size);
  for (const [key, event] of before) expect(found.get(key), key).toBe(event);
  for (const [key, event] of found) expect(after.get(key), key).toBe(event);

  const next = await startRunningHost({ home: restored, env });
  onTestFinished(() => next.dispose());
  const again = await connectTo(next.origin, next.token);
  onTestFinished(() => again.stop());
  expect((await again.request('audit.verify', {})).ok).toBe(true);
  expect((await again.request('backup.status', {})).encryption).toBe('passphrase');
});

/** All events of a database as they are on disk now, by session and number. */
function readEvents(home: string): ReadonlyMap<string, string> {
  const database = new Database(join(home, 'gatehouse.db'), { readonly: true, fileMustExist: true });
  try {
    const rows = database
      .prepare('SELECT key, seq, json FROM events JOIN sessions ON sessions.id = events.session')
      .all() as { key: string; seq: number; json: string }[];
    return new Map(rows.map(({ key, seq, json }) => [`${key} ${seq}`, json]));
  } finally {
    database.close();
  }
}
