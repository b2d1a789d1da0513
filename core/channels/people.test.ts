// Proves: CN-9, N-6, AU-6
import { expect, it } from 'vitest';
import { startChannels } from '#tests/support/core/channel-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { GATEWAY } from '../principal.ts';

const HELLO = { id: '1', chatId: 'chat-1', senderId: 'eve', text: 'Hello' };
const GROUP = { chatId: 'group-1', kind: 'group' } as const;

it('gives an unknown sender one code, and answers once the owner has approved the request', async () => {
  const h = await startChannels([says('Hi Eve!')], {}, { unknown: 'pair' });
  await h.channel.deliver(HELLO);
  await h.channel.deliver({ ...HELLO, id: '2' });
  await settle();
  const [pairing, ...others] = await h.channels.people.pairings();
  expect(others).toEqual([]);
  expect(h.texts()).toEqual([expect.stringContaining(pairing?.code ?? 'no code')]);
  expect(h.providers.requests).toEqual([]);

  await h.channels.approvePairing(pairing?.code ?? '', [], GATEWAY, true);
  await h.channel.deliver({ ...HELLO, id: '3' });
  await settle();
  expect(h.texts().slice(1)).toEqual([expect.stringContaining('Your account is linked'), 'Hi Eve!']);
  expect((await h.store.audit.list({ limit: 20 })).map(({ action }) => action)).toContain('channel.person.linked');
});

it('does not reply to unknown senders in groups, nor to anyone without an ID', async () => {
  const h = await startChannels([], {}, { unknown: 'pair' });
  await h.channel.deliver({ ...HELLO, chat: GROUP } as never);
  await h.channel.deliver({ ...HELLO, id: '2', senderId: '' });
  await settle();
  expect(h.texts()).toEqual([]);
  expect(await h.channels.people.pairings()).toEqual([]);
});

it('links an account by a code, once, within ten minutes', async () => {
  const h = await startChannels([], {}, { unknown: 'pair' });
  const { code } = await h.channels.people.createCode({ rights: ['approvals'] }, GATEWAY);
  await h.channel.deliver({ ...HELLO, text: `/link ${code.toLowerCase()}` });
  await settle();
  expect(h.texts()).toEqual([expect.stringContaining('Your account is linked')]);
  expect(await h.channels.people.list()).toMatchObject([{ senderId: 'eve', rights: ['approvals'], chatId: 'chat-1' }]);
  expect(await h.channels.people.useCode('sample', { id: 'mallory' }, code)).toBe(false);

  const late = await h.channels.people.createCode({ rights: [] }, GATEWAY);
  await h.clock.advance(10 * 60_000);
  expect(await h.channels.people.useCode('sample', { id: 'mallory' }, late.code)).toBe(false);
});

it('ignores the codes of a sender who guessed five times, and withdraws all after fifty wrong ones', async () => {
  const h = await startChannels([]);
  const first = await h.channels.people.createCode({ rights: [] }, GATEWAY);
  for (let n = 0; n < 5; n += 1) await h.channels.people.useCode('sample', { id: 'mallory' }, `GUESS${n}`);
  expect(await h.channels.people.useCode('sample', { id: 'mallory' }, first.code)).toBe(false);
  for (let sender = 0; sender < 10; sender += 1)
    for (let n = 0; n < 5; n += 1) await h.channels.people.useCode('sample', { id: `m${sender}` }, `GUESS${n}`);
  expect(await h.channels.people.useCode('sample', { id: 'ada' }, first.code)).toBe(false);
});

it('limits how many requests wait', async () => {
  const h = await startChannels([], {}, { unknown: 'pair' });
  for (let n = 0; n < 30; n += 1)
    await h.channel.deliver({ ...HELLO, id: `id-${n}`, chatId: `chat-${n}`, senderId: `eve-${n}` });
  await settle();
  expect(await h.channels.people.pairings()).toHaveLength(20);
});

it('gives guests in groups sessions of their own that only read, and no commands', async () => {
  const h = await startChannels([says('For Eve'), says('For Mallory')], {}, { guests: 'answer' });
  const group = (id: string, senderId: string, text: string) =>
    h.channel.emit({
      kind: 'message',
      id,
      chat: GROUP,
      sender: { id: senderId, name: 'Ada' },
      messageId: id,
      text,
      files: [],
      isForBot: true,
    });
  await group('1', 'eve', 'Hello');
  await settle();
  await group('2', 'mallory', 'Hello');
  await group('3', 'mallory', '/new');
  await settle();
  expect(h.texts()).toEqual(
    ['For Eve', 'Only linked people can use commands.', 'For Mallory'].toSorted(byOrder(h.texts())),
  );
  const sessions = [...h.store.tables.sessions.values()];
  expect(sessions.map(({ key, approvalMode }) => ({ key, approvalMode }))).toEqual([
    { key: 'agent:main:sample:group-1:guest-eve', approvalMode: 'deny' },
    { key: 'agent:main:sample:group-1:guest-mallory', approvalMode: 'deny' },
  ]);
});

it('limits how often a guest is answered', async () => {
  const h = await startChannels(
    Array.from({ length: 10 }, () => says('Hi')),
    {},
    { guests: 'answer' },
  );
  for (let n = 0; n < 15; n += 1)
    await h.channel.emit({
      kind: 'message',
      id: String(n),
      chat: GROUP,
      sender: { id: 'eve' },
      messageId: String(n),
      text: 'Hello',
      files: [],
      isForBot: true,
    });
  await waitUntil('the answers', () => h.texts().length >= 10);
  await settle();
  expect(h.texts()).toHaveLength(10);
});

it('forgets the rights of a person who was unlinked while the agent worked', async () => {
  const h = await startChannels([says('secret')], {}, { allow: [] });
  const { code } = await h.channels.people.createCode({ rights: [] }, GATEWAY);
  await h.channels.people.useCode('sample', { id: 'eve' }, code);
  await h.channels.people.unlink({ channel: 'sample', senderId: 'eve' }, GATEWAY);
  await h.channel.deliver(HELLO);
  await settle();
  expect(h.texts()).toEqual([]);
  expect(h.providers.requests).toEqual([]);
});

/** Replies of different queues can come in either order. */
function byOrder(order: readonly string[]) {
  return (a: string, b: string): number => order.indexOf(a) - order.indexOf(b);
}
