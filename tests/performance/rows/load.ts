// 200 clients, 50 of which stop reading, while 50 sessions stream. The other clients must not be affected.
// Proves: GW-16, QA-2
import { setTimeout as delay } from 'node:timers/promises';
import { cpuNs, rssBytes, startLoad, type LoadProcess } from '../child-process.ts';
import type { LoadClientPlan } from '../load-client.ts';
import type { LoadReport } from '../load-process.ts';
import { planText, STAMPED, type Plan } from '../plan.ts';
import type { Row } from '../report.ts';
import type { World } from '../world.ts';

const SESSIONS = 50;
/** Clients per feed that keep reading, and that stop reading. */
const FAST = 75;
const SLOW = 25;
/** OpenClaw clients that receive events of every session. The others request only their own. */
const HEAR_ALL = 5;
/** Open sessions of a Gatehouse client. */
const PANES = 2;
const EVERY_MS = 50;
const SAMPLE_MS = 200;
/** Time for memory to be released after the clients disconnected, ms. */
const CALM_MS = 20_000;
const MB = 1024 * 1024;

interface Round {
  /** Clients that keep reading. */
  readonly report: LoadReport;
  /** Clients that stop for a while. */
  readonly caughtUp: LoadReport;
  readonly cpuMs: number;
  readonly rssBefore: number;
  readonly rssPeak: number;
}

/** Measures `deltas` deltas per session. */
export async function loadRows(world: World, deltas: number): Promise<readonly Row[]> {
  const keys = await Promise.all(Array.from({ length: SESSIONS }, (_, index) => world.session(`load-${index}`)));
  await round(world, keys, 'warm', [alone('own', keys), alone('openclaw', keys)], Math.ceil(deltas / 4));
  const single = await round(world, keys, 'alone', [alone('own', keys), alone('openclaw', keys)], deltas);
  const crowd = await round(world, keys, 'crowd', crowdOf(keys), deltas);
  const left = await calmRss(world, crowd.rssBefore);
  for (const { report } of [single, crowd]) requireWhole('clients that read missed something', report);
  requireWhole('slow clients did not catch up', crowd.caughtUp);
  return rowsOf(single, crowd, left);
}

function requireWhole(what: string, { violations }: LoadReport): void {
  if (violations.length > 0) throw new Error(`${what}: ${violations.slice(0, 5).join('; ')}`);
}

function rowsOf(single: Round, crowd: Round, left: number): readonly Row[] {
  const added = (feed: LoadClientPlan['feed']): number => crowd.report.p95[feed] - single.report.p95[feed];
  const closed = JSON.stringify(crowd.caughtUp.closed);
  const who = `${2 * (FAST + SLOW)} clients, ${2 * SLOW} slow, ${SESSIONS} sessions`;
  const note = `${crowd.report.lines} lines checked, ${crowd.report.endedShort} answers had their last part with the end, ${Math.round(crowd.cpuMs)} ms of the processor, ${closed === '{}' ? 'no slow one was closed' : `closed ${closed}`}`;
  return [
    latencyRow('load-own', `added to a delta by ${who}, our feed, p95`, added('own'), single.report.p95.own, note),
    latencyRow('load-openclaw', 'the same, OpenClaw’s feed, p95', added('openclaw'), single.report.p95.openclaw, note),
    memoryRow('load-memory', 'memory more at the peak of that', (crowd.rssPeak - crowd.rssBefore) / MB, 150),
    memoryRow('load-memory-after', 'memory more when they are gone', (left - crowd.rssBefore) / MB, 50),
  ];
}

const latencyRow = (id: string, title: string, value: number, bare: number, note: string): Row => ({
  id,
  title,
  unit: 'ms',
  value,
  target: 20,
  better: 'lower',
  bare,
  note,
});

const memoryRow = (id: string, title: string, value: number, target: number): Row => ({
  id,
  title,
  unit: 'MB',
  value,
  target,
  better: 'lower',
  bare: undefined,
});

function alone(feed: LoadClientPlan['feed'], keys: readonly string[]): LoadClientPlan {
  return { feed, sessions: keys.slice(0, 1), scoped: feed === 'openclaw', slow: false };
}

function crowdOf(keys: readonly string[]): readonly LoadClientPlan[] {
  const some = (index: number, count: number): readonly string[] =>
    Array.from({ length: count }, (_, pane) => keys[(index + pane) % keys.length] ?? '');
  return [
    ...Array.from({ length: FAST }, (_, index): LoadClientPlan => ({
      feed: 'own',
      sessions: some(index, PANES),
      scoped: true,
      slow: false,
    })),
    ...Array.from({ length: FAST }, (_, index): LoadClientPlan => {
      const all = index < HEAR_ALL;
      return { feed: 'openclaw', sessions: all ? keys : some(index, 1), scoped: !all, slow: false };
    }),
    ...Array.from({ length: SLOW }, (): LoadClientPlan => ({ feed: 'own', sessions: keys, scoped: true, slow: true })),
    ...Array.from({ length: SLOW }, (): LoadClientPlan => ({
      feed: 'openclaw',
      sessions: keys,
      scoped: false,
      slow: true,
    })),
  ];
}

/** All sessions answer once. Slow clients continue reading after two thirds of the text. */
async function round(
  world: World,
  keys: readonly string[],
  name: string,
  plans: readonly LoadClientPlan[],
  deltas: number,
): Promise<Round> {
  // In separate processes, so that clients that catch up don't slow down the others.
  const [fast, slow] = await Promise.all([startLoad(), startLoad()]);
  const both = [fast, slow];
  try {
    const { port, token } = world.host;
    await fast.order({ do: 'open', port, token, plans: plans.filter((plan) => !plan.slow) });
    await slow.order({ do: 'open', port, token, plans: plans.filter((plan) => plan.slow) });
    const rssBefore = rssBytes(world.host.pid);
    const memory = watchMemory(world.host.pid);
    const cpuBefore = cpuNs(world.host.pid);
    await slow.order({ do: 'pause' });
    await Promise.all(
      keys.map((key, index) => say(world, key, { tag: `${STAMPED}-${name}${index}`, deltas, everyMs: EVERY_MS })),
    );
    await delay((deltas * EVERY_MS * 2) / 3);
    await slow.order({ do: 'resume' });
    const [report, caughtUp] = await Promise.all(both.map((load) => finished(load, deltas)));
    if (report === undefined || caughtUp === undefined) throw new Error('the clients reported nothing');
    const cpuMs = (cpuNs(world.host.pid) - cpuBefore) / 1e6;
    return { report, caughtUp, rssBefore, rssPeak: memory.peak(), cpuMs };
  } finally {
    for (const load of both) {
      await load.order({ do: 'close' });
      load.stop();
    }
  }
}

async function say(world: World, sessionKey: string, plan: Plan): Promise<void> {
  await world.client.request('chat.send', { sessionKey, message: planText(plan), idempotencyKey: `load-${plan.tag}` });
}

async function finished(load: LoadProcess, deltas: number): Promise<LoadReport> {
  const report = await load.order({ do: 'finish', deltas, timeoutMs: deltas * EVERY_MS + 60_000 });
  if (report === undefined) throw new Error('the clients reported nothing');
  return report;
}

function watchMemory(pid: number): { peak(): number } {
  let peak = rssBytes(pid);
  const timer = setInterval(() => (peak = Math.max(peak, rssBytes(pid))), SAMPLE_MS);
  return {
    peak() {
      clearInterval(timer);
      return peak;
    },
  };
}

/** Memory once it is released, or after the time limit. */
async function calmRss(world: World, before: number): Promise<number> {
  for (const end = Date.now() + CALM_MS; Date.now() < end && rssBytes(world.host.pid) > before + 50 * MB;)
    await delay(SAMPLE_MS);
  return rssBytes(world.host.pid);
}
