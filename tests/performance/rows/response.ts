// How soon the gateway reacts: to an abort, to a cheap call while it streams, and to an approval that another client should see.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { BareClient } from '../bare-client.ts';
import { BenchClient } from '../bench-client.ts';
import type { Plan } from '../plan.ts';
import type { Row } from '../report.ts';
import { median, msBetween } from '../statistics.ts';
import type { World } from '../world.ts';

const COMMAND = 'echo started; sleep 60';
const STREAMS = 10;
/** Time between two calls, so that they meet the streams at different moments. */
const CALL_EVERY_MS = 50;
const DELTA_EVERY_MS = 10;

/** Measures each reaction `times` times. */
export async function responseRows(world: World, times: number): Promise<readonly Row[]> {
  return [await noticeRow(world, times), await busyRow(world, times * 5), await abortRow(world, times)];
}

/** Time until a second client learns about a command that needs approval. */
async function noticeRow(world: World, times: number): Promise<Row> {
  const { client, host } = world;
  const other = await BenchClient.connect(host.port, host.token);
  const sessionKey = await world.session('notice');
  const ours: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const noticed = other.event<{ readonly approval: { readonly outcome?: string } }>(
      'approvals.changed',
      ({ approval }) => approval.outcome === undefined,
    );
    const began = process.hrtime.bigint();
    const asked = client.request('tools.invoke', { name: 'exec', args: { command: 'touch asked' }, sessionKey });
    await noticed;
    ours.push(msBetween(began, process.hrtime.bigint()));
    await asked;
    await client.request('chat.abort', { sessionKey });
  }
  other.close();
  return {
    id: 'notice',
    title: 'tool call to the approval notice of another client',
    unit: 'ms',
    value: median(ours),
    target: 1_000,
    better: 'lower',
    bare: undefined,
  };
}

/** Time of a cheap call while sessions stream. Baseline: an echo by a process that relays the same streams. */
async function busyRow(world: World, calls: number): Promise<Row> {
  const sessions = await Promise.all(Array.from({ length: STREAMS }, (_, index) => world.session(`busy-${index}`)));
  const caller = await BenchClient.connect(world.host.port, world.host.token);
  const turns = sessions.map((session, index) => world.client.turn(session, streamFor(calls, `busy${index}`)));
  const ours = await timeCalls(calls, () => caller.request('sessions.list', { limit: STREAMS }));
  await Promise.all(turns);
  caller.close();
  const clients = await Promise.all(Array.from({ length: STREAMS }, () => BareClient.connect(world.bareProcess.port)));
  const relays = clients.map((client, index) => client.relay(world.model.url, streamFor(calls, `barebusy${index}`)));
  const frame = JSON.stringify({ type: 'req', id: '1000', method: 'sessions.list', params: {} });
  const bare = await timeCalls(calls, () => world.bare.echo(frame));
  await Promise.all(relays);
  for (const client of clients) client.close();
  return {
    id: 'busy-call',
    title: `sessions.list while ${STREAMS} sessions stream`,
    unit: 'ms',
    value: median(ours),
    target: 5,
    better: 'lower',
    bare: median(bare),
  };
}

/** A stream that lasts as long as the calls. */
function streamFor(calls: number, tag: string): Plan {
  return { tag, deltas: (calls * CALL_EVERY_MS) / DELTA_EVERY_MS, everyMs: DELTA_EVERY_MS };
}

async function timeCalls(calls: number, call: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < calls; index += 1) {
    const began = process.hrtime.bigint();
    await call();
    times.push(msBetween(began, process.hrtime.bigint()));
    await delay(CALL_EVERY_MS);
  }
  return times;
}

/** Time from aborting a running command to the end of its run. Baseline: killing the same process. */
async function abortRow(world: World, times: number): Promise<Row> {
  const { client } = world;
  await client.request('agents.settings.set', { agentId: 'main', approvalMode: 'full' });
  const sessionKey = await world.session('abort');
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const started = client.event<{ readonly events: readonly { readonly kind: string }[] }>(
      'session.live',
      ({ events }) => events.some(({ kind }) => kind === 'tool-output'),
    );
    const ended = client.event<{ readonly event: { readonly type: string } }>(
      'session.event',
      ({ event }) => event.type === 'run.ended',
    );
    const call = client.request('tools.invoke', { name: 'exec', args: { command: COMMAND }, sessionKey });
    await started;
    const began = process.hrtime.bigint();
    await client.request('chat.abort', { sessionKey });
    await ended;
    ours.push(msBetween(began, process.hrtime.bigint()));
    await call;
    bare.push(await bareAbort());
  }
  return {
    id: 'abort',
    title: 'abort of a running command to the end of its run',
    unit: 'ms',
    value: median(ours),
    target: 200,
    better: 'lower',
    bare: median(bare),
  };
}

async function bareAbort(): Promise<number> {
  const child = spawn('sh', ['-c', COMMAND], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const began = process.hrtime.bigint();
  if (child.pid !== undefined) process.kill(-child.pid);
  await once(child, 'close');
  return msBetween(began, process.hrtime.bigint());
}
