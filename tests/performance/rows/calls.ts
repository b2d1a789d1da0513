// Calls without a model: reading a long transcript, and the rates of cheap calls.
import type { Row } from '../report.ts';
import { median, msBetween } from '../statistics.ts';
import type { World } from '../world.ts';

const MESSAGES = 1000;
const WINDOW = 64;

/** `chat.history` of 1,000 messages. Baseline: a frame of the same size. */
export async function historyRow(world: World, rounds: number): Promise<Row> {
  const session = await world.session('history');
  for (let turn = 0; turn < MESSAGES / 2; turn += 1)
    await world.client.turn(session, { tag: `past${turn}`, deltas: 12, everyMs: 0 });
  const ours: number[] = [];
  let bytes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = process.hrtime.bigint();
    const answer = await world.client.request<{ readonly messages: readonly unknown[] }>('chat.history', {
      sessionKey: session,
      limit: MESSAGES,
    });
    ours.push(msBetween(startedAt, process.hrtime.bigint()));
    if (answer.messages.length !== MESSAGES)
      throw new Error(`chat.history gave ${answer.messages.length} of ${MESSAGES} messages`);
    bytes ||= JSON.stringify(answer).length;
  }
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = process.hrtime.bigint();
    await world.bare.echo(JSON.stringify({ bytes }));
    bare.push(msBetween(startedAt, process.hrtime.bigint()));
  }
  return {
    id: 'history',
    title: 'chat.history of 1,000 messages',
    unit: 'ms',
    value: median(ours),
    target: 6,
    better: 'lower',
    bare: median(bare),
    note: `${Math.round(bytes / 1024)} kB, parsed by the client`,
  };
}

/** Rates of cheap calls. Baseline: an echo of the same frame. */
export async function rateRows(world: World, calls: number): Promise<readonly Row[]> {
  return [
    await rateRow(world, { id: 'rpc-rate', method: 'last-heartbeat', calls, window: WINDOW, share: 1 / 2 }),
    await rateRow(world, { id: 'list-rate', method: 'sessions.list', calls, window: WINDOW / 2, share: 1 / 3 }),
    await rateRow(world, {
      id: 'list-rate-single',
      method: 'sessions.list',
      calls: calls / 4,
      window: 1,
      share: 1 / 3,
    }),
  ];
}

interface RateOrder {
  readonly id: string;
  readonly method: string;
  readonly calls: number;
  /** Calls at once. */
  readonly window: number;
  /** Target as a share of the baseline. */
  readonly share: number;
}

async function rateRow(world: World, { id, method, calls, window, share }: RateOrder): Promise<Row> {
  const rates: number[] = [];
  const bares: number[] = [];
  const frame = JSON.stringify({ type: 'req', id: '1000', method, params: {} });
  for (let round = 0; round < 3; round += 1) {
    rates.push(await rateOf(calls, () => hostCalls(world, method, calls, window)));
    bares.push(await rateOf(calls, () => world.bare.echoMany(frame, calls, window)));
  }
  const bare = median(bares);
  return {
    id,
    title: window === 1 ? `same, one call at a time` : `call rate (${method}), ${window} at once`,
    unit: '/s',
    value: median(rates),
    target: Math.round(bare * share),
    better: 'higher',
    bare,
    note: `target: ${share === 1 / 2 ? 'half' : 'a third'} of the baseline`,
  };
}

async function hostCalls(world: World, method: string, calls: number, window: number): Promise<void> {
  let sent = 0;
  const worker = async (): Promise<void> => {
    while (sent < calls) {
      sent += 1;
      await world.client.request(method, {});
    }
  };
  await Promise.all(Array.from({ length: window }, worker));
}

async function rateOf(calls: number, run: () => Promise<void>): Promise<number> {
  const startedAt = process.hrtime.bigint();
  await run();
  return (calls * 1000) / msBetween(startedAt, process.hrtime.bigint());
}
