import { describe, expect, it } from 'vitest';
import type { EngineNotice } from '#core/engine/notices.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { Connection } from '../../server/connections/connection.ts';
import type { GatewayServices } from '../../server/services.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { OpenClawFeed } from './openclaw-feed.ts';

const KEY = 'agent:main:x';
const RECORD: SessionRecord = {
  key: KEY,
  sessionId: 's',
  agentId: 'main',
  ownerId: 'ada',
  workspace: '/w',
  unread: false,
  createdAt: 0,
  updatedAt: 0,
  lastSeq: 0,
  usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  contextTokens: 0,
};

type Payload = Readonly<Record<string, unknown>>;

/** A feed with one listener, and a clock that the test moves. */
function setUp(caps: readonly string[] = []) {
  const sent: { readonly event: string; readonly payload: Payload }[] = [];
  const state = { slow: false };
  const clock = new ManualClock();
  const connection = {
    id: 'c',
    caps: new Set(caps),
    ownFeed: false,
    holds: () => true,
    isSlow: () => state.slow,
    sendRaw: (event: string, payload: string) => void sent.push({ event, payload: JSON.parse(payload) }),
    onClose: () => () => {},
  } as unknown as Connection; // only what the feed uses
  const services = {
    clock,
    config: { settings: () => ({ agents: [], defaultAgentId: 'main' }) },
    providers: { describe: () => undefined },
  } as unknown as GatewayServices; // only what the feed uses
  const feed = new OpenClawFeed({ services, connections: () => [connection], approvalWaiters: new Map() });
  let seq = 0;
  const event = (draft: SessionEventDraft): void => {
    seq += 1;
    const full = { ...draft, seq, ts: clock.now() } as SessionEvent;
    feed.notice({
      kind: 'event',
      sessionKey: KEY,
      agentId: 'main',
      event: full,
      record: RECORD,
      rows: [],
    } satisfies EngineNotice);
  };
  const live = (one: LiveEvent): void => feed.notice({ kind: 'live', sessionKey: KEY, agentId: 'main', event: one });
  const text = (offset: number, value: string, messageId = 'm1'): void =>
    live({ kind: 'text', runId: 'r', messageId, index: 0, offset, text: value });
  const pass = (ms: number): void => clock.elapse(ms);
  const deltas = (): readonly Payload[] =>
    sent
      .filter(({ event: name, payload }) => name === 'chat' && payload['state'] === 'delta')
      .map(({ payload }) => payload);
  event({ type: 'run.started', runId: 'r', messageIds: ['u'], agentId: 'main', provider: 'p', model: 'm' });
  return { feed, connection, sent, state, event, live, text, pass, deltas };
}

const ended = {
  type: 'run.ended',
  runId: 'r',
  status: 'done',
  stopReason: 'stop',
  usage: RECORD.usage,
  modelCalls: 1,
  startedAtMs: 0,
} as const;
const message = (text: string, messageId = 'm1'): SessionEventDraft => ({
  type: 'message.completed',
  messageId,
  runId: 'r',
  content: [{ type: 'text', text }],
  stopReason: 'stop',
  provider: 'p',
  model: 'm',
});

describe('the feed of OpenClaw clients', () => {
  it('sends the first text immediately, then every 75 ms, and the rest before the end', () => {
    const { text, pass, deltas, event, sent } = setUp();
    text(0, 'a');
    text(1, 'b');
    text(2, 'c');
    expect(deltas().map((delta) => delta['deltaText'])).toEqual(['a']);
    pass(75);
    expect(deltas().map((delta) => delta['deltaText'])).toEqual(['a', 'bc']);
    text(3, 'd');
    event(message('abcd'));
    event(ended);
    expect(deltas().map((delta) => delta['deltaText'])).toEqual(['a', 'bc', 'd']);
    const last = sent.filter(({ event: name }) => name === 'chat').at(-1)?.payload;
    expect(last).toMatchObject({ state: 'final', message: { content: [{ text: 'abcd' }] } });
  });

  it('numbers the events of a run in ascending order', () => {
    const { text, pass, event, sent } = setUp();
    text(0, 'a');
    pass(75);
    event(message('a'));
    event(ended);
    const numbers = sent.flatMap(({ payload }) => (typeof payload['seq'] === 'number' ? [payload['seq']] : []));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers[0]).toBe(1);
  });

  it('drops deltas for a slow client and then replaces the text', () => {
    const { text, pass, deltas, state, sent } = setUp();
    const heard = (): readonly unknown[] =>
      sent.flatMap(({ payload }) => (payload['stream'] === 'assistant' ? [payload['data']] : []));
    text(0, 'a');
    expect(deltas().at(-1)).not.toHaveProperty('replace');
    state.slow = true;
    text(1, 'b');
    pass(75);
    text(2, 'c');
    pass(75);
    expect(deltas().length).toBe(1);
    state.slow = false;
    text(3, 'd');
    pass(75);
    expect(deltas().at(-1)).toMatchObject({ deltaText: 'abcd', replace: true });
    expect(heard(), 'the other event has what was missed, once').toMatchObject([{ delta: 'a' }, { delta: 'bcd' }]);
    text(4, 'e');
    pass(75);
    expect(deltas().at(-1)).toMatchObject({ deltaText: 'e' });
    expect(deltas().at(-1)).not.toHaveProperty('replace');
  });

  it('starts a new text with the message after a tool call', () => {
    const { text, pass, deltas, event } = setUp();
    text(0, 'first');
    event(message('first'));
    pass(75);
    text(0, 'second', 'm2');
    expect(deltas().at(-1)).toMatchObject({
      deltaText: 'second',
      replace: true,
      message: { content: [{ text: 'second' }] },
    });
  });

  it('sends structured tool frames only to clients that support them', () => {
    const started = {
      type: 'tool.started',
      callId: 'c1',
      runId: 'r',
      name: 'exec',
      title: 'Run',
      decidedBy: 'rule',
    } as const;
    const plain = setUp();
    plain.event(started);
    const able = setUp(['tool-events']);
    able.event(started);
    const streams = (sent: readonly { readonly payload: Payload }[]) => sent.map(({ payload }) => payload['stream']);
    expect(streams(plain.sent)).toContain('item');
    expect(streams(plain.sent)).not.toContain('tool');
    expect(streams(able.sent)).toContain('tool');
  });

  it('sends a client with session-scoped events only its subscribed sessions', () => {
    const { feed, connection, sent, text } = setUp(['session-scoped-events']);
    text(0, 'a');
    expect(sent).toEqual([]);
    feed.subscriptions.followMessages(connection, KEY, false);
    text(1, 'b');
    expect(sent).toEqual([]);
  });

  it.each([
    ['failed', { state: 'error', errorMessage: 'busy', errorKind: 'rate_limit' }, { phase: 'error', error: 'busy' }],
    ['aborted', { state: 'aborted', stopReason: 'rpc' }, { phase: 'end', status: 'cancelled', aborted: true }],
    ['interrupted', { state: 'aborted', stopReason: 'interrupted' }, { phase: 'end', stopReason: 'interrupted' }],
  ] as const)('reports the end of a run that %s, once', (status, chat, lifecycle) => {
    const { event, sent } = setUp();
    event({
      ...ended,
      status,
      stopReason: 'error',
      ...(status === 'failed' ? { error: { code: 'rate-limit', message: 'busy' } } : {}),
    });
    const chats = sent.filter(({ event: name, payload }) => name === 'chat' && payload['state'] !== 'status');
    expect(chats.length).toBe(1);
    expect(chats[0]?.payload).toMatchObject(chat);
    expect(sent.filter(({ payload }) => payload['stream'] === 'lifecycle').at(-1)?.payload['data']).toMatchObject(
      lifecycle,
    );
  });
});
