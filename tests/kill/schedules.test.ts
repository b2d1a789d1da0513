// A schedule that is due every second on a host that is killed repeatedly, including between claim and run.
// Proves: CR-3
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { ScheduleRunRow } from '#contract/types/schedules.ts';
import { startModelServer } from '#tests/support/model-server.ts';
import { startRunningHost, type RunningHost } from '#tests/support/running-host.ts';
import { connectTo } from './connect.ts';

const EVERY_MS = 1_000;
const MODEL = 'anthropic/claude-sonnet-4-5';
/** When the host is killed: after a tick is claimed, the model is called, or a run ends. */
const MOMENTS = ['started', 'asked', 'finished', 'started', 'asked'] as const;

/** A signal that can be awaited repeatedly. */
function moments() {
  const waiting = new Map<string, () => void>();
  return {
    tell: (name: string): void => waiting.get(name)?.(),
    next: (name: string): Promise<void> => new Promise((resolve) => waiting.set(name, resolve)),
  };
}

it('creates one row per tick and runs none twice, whenever it is killed', async () => {
  const base = mkdtempSync(join(tmpdir(), 'gatehouse-kill-schedules-'));
  const [home, workspace] = [join(base, 'home'), join(base, 'work')];
  mkdirSync(home);
  mkdirSync(workspace);
  const agents = { defaults: { model: MODEL }, entries: { main: { workspace } } };
  writeFileSync(join(home, 'gatehouse.json5'), JSON.stringify({ agents, schedules: { missedRuns: 'all' } }));
  const moment = moments();
  let calls = 0;
  const model = await startModelServer(() => {
    calls += 1;
    moment.tell('asked');
    return { steps: [{ say: 'a look around, and nothing to see', chunks: 6, everyMs: 10 }] };
  });
  let host: RunningHost | undefined;
  onTestFinished(async () => {
    await host?.dispose();
    await model.close();
    rmSync(base, { recursive: true, force: true });
  });
  const env = { ANTHROPIC_API_KEY: 'sk-ant-test-0000000000', ANTHROPIC_BASE_URL: model.url };
  const live = async (): Promise<GatewayClient> => {
    host = await startRunningHost({ home, env });
    const client = await connectTo(host.origin, host.token);
    client.on('cron', ({ action }) => moment.tell(String(action)));
    return client;
  };

  let id = '';
  for (const [life, name] of MOMENTS.entries()) {
    const client = await live();
    if (life === 0) id = await addJob(client);
    await moment.next(name);
    await host?.kill();
    client.stop();
  }

  const client = await live();
  await client.request('cron.update', { id, patch: { enabled: false } });
  await expect.poll(async () => (await rowsOf(client, id)).some(({ status }) => status === 'claimed')).toBe(false);
  const rows = await rowsOf(client, id);
  const ticks = rows.map(({ tickMs = 0 }) => tickMs);
  const first = ticks[0] ?? 0;
  expect(ticks).toEqual(rows.map((_, n) => first + n * EVERY_MS));
  const begun = rows.filter(({ status }) => status === 'ok' || status === 'interrupted' || status === 'error');
  expect(calls).toBeLessThanOrEqual(begun.length);
  expect(rows.filter(({ status }) => status === 'ok').length).toBeGreaterThan(0);
  expect(rows.filter(({ status }) => status === 'interrupted').length).toBeGreaterThan(0);
  for (const { status, sessionKey = '' } of rows) {
    const { messages } = await client.request('chat.history', { sessionKey });
    const asked = messages.filter((message) => message['role'] === 'user').length;
    if (status === 'ok') expect(asked).toBe(1);
    else expect(asked).toBeLessThanOrEqual(status === 'interrupted' || status === 'error' ? 1 : 0);
  }
  client.stop();
});

async function addJob(client: GatewayClient): Promise<string> {
  const made = await client.request('cron.add', {
    name: 'each second',
    schedule: { kind: 'every', everyMs: EVERY_MS },
    sessionTarget: 'isolated',
    wakeMode: 'now',
    payload: { kind: 'agentTurn', message: 'look around' },
  });
  return 'id' in made ? made.id : made.job.id;
}

/** Oldest first. */
async function rowsOf(client: GatewayClient, id: string): Promise<readonly ScheduleRunRow[]> {
  const { runs } = await client.request('schedules.runs', { id, limit: 500 });
  return runs.toSorted((a, b) => (a.tickMs ?? 0) - (b.tickMs ?? 0));
}
