// Proves: CN-8
import { describe, expect, it } from 'vitest';
import { startChannels } from '#tests/support/core/channel-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { calls, says } from '#tests/support/core/scripted-provider.ts';
import { useToolFolder } from '#tests/support/core/tool-harness.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { GATEWAY } from '../../principal.ts';
import { ARABIC } from './arabic.ts';
import { nameLanguage, pickTexts } from './chat-texts.ts';
import { ENGLISH } from './english.ts';
import { GERMAN } from './german.ts';

const folder = useToolFolder();

function write(text: string, language?: string, id = '1') {
  const sender = { id: 'ada', ...(language === undefined ? {} : { language }) };
  return { id, chatId: 'chat-1', senderId: 'ada', text, sender };
}

describe('the texts', () => {
  it('are those of the first language that exists, whatever its region', () => {
    expect(pickTexts('de-AT')).toBe(GERMAN);
    expect(pickTexts('pt_BR', 'AR')).toBe(ARABIC);
    expect(pickTexts('pt', undefined)).toBe(ENGLISH);
    expect(pickTexts()).toBe(ENGLISH);
  });

  it.each([
    ['German', GERMAN],
    ['Arabic', ARABIC],
  ])('are all in %s, with the same commands and parameters', (_name, texts) => {
    const fill = (text: unknown): string => (typeof text === 'function' ? String(text('A1', 'B2')) : String(text));
    for (const [key, english] of Object.entries(ENGLISH)) {
      if (key === 'commands') continue;
      const translated = fill(Object(texts)[key]);
      const original = fill(english);
      expect(translated, key).not.toBe(key === 'tokens' ? '' : original);
      for (const part of original.match(/A1|B2|\/[a-z]+|`[^`]+`/g) ?? [])
        if (!part.includes('What is new')) expect(translated, key).toContain(part);
    }
    expect(Object.keys(texts.commands)).toEqual(Object.keys(ENGLISH.commands));
  });

  it('name a language in that language, and keep a tag that nobody knows', () => {
    expect(nameLanguage('de')).toBe('Deutsch');
    expect(nameLanguage('xq-')).toBe('xq-');
  });
});

describe('a chat', () => {
  it('gets replies in the language of the app of its person', async () => {
    const h = await startChannels([]);
    await h.channel.deliver(write('/cancel', 'de-DE'));
    await settle();
    await h.channel.deliver(write('/cancel', undefined, '2'));
    await settle();
    expect(h.texts()).toEqual([GERMAN.nothingToCancel, ENGLISH.nothingToCancel]);
  });

  it('gets replies in the language of its settings, and the agent is asked to answer in it', async () => {
    const h = await startChannels([says('Bonjour')], {}, { language: 'fr' });
    await h.channel.deliver(write('Hello', 'de'));
    await settle();
    expect(JSON.stringify(h.providers.requests[0]?.messages)).toContain('unless asked for another one: français');
    await h.channel.deliver(write('/cancel', 'de', '2'));
    await settle();
    expect(h.texts()).toEqual(['Bonjour', GERMAN.nothingToCancel]);
  });

  it('shows approvals, and their outcome, in the language of the person who is asked', async () => {
    const command = calls([{ id: 'c1', name: 'exec', input: { command: 'touch a.txt' } }]);
    const h = await startChannels([command, says('Fertig')], folder.options());
    const { code } = await h.channels.people.createCode({ rights: ['approvals'] }, GATEWAY);
    await h.channels.people.useCode('sample', { id: 'ada', language: 'de' }, code, {
      chatId: 'chat-1',
      kind: 'direct',
    });
    await h.channel.deliver(write('Bitte', 'de'));
    await waitUntil('the request', () => h.texts().length > 0);
    const [question] = h.channel.messages;
    expect(question?.markdown).toContain(GERMAN.approvalRequired);
    expect(question?.buttons?.[0]?.map(({ label }) => label)).toEqual([
      GERMAN.allowOnce,
      GERMAN.allowSession,
      GERMAN.deny,
    ]);
    await h.channel.emit({
      kind: 'press',
      id: 'press-1',
      chat: { chatId: 'chat-1', kind: 'direct' },
      sender: { id: 'ada', language: 'de' },
      messageId: 'sent-1',
      data: question?.buttons?.[0]?.[2]?.data ?? '',
    });
    await waitUntil('the answer', () => h.texts().includes('Fertig'));
    const told = { kind: 'answer-press', text: expect.stringContaining(GERMAN.denied) };
    expect(h.channel.actions).toContainEqual(expect.objectContaining(told));
  });
});
