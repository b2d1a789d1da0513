import { expect, it } from 'vitest';
import { parseSessionKey } from '#contract/types/ids.ts';
import type { Channel } from '#core/ports/channel.ts';
import type { Log } from '#core/ports/log.ts';
import { startChannels as start } from '#tests/support/core/channel-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { fails, hangs, says } from '#tests/support/core/scripted-provider.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { MAX_PENDING_MESSAGES } from './backlogs.ts';

const MESSAGE = {
  kind: 'message',
  chat: { chatId: 'chat-1', kind: 'direct' },
  sender: { id: 'ada' },
  messageId: 'message-1',
  text: 'Hello',
  files: [],
  isForBot: true,
} as const;
const HELLO = { id: 'message-1', chatId: 'chat-1', senderId: 'ada', text: 'Hello' };

const RECEIVED = { kinds: ['channel-message'], order: 'asc', limit: 100, offset: 0 } as const;

it('resends a reply until the network accepts it, without a second run', async () => {
  const h = await start([says('Hi!')]);
  h.channel.failures = 3;
  await h.channel.deliver(HELLO);
  await settle();
  expect(h.channel.sent).toEqual([]);
  await h.clock.advance(20_000);
  expect(h.texts()).toEqual(['Hi!']);
  expect(h.providers.requests).toHaveLength(1);
});

it('sends the reply after a kill between the run and the reply', async () => {
  const h = await start([says('Hi!')]);
  h.channel.failures = 1;
  await h.channel.deliver(HELLO);
  await settle();
  const next = await h.killed([]);
  await next.clock.advance(20_000);
  expect(next.texts()).toEqual(['Hi!']);
  expect(next.providers.requests).toEqual([]);
});

it('continues an answer that a kill interrupted, without sending the message of the person again', async () => {
  const h = await start([hangs()]);
  await h.channel.deliver(HELLO);
  await settle();
  const next = await h.killed([says('Hi!')]);
  await next.clock.advance(20_000);
  expect(next.texts()).toEqual(['Hi!']);
  const [request] = next.providers.requests;
  const asked = JSON.stringify(request?.messages);
  expect(asked.split('Hello')).toHaveLength(2);
  expect(asked).toContain('Gatehouse was restarted while you were working on this.');
});

it('asks to send a message again after three kills during its answer', async () => {
  let h = await start([hangs()]);
  await h.channel.deliver(HELLO);
  await settle();
  for (let kill = 1; kill < 3; kill += 1) {
    h = await h.killed([hangs()]);
    await settle();
    expect(h.providers.requests).toHaveLength(1);
  }
  const last = await h.killed([says('Never asked.')]);
  await last.clock.advance(20_000);
  expect(last.texts()).toEqual(['Gatehouse stopped while the agent was working. Send the message again.']);
  expect(last.providers.requests).toEqual([]);
});

it('explains why the agent could not answer', async () => {
  const h = await start([fails({ code: 'auth', message: 'The key is not valid.' })]);
  await h.channel.deliver(HELLO);
  await settle();
  expect(h.texts()).toEqual([expect.stringContaining("The agent couldn't answer: ")]);
  expect(h.texts()[0]).toContain('The key is not valid.');
});

it('records an unknown sender once', async () => {
  const h = await start([]);
  for (const id of ['1', '2', '3']) await h.channel.deliver({ ...HELLO, id, senderId: 'eve' });
  const entries = await h.store.audit.list({ limit: 10 });
  expect(entries.map(({ action }) => action)).toEqual(['channel.sender.denied']);
  expect(h.texts()).toEqual([]);
});

it('limits how many unknown senders it records', async () => {
  const h = await start([]);
  for (let n = 0; n < 1_100; n += 1) await h.channel.deliver({ ...HELLO, id: String(n), senderId: `eve ${n}` });
  expect(await h.store.audit.list({ limit: 2_000 })).toHaveLength(1_000);
});

it('gives each chat a session with a valid key, whatever its ID is', async () => {
  const chats = ['a b', 'a_20b', 'a_20_b', '!room:example.org', "a'(*)~", '\ud800', '\udbff', '', '日本', '😀', '-100'];
  const h = await start(chats.map((chatId) => says(`To ${chatId}`)));
  for (const [id, chatId] of chats.entries()) await h.channel.deliver({ ...HELLO, id: String(id), chatId });
  await settle();
  expect(h.texts()).toHaveLength(chats.length);
  const keys = [...h.store.tables.events.keys()];
  expect(keys).toHaveLength(chats.length);
  expect(keys.filter((key) => parseSessionKey(key) === undefined)).toEqual([]);
});

it('drops a message with an ID that is too long', async () => {
  const h = await start([]);
  await h.channel.deliver({ ...HELLO, chatId: 'c'.repeat(1_000) });
  await h.channel.deliver({ ...HELLO, id: 'm'.repeat(1_000) });
  await settle();
  expect((await h.jobs.list(RECEIVED)).total).toBe(0);
});

it('does not answer a sender who is no longer allowed', async () => {
  const h = await start([hangs(), says('secret')]);
  await h.channel.deliver(HELLO);
  await h.channel.deliver({ ...HELLO, id: 'message-2' });
  await settle();
  h.configure({ allow: [] });
  const [run] = h.engine.runs.active();
  await h.engine.runs.abort(run?.sessionKey ?? '');
  await settle();
  expect(h.texts()).toEqual([]);
  expect(h.providers.requests).toHaveLength(1);
});

it('sends no empty reply', async () => {
  const h = await start([says('')]);
  await h.channel.deliver(HELLO);
  await settle();
  expect(h.texts()).toEqual([]);
});

it('receives nothing for a stopped channel, and starts one only after it has stopped', async () => {
  const h = await start([]);
  const stopped = Promise.withResolvers<void>();
  const calls: string[] = [];
  let receive: Parameters<Channel['start']>[0] | undefined;
  const connection = h.channel;
  connection.stop = () => {
    calls.push('stop');
    return stopped.promise.then(() => void calls.push('stopped'));
  };
  connection.start = (listener) => {
    calls.push('start');
    receive = listener;
    throw new Error('no network');
  };
  h.configure({ enabled: false });
  await settle();
  h.configure({ enabled: true });
  await settle();
  expect(calls).toEqual(['stop']);
  stopped.resolve();
  await settle();
  expect(calls).toEqual(['stop', 'stopped', 'start']);
  expect(h.channels.list()).toMatchObject([{ running: false }]);
  const message = { ...MESSAGE, id: HELLO.id };
  await expect(receive?.(message)).rejects.toThrow('stopped');
});

it('saves no secret, and tells the sender', async () => {
  const h = await start([]);
  const secret = `sk-ant-api03-${'x1Y'.repeat(30)}`;
  await h.channel.deliver({ ...HELLO, text: secret });
  await settle();
  expect(h.texts()).toEqual([expect.stringMatching(/^The message was rejected: Not sent: /)]);
  const { jobs } = await h.jobs.list({ order: 'asc', limit: 10, offset: 0 });
  expect(jobs.map(({ kind }) => kind)).toEqual(['channel-message', 'channel-send']);
  expect(JSON.stringify(jobs)).not.toContain('sk-ant');
});

it('limits the pending messages of a conversation, tells the sender once, and logs how many it dropped', async () => {
  const warnings: unknown[] = [];
  const log: Log = { ...QUIET, warn: (_message, fields) => void warnings.push(fields) };
  const accepted = MAX_PENDING_MESSAGES + 1;
  const h = await start([hangs(), ...Array.from({ length: accepted }, () => says('Hi!'))], {}, { log });
  const deliver = (from: number, count: number, chatId = 'chat-1') =>
    Promise.all(
      Array.from({ length: count }, (_, n) => h.channel.deliver({ ...HELLO, chatId, id: `${chatId} ${from + n}` })),
    );
  await deliver(0, accepted + 5);
  // Messages that are delivered again are known, not dropped.
  await deliver(0, accepted);
  await settle();
  const rejection = expect.stringMatching(/^The message was rejected: 20 earlier messages are still waiting/);
  expect((await h.jobs.list(RECEIVED)).total).toBe(accepted + 1);
  expect(h.texts()).toEqual([rejection]);
  expect(warnings).toEqual([{ subject: 'channel:sample', sessionKey: 'agent:main:sample:chat-1' }]);

  // Other conversations are not affected.
  await deliver(0, 1, 'chat-2');
  await settle();
  expect(h.texts()).toEqual([rejection, 'Hi!']);

  const [run] = h.engine.runs.active();
  await h.engine.runs.abort(run?.sessionKey ?? '');
  await waitUntil('the answers', () => h.texts().length === accepted + 2 && warnings.length > 1);
  expect(warnings.slice(1)).toMatchObject([{ sessionKey: 'agent:main:sample:chat-1', dropped: 5 }]);

  // The sender is told again the next time.
  h.providers.add(hangs());
  await deliver(100, accepted + 2);
  await waitUntil('the rejection', () => h.texts().length > accepted + 2);
  expect(h.texts().slice(accepted + 2)).toEqual([rejection]);
});
