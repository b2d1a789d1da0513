// A cheap call while 50 sessions stream as fast as the model sends. The streams go to another process, so that only the host counts.
// Proves: GW-16, QA-2
import { setTimeout as delay } from 'node:timers/promises';

import { BareClient } from '../bare-client.ts';
import { startLoad } from '../child-process.ts';
import { planText, STAMPED, type Plan } from '../plan.ts';
import type { Row } from '../report.ts';
import { median, msBetween, quantile } from '../statistics.ts';
import type { World } from '../world.ts';

const SESSIONS = 50;
const CALL_EVERY_MS = 2;
const TIMEOUT_MS = 60_000;

/** Measures calls during `rounds` rounds of one answer per session. */
export async function flatOutRows(world: World, rounds: number, deltas: number): Promise<readonly Row[]> {
  const keys = Array.from({ length: SESSIONS }, (_, index) => `agent:main:flat-out-${index}`);
  for (const key of keys) await world.client.request('sessions.create', { key });
  await flatOut(world, keys, 'warm', deltas);
  const ours: number[] = [];
  for (let round = 0; round < rounds; round += 1) ours.push(...(await flatOut(world, keys, `round${round}`, deltas)));
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) bare.push(...(await flatOutBare(world, deltas)));
  return [
    {
      id: 'flat-out-call',
      title: `call (last-heartbeat) while ${SESSIONS} sessions stream flat out, p99`,
      unit: 'ms',
      value: quantile(ours, 0.99),
      target: 20,
      better: 'lower',
      bare: quantile(bare, 0.99),
      note: `median ${median(ours).toFixed(1)} ms, ${ours.length} calls`,
    },
  ];
}

async function flatOut(
  world: World,
  keys: readonly string[],
  name: string,
  deltas: number,
): Promise<readonly number[]> {
  const load = await startLoad();
  try {
    const { port, token } = world.host;
    await load.order({ do: 'open', port, token, plans: [{ feed: 'own', sessions: keys, scoped: true, slow: false }] });
    const plans = keys.map((_, index): Plan => ({ tag: `${STAMPED}-${name}${index}`, deltas, everyMs: 0 }));
    const sent = Promise.all(plans.map((plan, index) => say(world, keys[index] ?? '', plan)));
    const finished = sent.then(() => load.order({ do: 'finish', deltas, timeoutMs: TIMEOUT_MS }));
    const times = await callUntil(finished, () => world.client.request('last-heartbeat', {}));
    const violations = (await finished)?.violations ?? ['the clients reported nothing'];
    if (violations.length > 0) throw new Error(`a stream was incomplete: ${violations.slice(0, 5).join('; ')}`);
    await load.order({ do: 'close' });
    return times;
  } finally {
    load.stop();
  }
}

async function say(world: World, sessionKey: string, plan: Plan): Promise<void> {
  await world.client.request('chat.send', { sessionKey, message: planText(plan), idempotencyKey: plan.tag });
}

/** The same with the baseline, which relays as many streams. */
async function flatOutBare(world: World, deltas: number): Promise<readonly number[]> {
  const clients = await Promise.all(Array.from({ length: SESSIONS }, () => BareClient.connect(world.bareProcess.port)));
  const relays = clients.map((client, index) =>
    client.relay(world.model.url, { tag: `bareflat${index}`, deltas, everyMs: 0 }),
  );
  const frame = JSON.stringify({ type: 'req', id: '1000', method: 'last-heartbeat', params: {} });
  const times = await callUntil(Promise.all(relays), () => world.bare.echo(frame));
  for (const client of clients) client.close();
  return times;
}

async function callUntil(end: Promise<unknown>, call: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  let isOver = false;
  const watching = end.finally(() => (isOver = true));
  while (!isOver) {
    const startedAt = process.hrtime.bigint();
    await call();
    times.push(msBetween(startedAt, process.hrtime.bigint()));
    await delay(CALL_EVERY_MS);
  }
  await watching;
  return times;
}
