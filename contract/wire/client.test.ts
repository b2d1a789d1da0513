// Proves: GW-1, GW-4, GW-5, GW-6
import { describe, expect, it } from 'vitest';
import { ManualClock, settle } from '#tests/support/core/manual-clock.ts';
import { channelPair } from './channel-pair.ts';
import type { ClientOptions, ConnectionState } from './client-api.ts';
import { createClient } from './client.ts';
import { reconnectDelay } from './reconnect-delay.ts';
import type { FrameChannel } from './frames.ts';

interface Request {
  readonly id: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A gateway of a few lines: says hello and answers what the test answers. */
class Peer {
  readonly requests: Request[] = [];
  channel: FrameChannel | undefined;
  opened = 0;
  refuse: string | undefined;
  unreachable = false;
  silent = false;
  methods: readonly string[] = [];

  open = async (): Promise<FrameChannel> => {
    this.opened += 1;
    if (this.unreachable) throw new Error('nobody there');
    const [ours, theirs] = channelPair();
    this.channel = theirs;
    theirs.onMessage((text) => this.#receive(JSON.parse(text)));
    theirs.onClose(() => {});
    if (!this.silent) this.event('connect.challenge', { nonce: 'n', ts: 0 });
    return ours;
  };

  event(event: string, payload: unknown, seq?: number): void {
    this.channel?.send(JSON.stringify({ type: 'event', event, payload, seq }));
  }

  answer(index: number, payload: unknown): void {
    this.channel?.send(JSON.stringify({ type: 'res', id: this.requests[index]?.id, ok: true, payload }));
  }

  #receive(frame: Request): void {
    if (frame.method !== 'connect') return void this.requests.push(frame);
    const error = { code: 'INVALID_REQUEST', message: 'unauthorized', details: { code: this.refuse } };
    const hello = {
      type: 'hello-ok',
      server: { version: '1', connId: 'c' },
      features: { methods: this.methods, events: [] },
      auth: { scopes: ['operator.read'] },
      policy: { tickIntervalMs: 1_000 },
    };
    this.channel?.send(
      JSON.stringify(
        this.refuse === undefined
          ? { type: 'res', id: frame.id, ok: true, payload: hello }
          : { type: 'res', id: frame.id, ok: false, error },
      ),
    );
  }
}

function make(changes: Partial<ClientOptions> = {}) {
  const peer = new Peer();
  const clock = new ManualClock();
  const client = createClient({
    open: peer.open,
    identity: { id: 'cli', mode: 'cli', version: '1', platform: 'test' },
    scopes: [],
    caps: [],
    timers: { now: () => clock.now(), after: (ms, run) => clock.after(ms, run), random: () => 0 },
    ...changes,
  });
  const states: ConnectionState[] = [];
  client.onState((state) => states.push(state));
  return { peer, clock, client, states };
}

describe('createClient', () => {
  it('answers the challenge, becomes ready, and sends waiting calls', async () => {
    const { peer, client, states } = make();
    client.start();
    const early = client.request('health', {});
    await settle();
    expect(states.map(({ kind }) => kind)).toEqual(['connecting', 'authenticating', 'connected']);
    peer.answer(0, { ok: true });
    expect(await early).toEqual({ ok: true });
    expect(client.hello()?.scopes).toEqual(['operator.read']);
  });

  it('retries after 1 s, growing by half to 10 s, and pauses after ten attempts', async () => {
    const { peer, clock, client, states } = make();
    const start = clock.now();
    peer.unreachable = true;
    client.start();
    await clock.advance(100_000);
    const times = states.flatMap((state) => (state.kind === 'reconnecting' ? [state.retryAtMs - start] : []));
    const delays = [1000, 1500, 2250, 3375, 5063, 7594, 10_000, 10_000, 10_000, 10_000];
    expect(Array.from({ length: 10 }, (_unused, index) => reconnectDelay(index + 1, 0))).toEqual(delays);
    expect(times).toEqual(
      delays.map((_delay, index) => delays.slice(0, index + 1).reduce((sum, delay) => sum + delay)),
    );
    expect(peer.opened).toBe(11);
    expect(client.state()).toEqual({ kind: 'disconnected', cause: 'unreachable', reason: 'nobody there' });
    peer.unreachable = false;
    client.retryNow();
    await settle();
    expect(client.state().kind).toBe('connected');
  });

  it('gives up on an attempt that hangs and retries', async () => {
    const hung: AbortSignal[] = [];
    const { client, clock, states } = make({
      open: (signal) => {
        hung.push(signal);
        return new Promise<FrameChannel>(() => {});
      },
    });
    client.start();
    await clock.advance(15_000);
    expect([hung[0]?.aborted, states.at(-1)?.kind]).toEqual([true, 'reconnecting']);
    await clock.advance(2_000);
    expect(hung).toHaveLength(2);
    client.stop();
    await clock.advance(60_000);
    expect([hung.length, client.state().kind]).toEqual([2, 'disconnected']);
  });

  it('resends an interrupted read or keyed write once and rejects other writes', async () => {
    const { peer, clock, client } = make();
    client.start();
    await settle();
    const read = client.request('sessions.list', {});
    const keyed = client.request('chat.send', { sessionKey: 'main', message: 'x', idempotencyKey: 'k' });
    const write = client.request('sessions.delete', { key: 'x' }).catch((error: unknown) => error);
    await settle();
    peer.channel?.close(1012, 'service restart');
    await settle();
    expect(await write).toMatchObject({ code: 'DISCONNECTED', details: { code: 'connection-lost' } });
    await clock.advance(1_000);
    expect(peer.requests.map(({ method }) => method)).toEqual([
      'sessions.list',
      'chat.send',
      'sessions.delete',
      'sessions.list',
      'chat.send',
    ]);
    peer.answer(3, { sessions: [] });
    peer.answer(4, { runId: 'k', status: 'in_flight' });
    expect(await read).toEqual({ sessions: [] });
    expect(await keyed).toEqual({ runId: 'k', status: 'in_flight' });
  });

  it('stops retrying when the gateway refuses it permanently', async () => {
    const { peer, clock, client } = make();
    peer.refuse = 'AUTH_TOKEN_MISMATCH';
    client.start();
    const waiting = client.request('health', {}).catch((error: unknown) => error);
    await clock.advance(60_000);
    expect(client.state()).toMatchObject({ kind: 'disconnected', cause: 'refused', code: 'AUTH_TOKEN_MISMATCH' });
    expect(await waiting).toMatchObject({ code: 'DISCONNECTED', details: { code: 'AUTH_TOKEN_MISMATCH' } });
    expect(peer.opened).toBe(1);
  });

  it('reports a gap in event numbers and nothing else', async () => {
    const { peer, client } = make();
    let gaps = 0;
    const ticks: number[] = [];
    client.onGap(() => (gaps += 1));
    client.on('tick', ({ ts }) => ticks.push(ts));
    client.start();
    await settle();
    peer.event('tick', { ts: 1 }, 1);
    peer.event('tick', { ts: 2 }, 2);
    await settle();
    expect(gaps).toBe(0);
    peer.event('tick', { ts: 3 }, 5);
    await settle();
    expect([gaps, ticks]).toEqual([1, [1, 2, 3]]);
  });

  it('gives up on a silent gateway after two ticks', async () => {
    const { peer, clock, client, states } = make();
    client.start();
    await settle();
    await clock.advance(1_500);
    peer.event('tick', { ts: 1 }, 1);
    await settle();
    await clock.advance(1_500);
    expect(client.state().kind).toBe('connected');
    await clock.advance(1_000);
    expect(
      states.some((state) => state.kind === 'reconnecting' && state.reason === 'the gateway stopped responding'),
    ).toBe(true);
  });

  it('ends a call at its timeout or on abort', async () => {
    const { clock, client } = make();
    client.start();
    await settle();
    const late = client.request('health', {}, { timeoutMs: 500 }).catch((error: unknown) => error);
    const controller = new AbortController();
    const aborted = client.request('health', {}, { signal: controller.signal }).catch((error: unknown) => error);
    controller.abort();
    expect(await aborted).toMatchObject({ code: 'ABORTED' });
    await clock.advance(500);
    expect(await late).toMatchObject({
      code: 'TIMEOUT',
      message: "The gateway didn't respond within 1 s.",
      details: { method: 'health' },
      retryable: true,
    });
  });

  it('rejects calls that the gateway does not support, without sending them', async () => {
    const { peer, client } = make();
    peer.methods = ['health'];
    client.start();
    const waiting = client.request('logs.tail', {}).catch((error: unknown) => error);
    await settle();
    const unsupported = { code: 'UNSUPPORTED', details: { code: 'METHOD_NOT_SUPPORTED', method: 'logs.tail' } };
    expect(await waiting).toMatchObject(unsupported);
    await expect(client.request('logs.tail', {})).rejects.toMatchObject(unsupported);
    const health = client.request('health', {});
    await settle();
    peer.answer(0, { ok: true });
    expect(await health).toEqual({ ok: true });
    expect(peer.requests.map(({ method }) => method)).toEqual(['health']);
  });

  it('waits for the full timeout again whenever the gateway reports progress of the call', async () => {
    const { peer, clock, client } = make();
    client.start();
    await settle();
    const reports: unknown[] = [];
    const options = { timeoutMs: 900, onProgress: (progress: unknown) => reports.push(progress) };
    const exported = client.request('sessions.export_user', {}, options).catch((error: unknown) => error);
    const other = client.request('health', {}, { timeoutMs: 900 }).catch((error: unknown) => error);
    await settle();
    await clock.advance(600);
    peer.event('call.progress', { id: peer.requests[0]?.id, elapsedMs: 600, step: 'sessions', done: 1, total: 2 });
    await settle();
    await clock.advance(600);
    expect(await other).toMatchObject({ code: 'TIMEOUT' });
    peer.answer(0, { ok: true });
    expect(await exported).toEqual({ ok: true });
    expect(reports).toEqual([{ elapsedMs: 600, step: 'sessions', done: 1, total: 2 }]);
  });

  it('rejects all calls when stopped', async () => {
    const { client } = make();
    client.start();
    await settle();
    const waiting = client.request('health', {}).catch((error: unknown) => error);
    client.stop();
    expect(await waiting).toMatchObject({ code: 'DISCONNECTED' });
    expect(client.state()).toEqual({ kind: 'disconnected', cause: 'stopped' });
  });
});
