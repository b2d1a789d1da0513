// A minimal gateway client that records the time of each frame.
import { once } from 'node:events';
import { WebSocket } from 'ws';

import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import { planText, type Plan } from './plan.ts';

interface Incoming {
  readonly type: string;
  readonly id?: string;
  readonly ok?: boolean;
  readonly event?: string;
  readonly payload?: never;
  readonly error?: { readonly message: string };
}

interface LivePayload {
  readonly sessionKey: string;
  readonly events: readonly { readonly kind: string; readonly offset?: number; readonly text?: string }[];
}

interface EventPayload {
  readonly sessionKey: string;
  readonly event: {
    readonly type: string;
    readonly runId?: string;
    readonly status?: string;
    readonly content?: readonly { readonly type: string; readonly text?: string }[];
  };
}

/** Result of a turn. Times are `process.hrtime` in ns. */
export interface TurnResult {
  readonly sentNs: bigint;
  readonly firstTextNs: bigint;
  readonly finalNs: bigint;
  readonly status: string;
  /** Streamed text, and text of the completed message. */
  readonly streamed: string;
  readonly final: string;
}

/** Timeout of a turn, ms. The slowest row takes a few seconds. */
const TURN_LIMIT_MS = 90_000;

interface OpenTurn {
  readonly runId: string;
  readonly sentNs: bigint;
  firstTextNs: bigint;
  streamed: string;
  final: string;
  readonly resolve: (result: TurnResult) => void;
}

/** Text of a frame from `ws`. */
function textOf(data: unknown): string {
  // Without fragments `ws` delivers one Buffer.
  return (data as Buffer).toString('utf8');
}

/** A connected client that watches sessions with the session feed. */
export class BenchClient {
  readonly #socket: WebSocket;
  readonly #calls = new Map<
    string,
    { readonly resolve: (payload: never) => void; readonly reject: (error: Error) => void }
  >();
  readonly #turns = new Map<string, OpenTurn>();
  readonly #listeners = new Set<(frame: Incoming) => void>();
  #next = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(textOf(data)) as Incoming));
  }

  /** Connects with the token. Resolves after `hello-ok`. */
  static async connect(port: number, token: string): Promise<BenchClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    await once(socket, 'message');
    const client = new BenchClient(socket);
    await client.request('connect', {
      minProtocol: 4,
      maxProtocol: 4,
      client: { id: 'gateway-client', mode: 'backend', version: '1', platform: 'linux' },
      role: 'operator',
      scopes: ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals'],
      caps: [CAP_SESSION_FEED],
      auth: { token },
    });
    return client;
  }

  request<T>(method: string, params: unknown): Promise<T> {
    const id = `${(this.#next += 1)}`;
    const answer = new Promise<T>((resolve, reject) => this.#calls.set(id, { resolve, reject }));
    this.#socket.send(JSON.stringify({ type: 'req', id, method, params }));
    return answer;
  }

  /** Sends a plan to a watched session and waits for its end. */
  turn(sessionKey: string, plan: Plan): Promise<TurnResult> {
    return this.say(sessionKey, planText(plan));
  }

  /** Sends a message to a watched session and waits for the end of its run. */
  say(sessionKey: string, message: string): Promise<TurnResult> {
    const runId = `bench-${Math.random().toString(36).slice(2)}`;
    const done = new Promise<TurnResult>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`run ${runId} of ${sessionKey} did not end`)), TURN_LIMIT_MS);
      const settle = (result: TurnResult): void => {
        clearTimeout(late);
        resolve(result);
      };
      this.#turns.set(sessionKey, {
        runId,
        sentNs: process.hrtime.bigint(),
        firstTextNs: 0n,
        streamed: '',
        final: '',
        resolve: settle,
      });
      this.request('chat.send', { sessionKey, message, idempotencyKey: runId }).catch(reject);
    });
    return done;
  }

  async watch(sessionKey: string): Promise<void> {
    await this.request('sessions.watch', { key: sessionKey });
  }

  /** The next event of this name that fits. */
  event<T>(name: string, fits: (payload: T) => boolean = () => true): Promise<T> {
    return new Promise((resolve) => {
      const listener = ({ event, payload }: Incoming): void => {
        // The caller names the event and knows its payload.
        const value = payload as unknown as T;
        if (event !== name || !fits(value)) return;
        this.#listeners.delete(listener);
        resolve(value);
      };
      this.#listeners.add(listener);
    });
  }

  /** Calls back with each event of this name. */
  on<T>(name: string, listener: (payload: T) => void): void {
    // The caller names the event and knows its payload.
    this.#listeners.add(({ event, payload }) => (event === name ? listener(payload as unknown as T) : undefined));
  }

  close(): void {
    this.#socket.terminate();
  }

  #receive(frame: Incoming): void {
    if (frame.type === 'res') return this.#answer(frame);
    for (const listener of this.#listeners) listener(frame);
    if (frame.event === 'session.live') this.#live(frame.payload as unknown as LivePayload);
    if (frame.event === 'session.event') this.#event(frame.payload as unknown as EventPayload);
  }

  #answer(frame: Incoming): void {
    const call = this.#calls.get(frame.id ?? '');
    this.#calls.delete(frame.id ?? '');
    if (frame.ok === true) call?.resolve(frame.payload as never);
    else call?.reject(new Error(frame.error?.message ?? 'refused'));
  }

  #live({ sessionKey, events }: LivePayload): void {
    const turn = this.#turns.get(sessionKey);
    if (turn === undefined) return;
    for (const event of events) {
      if (event.kind !== 'text' || event.text === undefined) continue;
      if (turn.firstTextNs === 0n) turn.firstTextNs = process.hrtime.bigint();
      if (event.offset === turn.streamed.length) turn.streamed += event.text;
    }
  }

  #event({ sessionKey, event }: EventPayload): void {
    const turn = this.#turns.get(sessionKey);
    if (turn === undefined || event.runId !== turn.runId) return;
    if (event.type === 'message.completed')
      turn.final = (event.content ?? []).map((block) => block.text ?? '').join('');
    if (event.type !== 'run.ended') return;
    this.#turns.delete(sessionKey);
    turn.resolve({
      sentNs: turn.sentNs,
      firstTextNs: turn.firstTextNs,
      finalNs: process.hrtime.bigint(),
      status: event.status ?? '',
      streamed: turn.streamed,
      final: turn.final,
    });
  }
}
