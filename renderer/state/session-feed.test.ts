// Proves: CH-2
import { expect, it } from 'vitest';
import type { ConnectionState, GatewayClient } from '#contract/wire/client-api.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { EMPTY_SESSION, foldAll } from '#contract/sessions/session-fold.ts';
import { applyAll, createSessionFeed, type SessionState } from './session-feed.ts';

const accepted = (seq: number): SessionEvent => ({
  seq,
  ts: seq,
  type: 'message.accepted',
  messageId: `u${seq}`,
  runId: `r${seq}`,
  text: `Message ${seq}`,
});
const delta = (offset: number, text: string): LiveEvent => ({
  kind: 'text',
  runId: 'r',
  messageId: 'm',
  index: 0,
  offset,
  text,
});
const completed: SessionEvent = {
  seq: 1,
  ts: 1,
  type: 'message.completed',
  messageId: 'm',
  runId: 'r',
  content: [{ type: 'text', text: 'Hello' }],
  stopReason: 'stop',
  provider: 'p',
  model: 'm',
};
const START: SessionState = {
  status: 'ready',
  view: EMPTY_SESSION,
  open: { toolOutput: {} },
  hasOlder: false,
  loadingOlder: false,
};

it('folds events in order and detects a gap', () => {
  expect(applyAll(START, [accepted(1), accepted(2)])?.view.items).toHaveLength(2);
  expect(applyAll(START, [accepted(1), accepted(1)])?.view.items).toHaveLength(1);
  expect(applyAll(START, [accepted(2)])).toBeUndefined();
});

it('shows no text twice when live text arrives after the completed message', () => {
  expect(applyAll(START, [delta(0, 'Hel'), completed, delta(3, 'lo')])?.open.message).toBeUndefined();
});

/** A gateway with one session, of which any event may be lost on the way. */
function gateway() {
  const log: SessionEvent[] = [];
  const listeners = new Map<string, (payload: unknown) => void>();
  const timers: (() => void)[] = [];
  const frames: ((nowMs: number) => void)[] = [];
  const ready: ConnectionState = { kind: 'connected' };
  const client = {
    state: () => ready,
    onState: () => () => undefined,
    onGap: () => () => undefined,
    on: (event: string, listener: (payload: unknown) => void) => {
      listeners.set(event, listener);
      return () => undefined;
    },
    request: async (_method: string, { afterSeq }: { afterSeq?: number }) => {
      const open = { toolOutput: {} };
      return afterSeq === undefined
        ? { view: foldAll(EMPTY_SESSION, log), hasOlder: false, open }
        : { events: log.filter((event) => event.seq > afterSeq), hasOlder: false, open };
    },
  } as unknown as GatewayClient; // Only what the feed uses.
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 6; round += 1) {
      for (const run of [...frames.splice(0), ...timers.splice(0)]) run(round);
      await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const feed = createSessionFeed(client, { next: (run) => void frames.push(run) }, (_ms, run) => {
    timers.push(run);
    return () => undefined;
  });
  const happen = (lost: boolean): void => {
    const event = accepted(log.length + 1);
    log.push(event);
    if (!lost) listeners.get('session.event')?.({ sessionKey: 'k', event });
  };
  return { feed, settle, happen, log };
}

it('ends up with the complete session, whatever was lost', async () => {
  const { feed, settle, happen, log } = gateway();
  const session = feed.open('k');
  session.hold();
  await settle();
  for (let count = 0; count < 50; count += 1) {
    happen(count % 7 === 3);
    if (count % 5 === 0) await settle();
  }
  happen(false);
  await settle();
  expect(session.store.getState().view.items.map((item) => item.seq)).toEqual(log.map((event) => event.seq));
});

it('keeps the content of a pane when it moves and resubscribes', async () => {
  const { feed, settle, happen } = gateway();
  const release = feed.open('k').hold();
  await settle();
  release();
  const again = feed.open('k');
  again.hold();
  happen(false);
  await settle();
  expect(again.store.getState().view.items).toHaveLength(1);
});

it('reloads a session after a switch to another branch, whose events it lacks', () => {
  const switched: SessionEvent = { seq: 1, ts: 1, type: 'branch.switched', leafSeq: 1 };
  expect(applyAll(START, [switched])).toBeUndefined();
});
