// Proves: MD-6
import { expect, it } from 'vitest';
import type { ChannelFile } from '../ports/channel.ts';
import { startChannels } from '#tests/support/core/channel-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { says } from '#tests/support/core/scripted-provider.ts';

const VOICE = { ref: 'v1', name: 'voice.ogg', mimeType: 'audio/ogg', isVoice: true } as const;
interface TalkOptions {
  readonly file?: ChannelFile;
  readonly model?: string;
  readonly text?: string;
}

const SONG = { ref: 'v1', name: 'song.mp3', mimeType: 'audio/mpeg' };

async function talk(
  transcribe: (() => Promise<string>) | undefined,
  { file = VOICE, model = 'test/whisper', text = '' }: TalkOptions = {},
) {
  const h = await startChannels([says('Done')], {}, { transcription: model === '' ? {} : { model } });
  h.channel.files.set('v1', new Uint8Array([1, 2, 3]));
  h.providers.transcribe = transcribe;
  await h.channel.deliver({ id: '1', chatId: 'chat-1', senderId: 'ada', text, files: [file] });
  await settle();
  const asked = JSON.stringify(h.providers.requests[0]?.messages ?? []);
  return { asked, replies: h.texts() };
}

it('gives the agent the words of a voice message', async () => {
  const { asked, replies } = await talk(async () => 'Turn on the lights');
  expect(asked).toContain('[Voice message]\\nTurn on the lights');
  expect(replies).toEqual(['Done']);
});

it('keeps the text that comes with a voice message', async () => {
  const { asked } = await talk(async () => 'Turn on the lights', { text: 'Please:' });
  expect(asked).toContain('Please:\\n[Voice message]\\nTurn on the lights');
});

it('sends no recording anywhere while no model is chosen', async () => {
  const { asked } = await talk(
    async () => {
      throw new Error('It was sent.');
    },
    { model: '' },
  );
  expect(asked).toContain('[A message without a text]');
});

it('transcribes voice messages only, not music', async () => {
  const { asked } = await talk(async () => 'La la', { file: SONG });
  expect(asked).not.toContain('La la');
});

it('tells the agent why a voice message could not be transcribed, and answers anyway', async () => {
  const { asked, replies } = await talk(async () => {
    throw new Error('OpenAI is overloaded.');
  });
  expect(asked).toContain("[voice.ogg couldn't be transcribed: OpenAI is overloaded.]");
  expect(replies).toEqual(['Done']);
});

it('says which models can transcribe when the chosen provider cannot', async () => {
  const { asked } = await talk(undefined);
  expect(asked).toContain("voice.ogg couldn't be transcribed: test can't transcribe.");
});

it('removes hidden characters from the words', async () => {
  const { asked } = await talk(async () => 'Hello\u202e\u200b there');
  expect(asked).toContain('[Voice message]\\nHello there');
});
