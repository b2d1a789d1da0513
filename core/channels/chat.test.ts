// Proves: CN-1, CN-7, CN-8, CN-10, AP-7, SE-10
import { expect, it } from 'vitest';
import { startChannels } from '#tests/support/core/channel-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { calls, hangs, says } from '#tests/support/core/scripted-provider.ts';
import { useToolFolder } from '#tests/support/core/tool-harness.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { PersonRight } from '#contract/types/channels.ts';
import { ChannelError } from '../ports/channel.ts';
import { GATEWAY } from '../principal.ts';

const HELLO = { id: '1', chatId: 'chat-1', senderId: 'ada', text: 'Hello' };
const COMMAND = calls([{ id: 'c1', name: 'exec', input: { command: 'touch a.txt' } }]);

const folder = useToolFolder();

type Harness = Awaited<ReturnType<typeof startChannels>>;

async function link({ channels }: Harness, rights: readonly PersonRight[], id = 'ada'): Promise<void> {
  const { code } = await channels.people.createCode({ rights }, GATEWAY);
  await channels.people.useCode('sample', { id }, code);
}

function press(h: Harness, data: string, senderId = 'ada') {
  const chat = { chatId: 'chat-1', kind: 'direct' } as const;
  return h.channel.emit({
    kind: 'press',
    id: `press-${senderId}-${data}`,
    chat,
    sender: { id: senderId },
    messageId: 'sent-1',
    data,
  });
}

it('answers /help and /status while the agent works, and stops it with /stop', async () => {
  const h = await startChannels([hangs()]);
  await link(h, []);
  await h.channel.deliver(HELLO);
  await settle();
  await h.channel.deliver({ ...HELLO, id: '2', text: '/status' });
  await settle();
  expect(h.texts()).toEqual([expect.stringContaining('State: running')]);
  await h.channel.deliver({ ...HELLO, id: '3', text: '/stop' });
  await settle();
  expect(h.texts().slice(1)).toEqual(expect.arrayContaining(['Stopped.']));
  expect(h.channel.commands.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'start',
      'help',
      'link',
      'projects',
      'use',
      'run',
      'logs',
      'files',
      'schedule',
      'usage',
      'status',
      'model',
      'new',
      'stop',
    ]),
  );
});

it('does not take a forwarded command as one of the person who forwards it', async () => {
  const h = await startChannels([says('It says new.')]);
  await h.channel.deliver({ ...HELLO, text: '/new', isForwarded: true });
  await settle();
  expect(h.texts()).toEqual(['It says new.']);
});

it('shows an approval with buttons in its chat, and takes the answer of a person who may answer', async () => {
  const h = await startChannels([COMMAND, says('Done.')], folder.options());
  await link(h, ['approvals']);
  await h.channel.deliver(HELLO);
  await waitUntil('the request', () => h.texts().length > 0);
  expect(h.texts()).toEqual([expect.stringContaining('Approval required')]);
  const allow = h.channel.messages[0]?.buttons?.[0]?.[0];
  expect(allow?.label).toBe('Allow once');
  expect(Buffer.byteLength(allow?.data ?? '')).toBeLessThanOrEqual(60);
  await press(h, allow?.data ?? '');
  await waitUntil('the answer', () => h.texts().includes('Done.'));
  expect(h.texts()).toContain('Done.');
  expect(h.channel.actions).toContainEqual(
    expect.objectContaining({ kind: 'answer-press', text: expect.stringContaining('Allowed once') }),
  );
});

it('does not take the answer of a person who may not answer, nor of a stranger', async () => {
  const h = await startChannels([COMMAND, says('Done.')], folder.options());
  await link(h, []);
  await h.channel.deliver(HELLO);
  await waitUntil('the request', () => h.texts().length > 0);
  const data = h.channel.messages[0]?.buttons?.[0]?.[0]?.data ?? '';
  await press(h, data);
  await press(h, data, 'mallory');
  await settle();
  expect(h.channel.actions.filter(({ kind }) => kind === 'answer-press')).toEqual([
    expect.objectContaining({ text: 'You may not answer approvals.' }),
  ]);
  expect(await h.engine.approvals.pending()).toHaveLength(1);
});

it('asks the questions of a command one after another, and stops with /cancel', async () => {
  const h = await startChannels([]);
  await link(h, ['admin']);
  const say = async (id: string, text: string): Promise<string> => {
    await h.channel.deliver({ ...HELLO, id, text });
    await settle();
    return h.texts().at(-1) ?? '';
  };
  expect(await say('1', '/schedule new')).toBe('What should the agent do each time?');
  expect(await say('2', 'Check the site')).toContain('When?');
  expect(await say('3', 'someday')).toContain('That is not a time.');
  expect(await say('4', '/cancel')).toBe('Canceled.');
  expect(await say('5', '/cancel')).toBe('There is nothing to cancel.');
});

it('waits as long as the network asks, and keeps what cannot be sent until a person sends it again', async () => {
  const h = await startChannels([says('one'), says('two')]);
  h.channel.fault = new ChannelError('rate-limited', 'Too many messages.', 30_000);
  await h.channel.deliver(HELLO);
  await settle();
  await h.clock.advance(29_000);
  expect(h.texts()).toEqual([]);
  await h.clock.advance(2_000);
  expect(h.texts()).toEqual(['one']);

  h.channel.fault = new ChannelError('rejected', 'The person has blocked the bot.');
  await h.channel.deliver({ ...HELLO, id: '2' });
  await settle();
  const [failed] = await h.channels.outbox.list();
  expect(failed).toMatchObject({ state: 'failed', text: 'two', error: 'The person has blocked the bot.', attempts: 1 });
  await h.channels.outbox.resend(failed?.id ?? '', GATEWAY);
  await settle();
  expect(h.texts()).toEqual(['one', 'two']);
  expect(await h.channels.outbox.list()).toEqual([]);
  await expect(h.channels.outbox.drop(failed?.id ?? '', GATEWAY)).rejects.toThrow('not among those');
});

it('shows a long answer while it is written, and sends the rest when it is complete', async () => {
  const long = 'word '.repeat(1_200).trim();
  const h = await startChannels([says(long)]);
  h.channel.capabilities = { ...h.channel.capabilities, edit: true };
  await h.channel.deliver(HELLO);
  await settle();
  expect(h.texts().join('')).toBe(long);
  expect(h.texts()).toHaveLength(2);
});

it('keeps the sessions of threads, senders, and projects apart, as the settings say', async () => {
  const h = await startChannels(
    [says('a'), says('b'), says('c')],
    {},
    {
      bindings: [
        { chat: 'by-sender', session: 'sender' },
        { chat: 'together', session: 'chat' },
      ],
    },
  );
  const write = async (id: string, chatId: string, threadId: string): Promise<void> => {
    const chat = { chatId, threadId, kind: 'group' } as const;
    const sender = { id: 'ada', name: 'Ada' };
    await h.channel.emit({ kind: 'message', id, chat, sender, messageId: id, text: 'Hi', files: [], isForBot: true });
    await settle();
  };
  await write('1', 'group', '7');
  await write('2', 'by-sender', '7');
  await write('3', 'together', '7');
  expect([...h.store.tables.sessions.keys()]).toEqual([
    'agent:main:sample:group:7',
    'agent:main:sample:by-sender:7:sender-ada',
    'agent:main:sample:together',
  ]);
  expect(JSON.stringify(h.providers.requests[0]?.messages)).toContain('[From Ada (ada)]');
});
