// Proves: MP-2
import { expect, it } from 'vitest';

import type { Block } from '#contract/types/content.ts';
import type { ModelMessage } from '#core/ports/provider.ts';
import { SAMPLE_PNG } from '#tests/support/sample-image.ts';

import { repairConversation } from './repair-conversation.ts';

const user = (text: string): ModelMessage => ({ role: 'user', content: [{ type: 'text', text }] });
const answer = (...content: readonly Block[]): ModelMessage => ({
  role: 'assistant',
  content,
  provider: 'p',
  model: 'm',
});
const say = (text: string) => answer({ type: 'text', text });
const call = (id: string, name = 'read'): Block => ({ type: 'toolCall', id, name, arguments: { path: 'a\ud83d' } });
const result = (callId: string, text: string) => ({ callId, name: 'read', text, isError: false });
const results = (...list: readonly ReturnType<typeof result>[]): ModelMessage => ({ role: 'tool', results: list });

it('leaves a valid conversation as it is', () => {
  const valid = [user('Hi'), say('Hello'), user('Read it.'), answer({ ...call('c'), arguments: {} } as Block)];
  const whole = [...valid, results(result('c', 'text')), say('Done'), user('Thanks')];
  expect(repairConversation(whole)).toEqual(whole);
});

it('puts exactly one result after each call and drops results without a call', () => {
  const repaired = repairConversation([
    user('Hi'),
    answer(call('a'), call('b')),
    results(result('lost', 'x'), result('a', 'one'), result('a', 'two')),
    user('Go on'),
  ]);
  expect(repaired.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'user']);
  expect(repaired[2]).toMatchObject({
    results: [
      { callId: 'a', text: 'one' },
      { callId: 'b', isError: true, text: expect.stringContaining('No result') },
    ],
  });
});

it('gives each call an ID and a name that servers accept, with its own result', () => {
  const repaired = repairConversation([
    user('Hi'),
    answer(call('same'), call('same'), call('', '')),
    results(result('same', 'first')),
    answer(call('same', 'bad name!')),
    results(result('same', 'second')),
  ]);
  const calls = repaired.flatMap((message) =>
    message.role === 'assistant' ? message.content.map((block) => (block.type === 'toolCall' ? block.id : '')) : [],
  );
  expect(calls).toEqual(['same', 'same_2', 'call', 'same_3']);
  expect(repaired[1]).toMatchObject({ content: [{ name: 'read' }, { name: 'read' }, { name: 'unnamed_tool' }] });
  expect(repaired[2]).toMatchObject({ results: [{ text: 'first' }, { isError: true }, { isError: true }] });
  expect(repaired[3]).toMatchObject({ content: [{ name: 'bad_name_' }] });
  expect(repaired[4]).toMatchObject({ results: [{ callId: 'same_3', text: 'second' }] });
});

it('begins and ends with a message of the user, and alternates roles', () => {
  expect(repairConversation([say('Hello'), say('again'), user('a'), user('b'), say('Half of')])).toEqual([
    user(expect.stringContaining('not available') as unknown as string),
    answer({ type: 'text', text: 'Hello' }, { type: 'text', text: 'again' }),
    {
      role: 'user',
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    },
    say('Half of'),
    user('Continue from where you stopped.'),
  ]);
});

it('replaces halves of surrogate pairs and drops messages without content', () => {
  const repaired = repairConversation([user('a\ud83d'), say(' '), user(''), answer(call('c'))]);
  expect(repaired).toMatchObject([
    { content: [{ text: 'a\ufffd' }] },
    { content: [{ arguments: { path: 'a\ufffd' } }] },
    { role: 'tool' },
  ]);
});

it('replaces an attached PDF whose content is not a PDF', () => {
  const pdf = (data: string): Block => ({ type: 'pdf', name: 'report.pdf', data });
  const [message] = repairConversation([{ role: 'user', content: [pdf('JVBERi0xLjcK'), pdf('AAAA')] }]);
  expect(message).toMatchObject({
    content: [{ type: 'pdf' }, { type: 'text', text: expect.stringContaining("isn't a PDF") }],
  });
});

it('corrects the type of an image and replaces one that nobody can decode', () => {
  const image = (mimeType: string, data: string): Block => ({ type: 'image', mimeType, data });
  const [message] = repairConversation([
    {
      role: 'user',
      content: [
        image('image/jpeg', SAMPLE_PNG),
        image('image/png', 'AAAA'),
        image('image/png', SAMPLE_PNG.slice(0, 60)),
      ],
    },
  ]);
  expect(message).toMatchObject({
    content: [{ mimeType: 'image/png' }, { type: 'text' }, { type: 'text', text: expect.stringContaining('decoded') }],
  });
});

it('keeps signatures only with the provider that made them, when answers are joined', () => {
  const signed: Block = { type: 'thinking', thinking: 'hm', signature: 's' };
  const first = answer(signed, { type: 'text', text: 'One' }, { ...call('a'), signature: 's' } as Block);
  const other: ModelMessage = {
    role: 'assistant',
    content: [signed, { type: 'text', text: 'Two' }],
    provider: 'q',
    model: 'n',
  };
  const texts = answer(signed, { type: 'text', text: 'One' });
  expect(repairConversation([user('Hi'), texts, other])[1]).toMatchObject({
    provider: 'q',
    content: [{ text: 'One' }, signed, { text: 'Two' }],
  });
  expect(repairConversation([user('Hi'), texts, texts])[1]?.role).toBe('assistant');
  expect(JSON.stringify(repairConversation([user('Hi'), first])[1])).toContain('"signature":"s"');
});
