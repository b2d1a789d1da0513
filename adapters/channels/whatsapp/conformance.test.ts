// Proves: CN-1, CN-5
import { onTestFinished } from 'vitest';
import type { JsonObject } from '#contract/types/json-object.ts';
import { channelConformance, type ChannelUnderTest } from '#tests/conformance/channel.ts';
import { messageFrom, pressFrom, textFrom } from '#tests/support/whatsapp/deliveries.ts';
import { shownText } from '#tests/support/whatsapp/shown-text.ts';
import { ADA, ADA_CHAT, openStage, type WhatsAppStage } from '#tests/support/whatsapp/stage.ts';

const RETRY_MS = 10;

channelConformance('WhatsApp', async (): Promise<ChannelUnderTest> => {
  const stage = await openStage();
  const { server, channel } = stage;
  const meta = openDeliveries(stage);
  const sentTo = (chatId: string): readonly JsonObject[] =>
    server.sent.map(({ content }) => content).filter(({ to, recipient }) => (to ?? recipient) === chatId);
  return {
    channel,
    senderId: ADA_CHAT.chatId,
    directChat: ADA_CHAT.chatId,
    otherChat: '491700000002',
    async say({ text, file }) {
      if (file === undefined) return meta.add(textFrom(ADA, text));
      const id = server.addFile(file.bytes, file.mimeType);
      const document = { id, filename: file.name, mime_type: file.mimeType, caption: text };
      return meta.add(messageFrom(ADA, { type: 'document', document }));
    },
    press: async (_chatId, messageId, id) => meta.add(pressFrom(ADA, { messageId, id, title: 'A button' })),
    received: (chatId) => sentTo(chatId).flatMap((content) => readText(content) ?? []),
    files: (chatId) =>
      // The server has checked the contents.
      sentTo(chatId).flatMap(({ document }) =>
        document === undefined ? [] : String((document as JsonObject)['filename']),
      ),
    repeat: async () => meta.repeat(),
    limitOnce: (seconds) => server.fail({ status: 429, code: 130_429, headers: { 'retry-after': String(seconds) } }),
    failOnce: () => server.fail({ status: 503, code: 131_016 }),
  };
});

function readText(content: JsonObject): string | undefined {
  // The server has checked the contents.
  if (content['type'] === 'text') return shownText(String((content['text'] as JsonObject)['body']));
  if (content['type'] !== 'interactive') return undefined;
  const { body } = content['interactive'] as { readonly body: { readonly text: string } };
  return shownText(body.text);
}

/** Deliveries as Meta makes them: one that isn't accepted is made again later, in the same order. */
function openDeliveries({ deliver }: WhatsAppStage) {
  const waiting: JsonObject[] = [];
  let last: JsonObject | undefined;
  let isOpen = true;
  onTestFinished(() => void (isOpen = false));
  const flush = async (): Promise<void> => {
    while (isOpen && waiting[0] !== undefined) {
      const { status } = await deliver(ADA, waiting[0]);
      if (status !== 200) return void setTimeout(() => void flush(), RETRY_MS);
      waiting.shift();
    }
  };
  const add = async (message: JsonObject): Promise<void> => {
    last = message;
    waiting.push(message);
    if (waiting.length === 1) await flush();
  };
  return { add, repeat: () => (last === undefined ? undefined : add(last)) };
}
