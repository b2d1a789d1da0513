// Disk and database failures under a real host: typed errors, nothing lost, nothing repeated, and work continues.
// Proves: LN-3, QA-1
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { startFaultHost, only } from './support/fault-host.ts';
import { failStart } from './support/run-command.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const WORDS = Array.from({ length: 200 }, (_unused, index) => `word${index} `).join('');

/** Whether file sizes of a running process can be limited, which simulates a full disk without special rights. */
function canLimitFiles(): boolean {
  try {
    execFileSync('prlimit', ['--pid', String(process.pid), '--fsize'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Sets the largest file that a process can write; `unlimited` lifts the limit. */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

describe('a full disk', () => {
  it('rejects writes and pauses runs, which continue when there is space again', async (context) => {
    if (!canLimitFiles()) return context.skip('a full disk cannot be simulated without prlimit');
    const fixture = await startFaultHost({
      model: (request) =>
        lastUserText(request).endsWith('slowly')
          ? { steps: [{ say: WORDS, chunks: 100, everyMs: 15 }] }
          : { steps: [{ say: 'Yes.' }] },
    });
    const { client, host } = fixture;
    await fixture.say('agent:main:other', 'before');
    const longAnswer = fixture.say('agent:main:slow', 'speak slowly');
    await waitUntil('the stream', () => (fixture.model.open() > 0 ? true : undefined));
    const wal = statSync(join(fixture.home, 'gatehouse.db-wal')).size;
    limitFiles(host.pid, Math.max(4096, wal));
    onTestFinished(() => limitFiles(host.pid, 'unlimited'));
    const message = { sessionKey: 'agent:main:other', message: 'kept once', idempotencyKey: 'kept-once' };
    const refused = await fixture.refusal(client.request('chat.send', message));
    expect(refused).toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      details: { code: expect.stringMatching(/DISK_(FULL|FAILED)/), hint: expect.stringMatching(/space/) },
    });
    const settings = await fixture.refusal(
      client.request('config.patch', { raw: '{"limits":{"modelRetries":5}}', baseHash: await hashOf(client) }),
    );
    expect(settings.message).toMatch(/space|written|saved/);
    expect(JSON.stringify(await client.request('config.get', {}))).not.toContain('"modelRetries":5');
    const { messages } = (await client.request('chat.history', { sessionKey: 'agent:main:other' })) as {
      messages: readonly unknown[];
    };
    expect(messages.length, 'earlier messages are still there').toBe(2);
    expect(await client.request('health', {})).toMatchObject({
      ok: true,
      problems: [expect.stringMatching(/Nothing can be saved to the database .*gatehouse\.db.*space/)],
    });
    const ready = await fetch(`${host.origin}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      expect.objectContaining({ ready: false, failing: ['store'] }),
    ]);
    // The answer ends while nothing can be written.
    await waitUntil('the end of the stream', () => (fixture.model.open() === 0 ? true : undefined));
    limitFiles(host.pid, 'unlimited');
    await expect.poll(async () => (await fetch(`${host.origin}/readyz`)).status).toBe(200);
    await expect.poll(() => client.request('health', {})).toMatchObject({ problems: [] });
    const events = await longAnswer;
    expect(only(events, 'run.ended').status).toBe('done');
    expect(only(events, 'message.completed').content).toEqual([{ type: 'text', text: WORDS }]);
    const first = await client.request('chat.send', message);
    expect(first.status).toBe('started');
    await waitUntil('the answer', () =>
      fixture.events('agent:main:other').find((event) => event.type === 'run.ended' && event.runId === 'kept-once'),
    );
    expect((await client.request('chat.send', message)).status).toBe('ok');
    expect(fixture.model.requests.filter((request) => lastUserText(request) === 'kept once')).toHaveLength(1);
    expect(host.stderr()).toBe('');
  });
});

describe('a decision on a full disk', () => {
  it('is rejected, stays pending, and is accepted once when there is space again', async (context) => {
    if (!canLimitFiles()) return context.skip('a full disk cannot be simulated without prlimit');
    const fixture = await startFaultHost({
      model: (request) =>
        lastToolResults(request).length > 0
          ? { steps: [{ say: 'Done.' }] }
          : { steps: [{ call: 'exec', input: { command: 'echo once >> trace.txt' } }] },
    });
    const { client, host } = fixture;
    const trace = join(fixture.workspace, 'trace.txt');
    const run = fixture.say('agent:main:asks', 'go');
    const { approvalId: id } = await waitUntil('the approval', () =>
      fixture.events('agent:main:asks').find((event) => event.type === 'approval.requested'),
    );
    limitFiles(host.pid, statSync(join(fixture.home, 'gatehouse.db-wal')).size);
    onTestFinished(() => limitFiles(host.pid, 'unlimited'));
    const answer = { id, decision: 'allow-once' as const };
    const refused = await fixture.refusal(client.request('exec.approval.resolve', answer));
    expect(refused).toMatchObject({
      code: 'UNAVAILABLE',
      details: { code: expect.stringMatching(/DISK_(FULL|FAILED)/) },
    });
    expect(existsSync(trace), 'a command that was not recorded did not run').toBe(false);
    const waiting = (await client.request('exec.approval.list', {})) as readonly { readonly id: string }[];
    expect(waiting.map((one) => one.id)).toEqual([id]);
    limitFiles(host.pid, 'unlimited');
    await client.request('exec.approval.resolve', answer);
    expect(only(await run, 'run.ended').status).toBe('done');
    expect(readFileSync(trace, 'utf8')).toBe('once\n');
  });
});

describe('a database locked by another program', () => {
  it('rejects writes quickly, and everything continues when it is unlocked', async () => {
    const fixture = await startFaultHost();
    await fixture.say('agent:main:a', 'before');
    const other = new Database(join(fixture.home, 'gatehouse.db'));
    onTestFinished(() => void other.close());
    other.exec('BEGIN IMMEDIATE');
    const message = { sessionKey: 'agent:main:a', message: 'during', idempotencyKey: 'during' };
    const refused = await fixture.refusal(fixture.client.request('chat.send', message));
    expect(refused).toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      details: { code: 'STORE_LOCKED', hint: expect.stringContaining('Close the program') },
    });
    expect(await fixture.client.request('health', {})).toMatchObject({ ok: true });
    other.exec('ROLLBACK');
    expect((await fixture.client.request('chat.send', message)).status).toBe('started');
    await waitUntil('the answer', () =>
      fixture.events('agent:main:a').find((event) => event.type === 'run.ended' && event.runId === 'during'),
    );
    expect(fixture.events('agent:main:a').filter((event) => event.type === 'message.accepted')).toHaveLength(2);
  });
});

describe('a damaged database', () => {
  it('is neither deleted nor changed, and the start error says what to do', async () => {
    const fixture = await startFaultHost();
    for (let turn = 0; turn < 3; turn += 1) await fixture.say('agent:main:a', 'many words '.repeat(2_000));
    await fixture.host.stop();
    const path = join(fixture.home, 'gatehouse.db');
    const whole = readFileSync(path);
    // The schema stays intact, so the damage shows only when more is read.
    writeFileSync(path, Buffer.concat([whole.subarray(0, 4096 * 8), Buffer.alloc(whole.length - 4096 * 8, 0xee)]));
    const damaged = readFileSync(path);
    const { code, err } = await failStart(fixture.home);
    expect(code).toBe(1);
    expect(err).toContain(`The database ${path} is damaged; nothing was deleted.`);
    expect(readFileSync(path).equals(damaged)).toBe(true);
  });

  it('that is not a database is not changed, and the start error says what to do', async () => {
    const home = mkdtempSync(join(tmpdir(), 'gatehouse-damaged-'));
    onTestFinished(() => rmSync(home, { recursive: true }));
    writeFileSync(join(home, 'gatehouse.db'), 'these are not the pages of a database '.repeat(500));
    const before = readFileSync(join(home, 'gatehouse.db'));
    const { code, err, out } = await failStart(home);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`The database ${join(home, 'gatehouse.db')} is damaged; nothing was deleted.`);
    expect(err).not.toMatch(/\n\s+at /);
    expect(readFileSync(join(home, 'gatehouse.db')).equals(before)).toBe(true);
    // The lock was released, so a repaired home starts.
    rmSync(join(home, 'gatehouse.db'));
    const host = await startRunningHost({ home });
    await host.dispose();
  });

  it('of a newer version that this one cannot read is not changed, and the start error says what to do', async () => {
    const fixture = await startFaultHost();
    await fixture.host.stop();
    const path = join(fixture.home, 'gatehouse.db');
    const newer = new Database(path);
    newer.exec('UPDATE schema_compatibility SET readable_from = 99');
    newer.pragma('user_version = 99');
    newer.close();
    const before = readFileSync(path);
    const { code, err } = await failStart(fixture.home);
    expect(code).toBe(1);
    expect(err).toMatch(/newer version of Gatehouse \(schema version 99.*Install the newer version/);
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('the database of a newer version', () => {
  it('can be read and exported, and nothing changes it', async () => {
    const fixture = await startFaultHost({ model: () => ({ steps: [{ say: 'An answer to keep.' }] }) });
    const key = 'agent:main:kept';
    await fixture.say(key, 'A question to keep.');
    await fixture.host.stop();
    const path = join(fixture.home, 'gatehouse.db');
    const newer = new Database(path);
    newer.exec('ALTER TABLE sessions ADD COLUMN mood TEXT');
    newer.pragma('user_version = 99');
    newer.close();
    const before = readFileSync(path);
    const host = await startRunningHost({ home: fixture.home, env: fixture.env });
    onTestFinished(() => host.dispose());
    const client = await connectTo(host.origin, host.token);
    onTestFinished(() => client.stop());
    expect(client.hello()?.features.capabilities).toContain('gatehouse-read-only');
    expect((await client.request('health', {}))['problems']).toEqual([
      expect.stringMatching(/newer version.*read-only/),
    ]);
    expect(JSON.stringify(await client.request('chat.history', { sessionKey: key }))).toContain('An answer to keep.');
    expect(await client.request('sessions.export_user', {})).toMatchObject({ exported: 1, warnings: [] });
    const refusals = [
      client.request('chat.send', { sessionKey: key, message: 'More', idempotencyKey: 'more' }),
      client.request('sessions.patch', { key, label: 'Other' }),
      client.request('sessions.delete', { key }),
    ].map((call) => fixture.refusal(call));
    for (const refusal of await Promise.all(refusals))
      expect(refusal).toMatchObject({
        code: 'INVALID_REQUEST',
        message: expect.stringMatching(/newer version .* read-only. Nothing was changed/),
        details: { code: 'DATABASE_READ_ONLY', hint: expect.stringMatching(/backup restore/) },
      });
    const posted = await fetch(`${host.origin}/v1/responses`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${host.token}`, 'Content-Type': 'application/json' },
      body: '{}',
    });
    expect(posted.status).toBe(409);
    await host.stop();
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe('a port in use', () => {
  it('is reported, and the next free one is used', async () => {
    const owner = createServer().listen(0, '127.0.0.1');
    await once(owner, 'listening');
    onTestFinished(() => void owner.close());
    const { port } = owner.address() as AddressInfo; // it listens on TCP
    const host = await startRunningHost({ port });
    onTestFinished(() => host.dispose());
    expect(host.port).not.toBe(port);
    expect((await fetch(`${host.origin}/readyz`)).status).toBe(200);
    const log = readFileSync(join(host.home, 'logs', 'gatehouse.log'), 'utf8');
    expect(log).toContain(`Port ${port} is in use`);
  });
});

async function hashOf(client: {
  request(method: 'config.get', params: Record<string, never>): Promise<{ readonly hash?: unknown }>;
}): Promise<string> {
  return String((await client.request('config.get', {})).hash);
}
