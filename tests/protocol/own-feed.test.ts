// Proves: GW-5, GW-8, GW-14, CH-2
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { channelPair } from '#contract/wire/channel-pair.ts';
import { createClient } from '#contract/wire/client.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { EMPTY_SESSION, foldAll } from '#contract/sessions/session-fold.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { lastUserText } from '../support/model-server.ts';
import { connected } from './support/raw-socket.ts';
import { startOwnClient, type OwnClient } from './support/own-client.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { REAL_TIMERS } from '../support/real-timers.ts';

const LONG = Array.from({ length: 400 }, (_unused, index) => `word${index} `).join('');

let gateway: ProtocolHost;
const clients: OwnClient[] = [];

beforeAll(async () => {
  gateway = await startProtocolHost((request) => {
    if (lastUserText(request).includes('run'))
      return { steps: [{ call: 'exec', input: { command: 'echo $((1+1))' } }] };
    return { steps: [{ say: LONG, chunks: 200, everyMs: lastUserText(request).includes('slow') ? 8 : 0 }] };
  });
  await start().client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
});
afterEach(() => clients.splice(0).forEach((client) => client.stop()));
afterAll(() => gateway.stop());

function start(options: Parameters<typeof startOwnClient>[1] = {}): OwnClient {
  const client = startOwnClient(gateway.url, options);
  clients.push(client);
  return client;
}

/** Follows a session as a page does: watch, fold, watch again after each loss. */
class Follower {
  view: SessionView = EMPTY_SESSION;
  readonly live: LiveEvent[] = [];
  readonly ended: Promise<void>;
  readonly #client: GatewayClient;
  readonly #key: string;
  #seen = 0;
  #finish: () => void = () => {};

  constructor(client: GatewayClient, key: string) {
    this.#client = client;
    this.#key = key;
    this.ended = new Promise((resolve) => (this.#finish = resolve));
    client.onState(({ kind }) => {
      if (kind === 'connected') void this.watch();
    });
    client.on('session.event', ({ sessionKey, event }) => {
      if (sessionKey === key) this.#apply([event]);
    });
    client.on('session.live', ({ sessionKey, events }) => {
      if (sessionKey === key) this.live.push(...events);
    });
  }

  async watch(): Promise<void> {
    const answer = await this.#client
      .request('sessions.watch', { key: this.#key, ...(this.#seen === 0 ? {} : { afterSeq: this.#seen }) })
      .catch(() => undefined);
    if (answer === undefined) return;
    if (answer.view !== undefined && answer.view.seq >= this.view.seq) {
      this.view = answer.view;
      this.#seen = this.view.seq;
      if (answer.view.lastRun !== undefined && answer.view.run === undefined) this.#finish();
    }
    this.#apply(answer.events ?? []);
  }

  #apply(events: readonly SessionEvent[]): void {
    const news = events.filter(({ seq }) => seq > this.#seen);
    if (news[0] !== undefined) expect(news[0].seq).toBe(this.#seen + 1);
    this.view = foldAll(this.view, news);
    this.#seen = this.view.seq;
    if (news.some(({ type }) => type === 'run.ended')) this.#finish();
  }
}

const textOf = (view: SessionView): string =>
  view.items
    .flatMap((item) =>
      item.kind === 'assistant' ? item.content.map((block) => (block.type === 'text' ? block.text : '')) : [],
    )
    .join('');

describe('the session feed', () => {
  it('sends every character once, at its offset', async () => {
    const { client } = start();
    const follower = new Follower(client, 'agent:main:inc');
    await client.request('sessions.watch', { key: 'agent:main:inc' });
    await client.request('chat.send', { sessionKey: 'agent:main:inc', message: 'slow', idempotencyKey: 'inc-1' });
    await follower.ended;
    const texts = follower.live.flatMap((event) => (event.kind === 'text' ? [event] : []));
    let length = 0;
    for (const { offset, text } of texts) {
      expect(offset).toBe(length);
      length += text.length;
    }
    expect(texts.map(({ text }) => text).join('')).toBe(LONG);
    expect(textOf(follower.view)).toBe(LONG);
    expect(texts.length).toBeLessThan(200);
  });

  it('survives repeated disconnects with the same text, no duplicates, and one run', async () => {
    const breaking = start({ hurry: 100 });
    const key = 'agent:main:drops';
    const follower = new Follower(breaking.client, key);
    await breaking.client.request('sessions.watch', { key });
    const sent = breaking.client.request('chat.send', { sessionKey: key, message: 'slow', idempotencyKey: 'drop-1' });
    breaking.disconnect();
    expect((await sent).runId).toBe('drop-1');
    const cutting = setInterval(() => breaking.disconnect(), 45);
    await Promise.race([follower.ended, new Promise((resolve) => setTimeout(resolve, 4_000))]);
    clearInterval(cutting);
    await follower.ended;
    const fresh = await start().client.request('sessions.watch', { key });
    expect(textOf(follower.view)).toBe(LONG);
    expect(follower.view.items.length).toBe(2);
    expect(follower.view).toEqual(fresh.view);
  });

  it('sends the sender its response before the events of the message', async () => {
    const socket = await connected(gateway.url, { caps: [CAP_SESSION_FEED] });
    const sessionKey = 'agent:main:order';
    await socket.request('w', 'sessions.watch', { key: sessionKey });
    await socket.request('s', 'chat.send', { sessionKey, message: 'hi', idempotencyKey: 'order-1' });
    await socket.event('session.event');
    const about = socket.frames.filter(({ id, event }) => id === 's' || event === 'session.event');
    expect(about[0]).toMatchObject({ id: 's', ok: true, payload: { runId: 'order-1', status: 'started' } });
    socket.close();
  });

  it('sends events only of watched sessions', async () => {
    const { client } = start();
    const heard: string[] = [];
    client.on('session.event', ({ sessionKey }) => heard.push(sessionKey));
    client.on('chat', () => heard.push('chat'));
    client.on('agent', () => heard.push('agent'));
    await client.request('sessions.watch', { key: 'agent:main:mine' });
    const other = new Follower(start().client, 'agent:main:theirs');
    const mine = new Follower(start().client, 'agent:main:mine');
    await client.request('chat.send', { sessionKey: 'agent:main:theirs', message: 'x', idempotencyKey: 't-1' });
    await other.ended;
    expect(heard).toEqual([]);
    await client.request('chat.send', { sessionKey: 'agent:main:mine', message: 'x', idempotencyKey: 'm-1' });
    await mine.ended;
    expect(new Set(heard)).toEqual(new Set(['agent:main:mine']));
    await client.request('sessions.unwatch', { key: 'agent:main:mine' });
    heard.length = 0;
    await client.request('chat.send', { sessionKey: 'agent:main:mine', message: 'x', idempotencyKey: 'm-2' });
    await client.request('agent.wait', { runId: 'm-2' });
    expect(heard).toEqual([]);
  });

  it('sends approvals only to clients with the scope', async () => {
    const decider = start();
    const reader = start({ scopes: ['operator.read'] });
    let leaked = 0;
    for (const event of ['approvals.changed', 'exec.approval.requested'] as const)
      reader.client.on(event, () => (leaked += 1));
    const asked = new Promise<string>((resolve) => {
      decider.client.on('approvals.changed', ({ approval }) => {
        if (approval.outcome === undefined) resolve(approval.id);
      });
    });
    await reader.client.request('health', {});
    await decider.client.request('chat.send', {
      sessionKey: 'agent:main:secret',
      message: 'run',
      idempotencyKey: 'sec-1',
    });
    const id = await asked;
    const answers = await Promise.all(
      [1, 2, 3].map(() => decider.client.request('approvals.resolve', { id, decision: 'deny' })),
    );
    expect(answers.filter(({ applied }) => applied).length).toBe(1);
    await decider.client.request('chat.abort', { sessionKey: 'agent:main:secret' });
    await reader.client.request('health', {});
    expect(leaked).toBe(0);
  });

  it('serves a page in this process without a token', async () => {
    const client = createClient({
      open: async () => {
        const [ours, theirs] = channelPair();
        gateway.host.connect(theirs);
        return ours;
      },
      identity: { id: 'gateway-client', mode: 'ui', version: '1', platform: 'test' },
      scopes: ['operator.admin'],
      caps: [],
      timers: REAL_TIMERS,
    });
    client.start();
    expect(await client.request('setup.status', {})).toMatchObject({
      done: true,
      step: 'finished',
      model: MODEL,
      workspace: gateway.workspace,
    });
    client.stop();
  });
});
