// A database that was emptied or damaged is never taken for a new one, is named with its last backup, and can be restored.
// Proves: BK-1, CL-2
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectTo } from '#tests/kill/connect.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { startFaultHost } from './support/fault-host.ts';
import { failStart, runCommand } from './support/run-command.ts';

const KEY = 'agent:main:kept';

describe('an emptied database', () => {
  it('is reported and kept, and a restored backup has everything', async () => {
    const fixture = await startFaultHost();
    const { home } = fixture;
    const path = join(home, 'gatehouse.db');
    await fixture.say(KEY, 'remember this');
    // Also works while the host is running.
    expect(await runCommand(home, ['backup', 'create', '--plain'])).toMatchObject({ code: 0, err: '' });
    const running = await runCommand(home, ['backup', 'restore', '--yes']);
    expect([running.code, running.err]).toEqual([1, expect.stringContaining('Gatehouse is already running')]);
    await fixture.host.stop();
    const backup = (await runCommand(home, ['backup'])).out.trim();
    truncateSync(path, 0);
    const { code, err, out } = await failStart(home);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(`The database ${path} is empty; nothing was changed. To restore the last backup, run`);
    expect(err).toContain(backup);
    expect(statSync(path).size).toBe(0);
    expect((await runCommand(home, ['backup', 'restore'])).err).toContain('pass --yes');
    expect(await runCommand(home, ['backup', 'restore', '--yes'])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`Restored ${backup}`),
    });
    const host = await startRunningHost({ home });
    onTestFinished(() => host.dispose());
    const client = await connectTo(host.origin, host.token);
    onTestFinished(() => client.stop());
    const { messages } = await client.request('chat.history', { sessionKey: KEY });
    expect(JSON.stringify(messages)).toContain('remember this');
  });

  it('of an interrupted first start is none: the next start works', async () => {
    const home = mkdtempSync(join(tmpdir(), 'gatehouse-first-'));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    writeFileSync(join(home, 'gatehouse.db.new'), '');
    const host = await startRunningHost({ home });
    await host.dispose();
  });
});

describe('a page that is damaged while the host runs', () => {
  it('is reported with the path and the next step, by the call and in health', async () => {
    const fixture = await startFaultHost();
    const { home, client } = fixture;
    const path = join(home, 'gatehouse.db');
    for (let turn = 0; turn < 3; turn += 1) await fixture.say(KEY, 'many words '.repeat(2_000));
    await fixture.host.stop();
    client.stop();
    // Otherwise, the intact data would still be in memory.
    const host = await startRunningHost({ home });
    onTestFinished(() => host.dispose());
    const next = await connectTo(host.origin, host.token);
    onTestFinished(() => next.stop());
    overwriteAfter(path, 4096 * 8);
    const message = expect.stringContaining(`The database ${path} is damaged; nothing was deleted.`);
    const refused = await fixture.refusal(next.request('chat.history', { sessionKey: KEY }));
    expect(refused).toMatchObject({ message, details: { code: 'STORE_DAMAGED' } });
    expect(await next.request('health', {})).toMatchObject({ problems: [message] });
    expect((await fetch(`${host.origin}/healthz`)).status).toBe(200);
    // Others can still connect.
    (await connectTo(host.origin, host.token)).stop();
  });
});

/** Overwrites the file in place from `start` on. */
function overwriteAfter(path: string, start: number): void {
  const rest = readFileSync(path).length - start;
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(rest, 0xee), 0, rest, start);
  closeSync(file);
}
