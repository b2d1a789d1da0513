// Push subscriptions: one for each browser or device, replaced, ended, and forgotten with their owner.
// Proves: UI-9
import { expect, it } from 'vitest';
import type { PushSubscription } from '../ports/push.ts';
import type { Secret } from '../ports/secrets.ts';
import { Push, type PushOwner, type PushPorts } from './push.ts';

const BROWSER: PushOwner = { kind: 'browser', id: 'b1' };
const DEVICE: PushOwner = { kind: 'device', id: 'd1' };
const MESSAGE = { payload: '{}', ttlSeconds: 1, topic: 't' };
const at = (endpoint: string): PushSubscription => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } });

function setUp(answers: Readonly<Record<string, 'sent' | 'gone' | Error>> = {}) {
  const stored = new Map<string, Secret>();
  const sent: string[] = [];
  const unknown = new Set<string>();
  const ports: PushPorts = {
    sender: {
      publicKey: async () => 'key',
      async send({ endpoint }) {
        sent.push(endpoint);
        const answer = answers[endpoint] ?? 'sent';
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
    secrets: {
      get: async (name) => stored.get(name),
      set: async (name, value) => void stored.set(name, value),
      delete: async (name) => void stored.delete(name),
      names: async () => [...stored.keys(), 'provider.key'],
    },
    isKnown: async ({ id }) => !unknown.has(id),
    clock: { now: () => 0, monotonic: () => 0, after: () => () => undefined },
    log: { warn() {} } as unknown as PushPorts['log'], // The only call.
  };
  const push = new Push(ports);
  return { push, sent, unknown, stored, notify: (only?: PushOwner) => push.notify(MESSAGE, AbortSignal.abort(), only) };
}

it('sends to each owner once, or to one of them', async () => {
  const { push, sent, notify } = setUp();
  await push.subscribe(BROWSER, at('https://old.example/1'));
  await push.subscribe(BROWSER, at('https://push.example/1'));
  await push.subscribe(DEVICE, at('https://push.example/2'));
  expect(await notify(DEVICE)).toEqual([{ owner: DEVICE, service: 'push.example', outcome: 'sent' }]);
  await notify();
  expect(sent).toEqual(['https://push.example/2', 'https://push.example/1', 'https://push.example/2']);
});

it('forgets a subscription that the browser ended, or whose browser was signed out', async () => {
  const { push, sent, unknown, stored, notify } = setUp({ 'https://push.example/1': 'gone' });
  await push.subscribe(BROWSER, at('https://push.example/1'));
  await push.subscribe(DEVICE, at('https://push.example/2'));
  unknown.add('d1');
  expect(await notify()).toEqual([]);
  expect(sent).toEqual(['https://push.example/1']);
  expect(stored.size).toBe(0);
});

it('keeps a subscription whose service fails, and says why', async () => {
  const { push, stored, notify } = setUp({ 'https://push.example/1': new Error('busy') });
  await push.subscribe(BROWSER, at('https://push.example/1'));
  expect(await notify()).toMatchObject([{ outcome: 'failed', reason: 'busy' }]);
  expect(stored.size).toBe(1);
});

it('removes only the subscription that is named', async () => {
  const { push } = setUp();
  await push.subscribe(BROWSER, at('https://push.example/1'));
  expect(await push.unsubscribe(BROWSER, 'https://push.example/other')).toBe(false);
  expect(await push.unsubscribe(BROWSER, 'https://push.example/1')).toBe(true);
  expect(await push.unsubscribe(BROWSER)).toBe(false);
});
