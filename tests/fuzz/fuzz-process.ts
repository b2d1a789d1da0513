// The fuzzing clients in a separate process: several workers, each with one socket after another, until all frames are sent.
import { WebSocket } from 'ws';
import { createRandom, type Random } from '#tests/kill/random.ts';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { nextFrame } from './fuzz-frames.ts';

/** Order for this process. */
export interface FuzzOrder {
  readonly origin: string;
  readonly token: string;
  readonly frames: number;
  readonly seed: number;
}

/** Result of the run. */
export interface FuzzTally {
  sent: number;
  answered: number;
  /** Sockets closed by the gateway, by code. */
  readonly closed: Record<string, number>;
  readonly errors: Record<string, number>;
  readonly unanswered: string[];
  readonly twice: string[];
}

const WORKERS = 8;
/** Maximum unanswered frames per worker. */
const AHEAD = 48;
const ANSWER_MS = 60_000;
const SWEEP_MS = 5_000;
/** Close codes for invalid frames. No more responses are expected. */
const FOR_ITS_FRAMES = new Set([1007, 1008, 1009]);
/** Methods that respond late or twice. */
const PATIENT =
  /"method":"(agent|agent\.wait|question\.[A-Za-z]+|proof\.[a-z]+|exec\.approval\.(request|waitDecision)|node\.(invoke|pending\.[a-z]+)|models\.probe|cron\.run|wizard\.[a-z]+)"/;

process.on('disconnect', () => process.exit());
process.on('message', (order: FuzzOrder) => {
  fuzz(order).then(
    (tally) => process.send?.({ tally }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({ ready: true });

async function fuzz(order: FuzzOrder): Promise<FuzzTally> {
  const tally: FuzzTally = { sent: 0, answered: 0, closed: {}, errors: {}, unanswered: [], twice: [] };
  await Promise.all(Array.from({ length: WORKERS }, (_unused, worker) => oneWorker(order, worker, tally)));
  return tally;
}

async function oneWorker(order: FuzzOrder, worker: number, tally: FuzzTally): Promise<void> {
  const random = createRandom(order.seed * WORKERS + worker);
  let number = worker * 10_000_000;
  while (tally.sent < order.frames) number = await oneLife(order, random, number, tally);
}

/** Uses one socket until the gateway closes it or all frames are sent. */
function oneLife(
  { origin, token, frames }: FuzzOrder,
  random: Random,
  first: number,
  tally: FuzzTally,
): Promise<number> {
  let number = first;
  const waiting = new Map<string, { readonly text: string; readonly at: number }>();
  const answered = new Set<string>();
  const socket = new WebSocket(origin.replace('http', 'ws'), { headers: { Origin: origin } });
  return new Promise((resolve, reject) => {
    // A call without a response within this time is reported, and the others continue.
    const timer = setInterval(() => {
      const oldest = performance.now() - ANSWER_MS;
      for (const [id, { text, at }] of waiting) {
        if (at > oldest) break;
        waiting.delete(id);
        tally.unanswered.push(text.slice(0, 200));
      }
      more();
    }, SWEEP_MS);
    const more = (): void => {
      while (socket.readyState === WebSocket.OPEN && waiting.size < AHEAD && tally.sent < frames) {
        const { text, id } = nextFrame(random, (number += 1));
        tally.sent += 1;
        if (id !== undefined && !PATIENT.test(text)) waiting.set(id, { text, at: performance.now() });
        socket.send(text);
        if (number % 500 === 0) return void setImmediate(more);
      }
      if (tally.sent >= frames && waiting.size === 0) socket.close();
    };
    socket.on('message', (data) => {
      // All frames from the gateway are JSON with a type; responses have an `id`.
      const frame = JSON.parse(String(data)) as {
        readonly type: string;
        readonly event?: string;
        readonly id?: string;
        readonly error?: { readonly code: string };
      };
      if (frame.event === 'connect.challenge') {
        const params = connectParams({ auth: { token }, scopes: ['operator.admin'] });
        return socket.send(JSON.stringify({ type: 'req', id: 'connect', method: 'connect', params }));
      }
      if (frame.type !== 'res' || frame.id === undefined) return;
      if (answered.has(frame.id) && waiting.has(frame.id)) tally.twice.push(frame.id);
      answered.add(frame.id);
      waiting.delete(frame.id);
      tally.answered += 1;
      const code = frame.error?.code ?? 'OK';
      tally.errors[code] = (tally.errors[code] ?? 0) + 1;
      more();
    });
    socket.on('close', (code) => {
      clearInterval(timer);
      tally.closed[code] = (tally.closed[code] ?? 0) + 1;
      if (!FOR_ITS_FRAMES.has(code))
        tally.unanswered.push(...[...waiting.values()].map(({ text }) => text.slice(0, 200)));
      resolve(number);
    });
    socket.on('error', reject);
  });
}
