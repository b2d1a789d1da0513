// Proves: SE-3
import { expect, it } from 'vitest';
import { RequestError, type ConnectionState } from '#contract/wire/client-api.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { createOutbox } from './outbox.ts';
import { memoryStorage, refusal, scriptedClient, settled, type Answer } from './testing/stand-ins.ts';

/** Longer than a sent message stays in the outbox. */
const LATER_MS = 60_000;

function setUp(answer: Answer, storage = memoryStorage()) {
  const { client, calls, become } = scriptedClient(answer);
  const clock = new ManualClock();
  let ids = 0;
  const outbox = createOutbox({
    client,
    storage,
    newId: () => `run${(ids += 1)}`,
    after: (ms, run) => clock.after(ms, run),
  });
  return { outbox, calls, become, clock, storage, messages: () => outbox.store.getState().messages };
}

const OFFLINE: ConnectionState = { kind: 'disconnected', cause: 'unreachable', reason: 'no response' };
const message = { sessionKey: 'agent:main:a', text: 'Hello', images: [] };

it('shows a message immediately and drops it once it is in the transcript', async () => {
  const { outbox, messages, clock } = setUp(() => ({ status: 'started' }));
  outbox.send(message);
  expect(messages()).toMatchObject([{ text: 'Hello', status: 'sending' }]);
  await settled();
  expect(messages()).toMatchObject([{ status: 'sent' }]);
  clock.elapse(LATER_MS);
  expect(messages()).toEqual([]);
});

it('keeps a rejected message and resends it with the same key', async () => {
  let refuse = true;
  const { outbox, messages, calls } = setUp(() => {
    if (refuse) throw refusal('No model is configured.');
    return {};
  });
  outbox.send(message);
  await settled();
  expect(messages()).toMatchObject([{ status: 'failed', error: { message: 'No model is configured.' } }]);
  refuse = false;
  outbox.retry('run1');
  await settled();
  expect(calls.map((call) => call.params['idempotencyKey'])).toEqual(['run1', 'run1']);
});

it('creates the session before its first message, and again on a retry', async () => {
  const { outbox, calls } = setUp((method) => {
    if (method === 'chat.send' && calls.length < 3) throw refusal('busy');
    return {};
  });
  outbox.send({ ...message, create: { agentId: 'main' } });
  await settled();
  outbox.retry('run1');
  await settled();
  expect(calls.map((call) => call.method)).toEqual(['sessions.create', 'chat.send', 'sessions.create', 'chat.send']);
  expect(calls[0]?.params['idempotencyKey']).toBe(calls[2]?.params['idempotencyKey']);
});

it('restores unconfirmed messages as failed after a reload', async () => {
  const storage = memoryStorage();
  const first = setUp(() => new Promise(() => undefined), storage);
  first.outbox.send(message);
  await settled();
  const second = setUp(() => ({}), storage);
  expect(second.messages()).toMatchObject([{ runId: 'run1', text: 'Hello', status: 'failed' }]);
});

it('does not show a slash command as a message', async () => {
  const { outbox, messages } = setUp(() => ({ status: 'ok' }));
  outbox.send({ ...message, text: '/usage' });
  await settled();
  expect(messages()).toEqual([]);
});

it('keeps messages while offline, and sends them in order after a reconnect', async () => {
  const { outbox, messages, calls, become } = setUp(() => ({}));
  become(OFFLINE);
  outbox.send({ ...message, create: { agentId: 'main' } });
  outbox.send({ ...message, text: 'And then this.' });
  await settled();
  expect(messages()).toMatchObject([{ status: 'waiting' }, { status: 'waiting' }]);
  expect(calls).toEqual([]);
  become({ kind: 'connected' });
  await settled();
  expect(messages()).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
  expect(calls.map(({ params }) => params['message'])).toEqual([undefined, 'Hello', 'And then this.']);
});

it('does not send a message that was discarded while offline', async () => {
  const { outbox, calls, become } = setUp(() => ({}));
  become(OFFLINE);
  outbox.send(message);
  outbox.discard('run1');
  become({ kind: 'connected' });
  await settled();
  expect(calls).toEqual([]);
});

it('waits again when the connection is lost while sending', async () => {
  const { outbox, messages, calls, become } = setUp(() => {
    if (calls.length > 1) return {};
    become(OFFLINE);
    throw new RequestError('TIMEOUT', "The gateway didn't respond within 30 s.");
  });
  outbox.send(message);
  await settled();
  expect(messages()).toMatchObject([{ status: 'waiting' }]);
  become({ kind: 'connected' });
  await settled();
  expect(messages()).toMatchObject([{ status: 'sent' }]);
  expect(calls.map(({ params }) => params['idempotencyKey'])).toEqual(['run1', 'run1']);
});

it('offers a retry when the gateway does not respond while connected', async () => {
  const { outbox, messages } = setUp(() => {
    throw new RequestError('TIMEOUT', "The gateway didn't respond within 30 s.");
  });
  outbox.send(message);
  await settled();
  expect(messages()).toMatchObject([{ status: 'failed', error: { code: 'TIMEOUT' } }]);
});
