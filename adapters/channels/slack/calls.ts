// Calls of Slack's API for a started channel.
import { defined } from '#contract/types/defined.ts';
import {
  ChannelError,
  type ChannelAction,
  type ChatAddress,
  type OutgoingContent,
  type OutgoingFile,
  type OutgoingMessage,
} from '#core/ports/channel.ts';
import { toEmojiName } from './emoji.ts';
import { ignoreHarmless } from './errors.ts';
import { toFormMessage } from './form.ts';
import { MAX_UPLOAD_BYTES } from './limits.ts';
import { escapeText, toContent } from './message-body.ts';
import type { OpenChannel } from './running-channel.ts';

/** Sends the text, and returns the ID of its message. */
export async function sendText({ connection }: OpenChannel, { to, ...content }: OutgoingMessage): Promise<string> {
  const body = { channel: to.chatId, ...defined({ thread_ts: to.threadId }), ...toContent(content) };
  const { ts } = await connection.web.chat.postMessage(body);
  if (ts === undefined) throw new ChannelError('unavailable', "Slack didn't confirm the message.");
  return ts;
}

/** Sends a file after the text. */
export async function sendFile(
  { connection }: OpenChannel,
  to: ChatAddress,
  { name, bytes }: OutgoingFile,
): Promise<void> {
  if (bytes.length > MAX_UPLOAD_BYTES)
    throw new ChannelError('too-large', `${name} is larger than the 50 MB that Gatehouse sends to Slack.`);
  // Slack shows the name only, and takes no folders.
  const filename = name.split(/[/\\]/).at(-1) || 'file';
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { threadId } = to;
  const place = threadId === undefined ? { channel_id: to.chatId } : { channel_id: to.chatId, thread_ts: threadId };
  await connection.web.filesUploadV2({ ...place, file, filename });
}

/** Replaces a message. */
export async function editMessage(
  { connection }: OpenChannel,
  { chatId: channel }: ChatAddress,
  ts: string,
  content: OutgoingContent,
): Promise<void> {
  await connection.web.chat.update({ channel, ts, ...toContent(content) });
}

/** Does anything else. */
export async function runAction(open: OpenChannel, action: ChannelAction): Promise<string | undefined> {
  const { web } = open.connection;
  switch (action.kind) {
    case 'react': {
      const reaction = { channel: action.to.chatId, timestamp: action.messageId, name: toEmojiName(action.emoji) };
      await (action.remove === true ? web.reactions.remove(reaction) : web.reactions.add(reaction)).catch(
        ignoreHarmless,
      );
      return undefined;
    }
    case 'delete':
      await web.chat.delete({ channel: action.to.chatId, ts: action.messageId });
      return undefined;
    case 'pin': {
      const pin = { channel: action.to.chatId, timestamp: action.messageId };
      await (action.remove === true ? web.pins.remove(pin) : web.pins.add(pin)).catch(ignoreHarmless);
      return undefined;
    }
    case 'thread':
      // Every message of Slack has a thread.
      return action.messageId;
    case 'answer-press':
      return answerPress(open, action.pressId, action.text);
    case 'native':
      return runNative(open, action);
    case 'typing':
      throw new ChannelError('unsupported', "Slack doesn't show that an app is typing.");
  }
}

/** Only the person who pressed sees it. */
async function answerPress({ connection, handler }: OpenChannel, pressId: string, text?: string): Promise<undefined> {
  const place = handler.findPress(pressId);
  if (place === undefined || text === undefined || text === '') return undefined;
  const { channel, user, threadId } = place;
  await connection.web.chat.postEphemeral({
    channel,
    user,
    text: escapeText(text),
    ...defined({ thread_ts: threadId }),
  });
  return undefined;
}

async function runNative(
  { connection }: OpenChannel,
  { name, to, input }: Extract<ChannelAction, { kind: 'native' }>,
): Promise<string> {
  if (name !== 'form') throw new ChannelError('unsupported', `Slack has no "${name}".`);
  const { ts } = await connection.web.chat.postMessage({
    channel: to.chatId,
    ...defined({ thread_ts: to.threadId }),
    ...toFormMessage(input),
  });
  return ts ?? '';
}
