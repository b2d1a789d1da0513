// A client of the load test. It subscribes to sessions with Gatehouse's or OpenClaw's feed and can stop reading for a while.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import { AnswerReader } from './load-reader.ts';

/** Behavior of a client. */
export interface LoadClientPlan {
  readonly feed: 'own' | 'openclaw';
  /** Keys of its sessions. */
  readonly sessions: readonly string[];
  /** OpenClaw clients receive events of all sessions unless they request only their own. */
  readonly scoped: boolean;
  readonly slow: boolean;
}

interface Incoming {
  readonly type: string;
  readonly id?: string;
  readonly ok?: boolean;
  readonly event?: string;
  readonly payload?: unknown;
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
    readonly content?: readonly { readonly text?: string }[];
  };
}

interface ChatPayload {
  readonly sessionKey: string;
  readonly state: string;
  readonly deltaText?: string;
  readonly replace?: boolean;
  readonly message?: { readonly content: readonly { readonly text?: string }[] };
}

/** A connected client. */
export class LoadClient {
  readonly plan: LoadClientPlan;
  readonly times: number[] = [];
  readonly answers: ReadonlyMap<string, AnswerReader>;
  closed: number | undefined;
  readonly #socket: WebSocket;
  readonly #calls = new Map<string, (frame: Incoming) => void>();
  #next = 0;

  private constructor(socket: WebSocket, plan: LoadClientPlan) {
    this.#socket = socket;
    this.plan = plan;
    this.answers = new Map(plan.sessions.map((key) => [key, new AnswerReader()]));
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('close', (code) => (this.closed = code));
    socket.on('error', () => {});
  }

  /** Connects and subscribes. */
  static async open(port: number, token: string, plan: LoadClientPlan): Promise<LoadClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    await once(socket, 'message');
    const client = new LoadClient(socket, plan);
    const caps = plan.feed === 'own' ? [CAP_SESSION_FEED] : plan.scoped ? ['session-scoped-events'] : [];
    await client.#request('connect', {
      minProtocol: 4,
      maxProtocol: 4,
      client: { id: 'gateway-client', mode: 'backend', version: '1', platform: 'linux' },
      role: 'operator',
      scopes: ['operator.read', 'operator.write'],
      caps,
      auth: { token },
    });
    if (plan.feed === 'own' || plan.scoped) for (const key of plan.sessions) await client.#follow(key);
    return client;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.terminate();
  }

  get isFinished(): boolean {
    return this.closed !== undefined || [...this.answers.values()].every(({ isFinished }) => isFinished);
  }

  async #follow(key: string): Promise<void> {
    await this.#request(this.plan.feed === 'own' ? 'sessions.watch' : 'sessions.messages.subscribe', { key });
  }

  async #request(method: string, params: unknown): Promise<void> {
    const id = `${(this.#next += 1)}`;
    const frame = await new Promise<Incoming>((resolve) => {
      this.#calls.set(id, resolve);
      this.#socket.send(JSON.stringify({ type: 'req', id, method, params }));
    });
    if (frame.ok !== true) throw new Error(`${method}: ${frame.error?.message}`);
  }

  #receive(text: string): void {
    const nowNs = process.hrtime.bigint();
    // Frames from the gateway have these shapes. A wrong one fails the check of the answers.
    const frame = JSON.parse(text) as Incoming;
    if (frame.type === 'res') return this.#calls.get(frame.id ?? '')?.(frame);
    if (frame.event === 'session.live') this.#live(frame.payload as LivePayload, nowNs);
    if (frame.event === 'session.event') this.#event(frame.payload as EventPayload);
    if (frame.event === 'chat') this.#chat(frame.payload as ChatPayload, nowNs);
    return undefined;
  }

  #live({ sessionKey, events }: LivePayload, nowNs: bigint): void {
    const answer = this.answers.get(sessionKey);
    if (answer === undefined) return;
    for (const { kind, offset, text } of events)
      if (kind === 'text' && text !== undefined) this.times.push(...answer.add(text, offset, nowNs));
  }

  #event({ sessionKey, event }: EventPayload): void {
    if (event.type !== 'message.completed') return;
    const text = (event.content ?? []).map((block) => block.text ?? '').join('');
    const answer = this.answers.get(sessionKey);
    // A slow client no longer receives live events of a completed message.
    if (this.plan.slow) answer?.replace(text, 0n);
    answer?.finish(text);
  }

  #chat({ sessionKey, state, deltaText, replace, message }: ChatPayload, nowNs: bigint): void {
    const answer = this.answers.get(sessionKey);
    if (answer === undefined) return;
    if (state === 'delta' && deltaText !== undefined)
      this.times.push(
        ...(replace === true ? answer.replace(deltaText, nowNs) : answer.add(deltaText, undefined, nowNs)),
      );
    if (state !== 'final') return;
    const text = (message?.content ?? []).map((block) => block.text ?? '').join('');
    if (this.plan.slow) answer.replace(text, 0n);
    answer.finish(text);
  }
}
