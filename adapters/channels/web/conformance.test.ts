// Proves: CN-1, CN-12
import { channelConformance, type ChannelUnderTest } from '#tests/conformance/channel.ts';
import { ChannelError } from '#core/ports/channel.ts';
import type { VisitorMessage } from '#core/ports/web-chat.ts';
import { openWebChat, plainText } from '#tests/support/web-chat/stage.ts';

channelConformance('Web chat', async (): Promise<ChannelUnderTest> => {
  const { channel, faults, addVisitor } = await openWebChat();
  const [ada, other] = [await addVisitor(), await addVisitor()];
  const toChat = (visitor: typeof ada): string => `${visitor.linkId}.${visitor.id}`;
  let count = 0;
  let last: VisitorMessage | undefined;
  const { signal } = new AbortController();
  const read = async (chatId: string) => {
    const visitor = chatId === toChat(other) ? other : ada;
    return (await channel.read(visitor, undefined, signal)).messages.filter(({ from }) => from === 'agent');
  };
  const seen = new Map<string, Awaited<ReturnType<typeof read>>>();
  // The suite reads synchronously, so what the pages show is read whenever something was sent.
  const { send, edit } = channel;
  const refresh = async (): Promise<void> => {
    for (const visitor of [ada, other]) seen.set(toChat(visitor), await read(toChat(visitor)));
  };
  channel.send = async (...parameters) => {
    const id = await send.apply(channel, parameters);
    await refresh();
    return id;
  };
  channel.edit = async (...parameters) => {
    await edit.apply(channel, parameters);
    await refresh();
  };
  /** A page sends a message again until it is accepted. */
  const sayUntilAccepted = async (message: VisitorMessage): Promise<void> => {
    last = message;
    for (let attempt = 0; attempt < 3; attempt += 1)
      try {
        return await channel.say(ada, message);
      } catch (error) {
        if (error instanceof ChannelError) return;
      }
  };
  return {
    channel,
    senderId: ada.id,
    directChat: toChat(ada),
    otherChat: toChat(other),
    say: ({ text, file }) =>
      sayUntilAccepted({ id: `m${(count += 1)}`, text, ...(file === undefined ? {} : { file }) }),
    press: (_chatId, messageId, data) => channel.press(ada, messageId, data),
    received: (chatId) => (seen.get(chatId) ?? []).map(({ content }) => plainText(content)),
    files: (chatId) => (seen.get(chatId) ?? []).flatMap(({ files }) => files.map(({ name }) => name)),
    repeat: async () => (last === undefined ? undefined : channel.say(ada, last)),
    limitOnce: (seconds) => void (faults.next = new ChannelError('rate-limited', 'Too many.', seconds * 1_000)),
    failOnce: () => void (faults.next = new ChannelError('unavailable', 'The database is busy.')),
  };
});
