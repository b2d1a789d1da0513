// Proves: GW-8
import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import type { Connection } from '../server/connections/connection.ts';
import { SessionFeed, MAX_WATCHED } from './session-feed.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const KEY = 'agent:main:x';

/** A connection that writes down what it gets. */
function listener() {
  const sent: {
    readonly event: string;
    readonly payload: { readonly events?: readonly LiveEvent[]; readonly event?: SessionEvent };
  }[] = [];
  const closers: (() => void)[] = [];
  const state = { slow: false };
  const connection: Connection = {
    id: 'c',
    client: { id: 'cli', mode: 'cli', version: '1', platform: 'test' },
    role: 'operator',
    entry: 'token',
    isLocal: true,
    caps: new Set(),
    address: 'local',
    since: 0,
    principal: testPrincipal('test'),
    ownFeed: true,
    holds: () => true,
    send: (event, payload) => void sent.push({ event, payload: JSON.parse(JSON.stringify(payload)) }),
    sendRaw: (event, payload) => void sent.push({ event, payload: JSON.parse(payload) }),
    isSlow: () => state.slow,
    onClose(run) {
      closers.push(run);
      return () => {};
    },
    close: () => closers.forEach((run) => run()),
  };
  const live = () => sent.flatMap(({ payload }) => payload.events ?? []);
  const text = () =>
    live().reduce((all, event) => (event.kind === 'text' ? all.slice(0, event.offset) + event.text : all), '');
  return { connection, sent, state, live, text };
}

function watched() {
  const clock = new ManualClock();
  const feed = new SessionFeed(clock);
  const reader = listener();
  feed.open(KEY, reader.connection);
  feed.opened(KEY, reader.connection, () => true);
  return { feed, reader, tick: () => clock.runNext() };
}

const delta = (offset: number, text: string, messageId = 'm'): LiveEvent => ({
  kind: 'text',
  runId: 'r',
  messageId,
  index: 0,
  offset,
  text,
});
const completed = (seq: number, messageId = 'm') =>
  ({
    type: 'message.completed',
    seq,
    ts: 0,
    messageId,
    runId: 'r',
    content: [],
    stopReason: 'stop',
    provider: 'p',
    model: 'm',
  }) as SessionEvent;

describe('the session feed', () => {
  it('sends the first delta immediately and merges the following ones', () => {
    const { feed, reader, tick } = watched();
    feed.live(KEY, delta(0, 'a'));
    expect(reader.sent.length).toBe(1);
    for (let index = 1; index <= 100; index += 1) feed.live(KEY, delta(index, 'b'));
    expect(reader.sent.length).toBe(1);
    tick();
    expect(reader.sent.length).toBe(2);
    expect(reader.text()).toBe(`a${'b'.repeat(100)}`);
  });

  it('merges for longer while many sessions stream', () => {
    const clock = new ManualClock();
    const feed = new SessionFeed(clock);
    const reader = listener();
    const keys = ['a', 'b', 'c', 'd', 'e'].map((name) => `agent:main:${name}`);
    for (const key of keys) {
      feed.open(key, reader.connection);
      feed.opened(key, reader.connection, () => true);
    }
    const sentAfter = (ms: number, offset: number): number => {
      for (const key of keys) feed.live(key, delta(offset, 'x'));
      const before = reader.sent.length;
      clock.elapse(ms);
      return reader.sent.length - before;
    };
    sentAfter(0, 0);
    expect(sentAfter(16, 1)).toBe(5);
    expect(sentAfter(16, 2)).toBe(0);
    expect(sentAfter(16, 3)).toBe(5);
  });

  it('has no timer when idle', () => {
    const { feed, tick } = watched();
    feed.live(KEY, delta(0, 'a'));
    expect(tick()).toBe(true);
    expect(tick()).toBe(false);
  });

  it('never delays text after a phase', () => {
    const { feed, reader } = watched();
    feed.live(KEY, { kind: 'phase', runId: 'r', phase: 'streaming', since: 0 });
    feed.live(KEY, delta(0, 'a'));
    expect(reader.live().map(({ kind }) => kind)).toEqual(['phase', 'text']);
  });

  it('sends durable events immediately and in order with the text before them', () => {
    const { feed, reader } = watched();
    feed.live(KEY, delta(0, 'a'));
    feed.live(KEY, delta(1, 'b'));
    feed.event(KEY, completed(1));
    expect(reader.sent.map(({ event }) => event)).toEqual(['session.live', 'session.live', 'session.event']);
  });

  it('buffers text for a slow client and sends it merged, with every character', () => {
    const { feed, reader, tick } = watched();
    reader.state.slow = true;
    for (let index = 0; index < 50; index += 1) {
      feed.live(KEY, delta(index, 'x'));
      tick();
    }
    expect(reader.sent).toEqual([]);
    reader.state.slow = false;
    tick();
    expect(reader.sent.length).toBe(1);
    expect(reader.text()).toBe('x'.repeat(50));
  });

  it('drops superseded data for a slow client without delaying others', () => {
    const { feed, reader, tick } = watched();
    const other = listener();
    feed.open(KEY, other.connection);
    feed.opened(KEY, other.connection, () => true);
    reader.state.slow = true;
    feed.live(KEY, delta(0, 'abc'));
    expect(other.text()).toBe('abc');
    feed.event(KEY, completed(1));
    reader.state.slow = false;
    tick();
    expect(reader.sent.map(({ event }) => event)).toEqual(['session.event']);
  });

  it('sends events that occurred during the response after it, and only those it lacks', () => {
    const clock = new ManualClock();
    const feed = new SessionFeed(clock);
    const reader = listener();
    feed.open(KEY, reader.connection);
    feed.event(KEY, completed(4));
    feed.event(KEY, completed(5));
    expect(reader.sent).toEqual([]);
    feed.opened(KEY, reader.connection, (notice) => 'event' in notice && notice.event.seq > 4);
    expect(reader.sent.map(({ payload }) => payload.event?.seq)).toEqual([5]);
    feed.event(KEY, completed(6));
    expect(reader.sent.length).toBe(2);
  });

  it('sends nothing to other clients or after unsubscribing', () => {
    const { feed, reader } = watched();
    feed.event('agent:main:other', completed(1));
    feed.close(KEY, reader.connection);
    feed.event(KEY, completed(1));
    expect(reader.sent).toEqual([]);
    feed.open(KEY, reader.connection);
    reader.connection.close(1000, '');
    feed.event(KEY, completed(2));
    expect(reader.sent).toEqual([]);
  });

  it('limits the subscriptions of a connection', () => {
    const { feed, reader } = watched();
    for (let index = 1; index < MAX_WATCHED; index += 1)
      expect(feed.open(`agent:main:s${index}`, reader.connection)).toBe(true);
    expect(feed.open('agent:main:more', reader.connection)).toBe(false);
    feed.close('agent:main:s1', reader.connection);
    expect(feed.open('agent:main:more', reader.connection)).toBe(true);
  });

  it('keeps the end of a tool’s output for a client that never reads', () => {
    const { feed, reader, tick } = watched();
    reader.state.slow = true;
    const part = 'y'.repeat(64 * 1024);
    for (let index = 0; index < 10; index += 1)
      feed.live(KEY, { kind: 'tool-output', runId: 'r', callId: 'c', offset: index * part.length, text: part });
    reader.state.slow = false;
    tick();
    const [event] = reader.live();
    expect(event).toMatchObject({ kind: 'tool-output', offset: 6 * part.length });
    expect(event?.kind === 'tool-output' ? event.text.length : 0).toBe(4 * part.length);
  });
});
