// Fifty concurrent sessions at full speed. Every character must arrive, in deltas and in the final message.
import { BareClient } from '../bare-client.ts';
import { wholeText, type Plan } from '../plan.ts';
import type { Row } from '../report.ts';
import { msBetween } from '../statistics.ts';
import type { World } from '../world.ts';

const SESSIONS = 50;

/** Measures `deltas` deltas per session. */
export async function throughputRow(world: World, deltas: number): Promise<Row> {
  const sessions = await Promise.all(Array.from({ length: SESSIONS }, (_, index) => world.session(`flood-${index}`)));
  await floodHost(world, sessions, Math.ceil(deltas / 10), 'warm');
  const rate = await floodHost(world, sessions, deltas, 'flood');
  const bare = await floodBare(world, deltas);
  return {
    id: 'throughput',
    title: `deltas through ${SESSIONS} concurrent sessions`,
    unit: '/s',
    value: rate,
    target: 20_000,
    better: 'higher',
    bare,
    note: 'every character checked',
  };
}

async function floodHost(world: World, sessions: readonly string[], deltas: number, name: string): Promise<number> {
  const startedAt = process.hrtime.bigint();
  const plans = sessions.map((_, index): Plan => ({ tag: `${name}${index}`, deltas, everyMs: 0 }));
  const results = await Promise.all(plans.map((plan, index) => world.client.turn(sessions[index] ?? '', plan)));
  const ms = msBetween(startedAt, process.hrtime.bigint());
  results.forEach((result, index) => {
    const plan = plans[index];
    if (plan === undefined) return;
    const expected = wholeText(plan);
    if (result.final !== expected)
      throw new Error(
        `${plan.tag}: the final message lacks text (${result.final.length} of ${expected.length}, ${result.status})`,
      );
    if (result.streamed !== expected)
      throw new Error(`${plan.tag}: the stream lacks text (${result.streamed.length} of ${expected.length})`);
  });
  return (sessions.length * deltas * 1000) / ms;
}

async function floodBare(world: World, deltas: number): Promise<number> {
  const clients = await Promise.all(Array.from({ length: SESSIONS }, () => BareClient.connect(world.bareProcess.port)));
  const startedAt = process.hrtime.bigint();
  await Promise.all(
    clients.map((client, index) => client.relay(world.model.url, { tag: `bareflood${index}`, deltas, everyMs: 0 })),
  );
  const ms = msBetween(startedAt, process.hrtime.bigint());
  for (const client of clients) client.close();
  return (SESSIONS * deltas * 1000) / ms;
}
