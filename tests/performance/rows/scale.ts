// A gateway with years of data: 10,000 sessions, 100,000 messages in 100 of them, and 50,000 messages in another one. The runs of
// these messages are more than 100,000 entries of activity.
// Proves: GW-16, QA-2
import { rmSync } from 'node:fs';

import { BareClient } from '../bare-client.ts';
import { BenchClient } from '../bench-client.ts';
import { startBare, type ModelProcess } from '../child-process.ts';
import type { Row } from '../report.ts';
import { seededSession, seedHome, seedMessages } from '../seed.ts';
import { median, msBetween } from '../statistics.ts';
import { makeHome, startHost } from '../world.ts';

/** The amount of data. */
interface Scale {
  readonly sessions: number;
  /** Sessions with messages, and messages of each of them. */
  readonly spoken: number;
  readonly messages: number;
  /** Messages of the long session. */
  readonly long: number;
}

const FULL: Scale = { sessions: 10_000, spoken: 100, messages: 1_000, long: 50_000 };
const QUICK: Scale = { sessions: 1_000, spoken: 20, messages: 500, long: 5_000 };

/** The word that every message of the {@link Scale.spoken} sessions contains. */
const WORD = 'deployment';
const LONG_KEY = 'agent:main:long';
const PAGE = 20;
const HISTORY = 50;
/** Longest time that any read should need, ms. */
const CEILING_MS = 200;
/** Starts of the host, because only the first load after a start is one. */
const STARTS = 3;
/** Time between two calls that measure how long others wait, ms. */
const PROBE_MS = 5;

const format = (count: number): string => count.toLocaleString('en-US');

/** Measures each read `times` times. */
export async function scaleRows(model: ModelProcess, times: number, quick: boolean): Promise<readonly Row[]> {
  const scale = quick ? QUICK : FULL;
  const home = makeHome();
  await seedHome(home, (sessions) => seedScale(sessions, scale));
  const bareProcess = await startBare();
  const bare = await BareClient.connect(bareProcess.port);
  try {
    const loads: Load[] = [];
    for (let start = 1; start < STARTS; start += 1) loads.push(await withHost(home, model, timeLoad));
    return await withHost(home, model, async (client, other) => {
      loads.push(await timeLoad(client, other));
      const reads: Reads = { client, bare, times };
      return [
        ...(await listRows(reads, scale)),
        await searchRow(reads, scale),
        await historyRow(reads, scale),
        loadRow(loads, scale),
        await activityRow(reads, scale),
      ];
    });
  } finally {
    bare.close();
    bareProcess.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function seedScale(sessions: Parameters<Parameters<typeof seedHome>[1]>[0], scale: Scale): Promise<void> {
  for (let index = 0; index < scale.sessions; index += 1) {
    const record = seededSession(`agent:main:seeded-${index}`, index);
    if (index >= scale.spoken)
      await sessions.commit({ key: record.key, create: record, ts: record.createdAt, events: [] });
    else
      await seedMessages(
        sessions,
        record,
        scale.messages,
        (at) => `message ${at} about the ${WORD} of part ${at % 97}`,
      );
  }
  const long = seededSession(LONG_KEY, scale.sessions);
  await seedMessages(sessions, long, scale.long, (at) => `message ${at} of a session that somebody has used for years`);
}

async function withHost<T>(
  home: string,
  model: ModelProcess,
  run: (client: BenchClient, other: BenchClient) => Promise<T>,
): Promise<T> {
  const host = await startHost(home, model);
  const clients = [
    await BenchClient.connect(host.port, host.token),
    await BenchClient.connect(host.port, host.token),
  ] as const;
  try {
    return await run(...clients);
  } finally {
    for (const client of clients) client.close();
    await host.stop();
  }
}

/** Times of the first load of the long session, ms. */
interface Load {
  readonly ms: number;
  /** The longest that a call of another client needed meanwhile. */
  readonly otherMs: number;
}

async function timeLoad(client: BenchClient, other: BenchClient): Promise<Load> {
  // The first call of a method loads code.
  await client.request('sessions.watch', { key: 'agent:main:seeded-0' });
  await other.request('last-heartbeat', {});
  let isLoading = true;
  let otherMs = 0;
  const probe = async (): Promise<void> => {
    while (isLoading) {
      otherMs = Math.max(otherMs, await timeCall(() => other.request('last-heartbeat', {})));
      await new Promise((resolve) => setTimeout(resolve, PROBE_MS));
    }
  };
  const probing = probe();
  const ms = await timeCall(() => client.request('sessions.watch', { key: LONG_KEY }));
  isLoading = false;
  await probing;
  return { ms, otherMs };
}

function loadRow(loads: readonly Load[], { long }: Scale): Row {
  return {
    id: 'scale-load',
    title: `first load of a session with ${format(long)} messages`,
    unit: 'ms',
    value: median(loads.map(({ ms }) => ms)),
    target: 1_000,
    better: 'lower',
    bare: undefined,
    note: `calls of others took up to ${median(loads.map(({ otherMs }) => otherMs)).toFixed(0)} ms meanwhile`,
  };
}

/** The two sides of a comparison. */
interface Reads {
  readonly client: BenchClient;
  readonly bare: BareClient;
  readonly times: number;
}

/** A list that is read right after a session was changed, so that nothing kept can be sent. */
async function listRows({ client, bare, times }: Reads, { sessions }: Scale): Promise<readonly Row[]> {
  const ours: number[] = [];
  let bytes = 0;
  for (let round = 0; round < times; round += 1) {
    await client.request('sessions.patch', { key: `agent:main:seeded-${sessions - 1}`, unread: round % 2 === 0 });
    ours.push(await timeCall(async () => (bytes = sizeOf(await client.request('sessions.list', { limit: PAGE })))));
  }
  const baseline = await timeEcho(bare, bytes, times);
  const title = `sessions.list of ${PAGE} among ${format(sessions)} sessions, after a change`;
  const shared = { unit: 'ms', better: 'lower' } as const;
  return [
    { id: 'scale-list', title, ...shared, value: median(ours), target: 5, bare: median(baseline) },
    {
      id: 'scale-list-max',
      title: 'same, slowest',
      ...shared,
      value: Math.max(...ours),
      target: CEILING_MS,
      bare: Math.max(...baseline),
    },
  ];
}

function searchRow(reads: Reads, { spoken, messages }: Scale): Promise<Row> {
  const title = `sessions.search for a word that ${format(spoken * messages)} messages contain`;
  return readRow(reads, { id: 'scale-search', title, target: 50, method: 'sessions.search', params: { query: WORD } });
}

function historyRow(reads: Reads, { long }: Scale): Promise<Row> {
  const title = `chat.history of ${HISTORY} among ${format(long)} messages`;
  const params = { sessionKey: LONG_KEY, limit: HISTORY };
  return readRow(reads, { id: 'scale-history', title, target: 10, method: 'chat.history', params });
}

function activityRow(reads: Reads, { spoken, messages, long }: Scale): Promise<Row> {
  // Each two messages are a run, with its start and end.
  const title = `audit.list of ${HISTORY} among ${format(spoken * messages + long)} entries`;
  return readRow(reads, { id: 'scale-audit', title, target: 20, method: 'audit.list', params: { limit: HISTORY } });
}

interface ReadOrder extends Pick<Row, 'id' | 'title' | 'target'> {
  readonly method: string;
  readonly params: object;
}

/** Measures a read. Baseline: a frame of the same size. */
async function readRow({ client, bare, times }: Reads, { method, params, ...row }: ReadOrder): Promise<Row> {
  const ours: number[] = [];
  let bytes = 0;
  for (let round = 0; round < times; round += 1)
    ours.push(await timeCall(async () => (bytes = sizeOf(await client.request(method, params)))));
  const value = median(ours);
  return { ...row, unit: 'ms', better: 'lower', value, bare: median(await timeEcho(bare, bytes, times)) };
}

async function timeEcho(bare: BareClient, bytes: number, times: number): Promise<readonly number[]> {
  const ms: number[] = [];
  for (let round = 0; round < times; round += 1) ms.push(await timeCall(() => bare.echo(JSON.stringify({ bytes }))));
  return ms;
}

function sizeOf(payload: unknown): number {
  return JSON.stringify(payload).length;
}

async function timeCall(call: () => Promise<unknown>): Promise<number> {
  const startedAt = process.hrtime.bigint();
  await call();
  return msBetween(startedAt, process.hrtime.bigint());
}
