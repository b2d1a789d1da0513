// Latency from the client to the model and back: request, first delta, final event.
// Proves: GW-16, QA-2
import { median, msBetween, quantile } from '../statistics.ts';
import type { Row } from '../report.ts';
import type { World } from '../world.ts';

const SESSIONS = 4;
const WARM_UP = 10;

/** Measures `turns` short turns in a few sessions, and as many through the baseline. */
export async function latencyRows(world: World, turns: number): Promise<readonly Row[]> {
  const ours = await measureHost(world, turns);
  const bare = await measureBare(world, turns);
  return [
    {
      id: 'request',
      title: 'chat.send to the request to the model',
      unit: 'ms',
      value: median(ours.request),
      target: 5,
      better: 'lower',
      bare: median(bare.request),
    },
    {
      id: 'first-delta',
      title: 'first delta from the model to the client, p95',
      unit: 'ms',
      value: quantile(ours.first, 0.95),
      target: 2,
      better: 'lower',
      bare: quantile(bare.first, 0.95),
    },
    {
      id: 'final',
      title: 'last byte from the model to the final event',
      unit: 'ms',
      value: median(ours.final),
      target: 5,
      better: 'lower',
      bare: median(bare.final),
    },
  ];
}

interface Times {
  readonly request: number[];
  readonly first: number[];
  readonly final: number[];
}

const none = (): Times => ({ request: [], first: [], final: [] });
const planOf = (tag: string) => ({ tag, deltas: 6, everyMs: 4 });

async function measureHost(world: World, turns: number): Promise<Times> {
  const sessions = await Promise.all(Array.from({ length: SESSIONS }, (_, index) => world.session(`latency-${index}`)));
  const times = none();
  for (let turn = -WARM_UP; turn < turns; turn += 1) {
    const session = sessions[Math.abs(turn) % SESSIONS] ?? '';
    const tag = `host${turn}`;
    const result = await world.client.turn(session, planOf(tag));
    const timing = await world.model.timing(tag);
    if (result.status !== 'done') throw new Error(`a turn ended as ${result.status}`);
    if (turn < 0) continue;
    times.request.push(msBetween(result.sentNs, timing.requestedNs));
    times.first.push(msBetween(timing.firstDeltaNs, result.firstTextNs));
    times.final.push(msBetween(timing.endedNs, result.finalNs));
  }
  return times;
}

async function measureBare(world: World, turns: number): Promise<Times> {
  const times = none();
  for (let turn = -WARM_UP; turn < turns; turn += 1) {
    const tag = `bare${turn}`;
    const result = await world.bare.relay(world.model.url, planOf(tag));
    const timing = await world.model.timing(tag);
    if (turn < 0) continue;
    times.request.push(msBetween(result.sentNs, timing.requestedNs));
    times.first.push(msBetween(timing.firstDeltaNs, result.firstNs));
    times.final.push(msBetween(timing.endedNs, result.endNs));
  }
  return times;
}
