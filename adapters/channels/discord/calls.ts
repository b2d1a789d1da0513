// Calls of the core to a running channel, as requests to Discord.
import type { API } from '@discordjs/core/http-only';
import { MessageFlags } from 'discord-api-types/v10';
import {
  ChannelError,
  type ChannelAction,
  type ChannelCommand,
  type ChatAddress,
  type OutgoingContent,
  type OutgoingMessage,
} from '#core/ports/channel.ts';
import { takeStart } from '#contract/types/truncate-text.ts';
import { toEmbed } from './embed.ts';
import { hasCode } from './errors.ts';
import { toFormMessage } from './form.ts';
import type { Interactions } from './interactions.ts';
import { PINGS_NOBODY, toContent, toFiles, toNonce } from './message-body.ts';
import { isSnowflake } from './read-sender.ts';
import type { OpenChannel } from './running-channel.ts';

const MAX_THREAD_NAME = 100;
const MAX_DESCRIPTION = 100;
/** Discord's code when a message already has a thread, whose ID is that of the message then. */
const HAS_THREAD = 160_004;
const EXPIRED: readonly number[] = [10_015, 10_062, 50_027];

/** Sends a message. If a command waits for an answer, it becomes the answer. */
export async function sendMessage(open: OpenChannel, message: OutgoingMessage, signal: AbortSignal): Promise<string> {
  const { to, key, replyTo, isSilent } = message;
  const place = toPlace(to);
  const body = { ...toContent(message), files: toFiles(message.files) };
  const { interactions, connection } = open;
  const completed = interactions.completedWith(key);
  if (completed !== undefined) return completed;
  const command = interactions.find(place, replyTo);
  if (command !== undefined) {
    const id = await completeCommand(interactions, command, { key, body, signal });
    if (id !== undefined) return id;
  }
  const { id } = await connection.api.channels.createMessage(
    place,
    {
      ...body,
      flags: body.flags | (isSilent === true ? MessageFlags.SuppressNotifications : 0),
      nonce: toNonce(key),
      enforce_nonce: true,
      // The message may have been deleted meanwhile.
      ...(isSnowflake(replyTo) ? { message_reference: { message_id: replyTo, fail_if_not_exists: false } } : {}),
    },
    { signal },
  );
  return id;
}

type Body = ReturnType<typeof toContent> & { readonly files: ReturnType<typeof toFiles> };

/** Undefined if it is too late, so that the answer becomes a message of its own. */
async function completeCommand(
  interactions: Interactions,
  command: string,
  { key, body, signal }: { readonly key: string; readonly body: Body; readonly signal: AbortSignal },
): Promise<string | undefined> {
  try {
    return await interactions.complete(command, key, body, signal);
  } catch (error) {
    if (hasCode(error, ...EXPIRED)) return undefined;
    throw error;
  }
}

/** Replaces a message. */
export async function editMessage(
  { connection }: OpenChannel,
  to: ChatAddress,
  messageId: string,
  content: OutgoingContent,
  signal: AbortSignal,
): Promise<void> {
  await connection.api.channels.editMessage(toPlace(to), requireId(messageId), toContent(content), { signal });
}

/** Does something else. */
export async function runAction(
  open: OpenChannel,
  action: ChannelAction,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { api } = open.connection;
  if (action.kind === 'answer-press') {
    await open.interactions.whisper(action.pressId, action.text, signal);
    return undefined;
  }
  const place = toPlace(action.to);
  switch (action.kind) {
    case 'typing':
      await api.channels.showTyping(place, { signal });
      return undefined;
    case 'react':
      await react(api, place, action, signal);
      return undefined;
    case 'delete':
      await api.channels.deleteMessage(place, requireId(action.messageId), { signal });
      return undefined;
    case 'pin':
      if (action.remove === true) await api.channels.unpinMessage(place, requireId(action.messageId), { signal });
      else await api.channels.pinMessage(place, requireId(action.messageId), { signal });
      return undefined;
    case 'thread':
      return openThread(api, place, action, signal);
    case 'native':
      return runNative(api, place, action, signal);
  }
}

/** Sets the menu. Every command has one optional text. */
export async function setMenu(
  { connection }: OpenChannel,
  applicationId: string,
  commands: readonly ChannelCommand[],
  signal: AbortSignal,
): Promise<void> {
  const body = commands.map(({ name, description }) => ({
    name,
    description: takeStart(description, MAX_DESCRIPTION) || name,
    type: 1 as const,
    options: [{ type: 3 as const, name: 'text', description: 'What follows the command', required: false }],
    // In servers, and in direct messages with the bot.
    contexts: [0, 1],
    integration_types: [0],
  }));
  await connection.api.applicationCommands.bulkOverwriteGlobalCommands(applicationId, body, { signal });
}

async function react(
  api: API,
  place: string,
  { messageId, emoji, remove }: Extract<ChannelAction, { kind: 'react' }>,
  signal: AbortSignal,
): Promise<void> {
  if (remove === true) await api.channels.deleteOwnMessageReaction(place, requireId(messageId), emoji, { signal });
  else await api.channels.addMessageReaction(place, requireId(messageId), emoji, { signal });
}

async function openThread(
  api: API,
  place: string,
  { messageId, title }: Extract<ChannelAction, { kind: 'thread' }>,
  signal: AbortSignal,
): Promise<string> {
  const name = takeStart(title.trim(), MAX_THREAD_NAME) || 'Thread';
  try {
    return (await api.channels.createThread(place, { name }, requireId(messageId), { signal })).id;
  } catch (error) {
    if (hasCode(error, HAS_THREAD)) return messageId;
    throw error;
  }
}

/** `embed` sends a card, `modal` a message with a button that opens a form. The result is the ID of the message. */
async function runNative(
  api: API,
  place: string,
  { name, input }: Extract<ChannelAction, { kind: 'native' }>,
  signal: AbortSignal,
): Promise<string> {
  if (name !== 'embed' && name !== 'modal')
    throw new ChannelError('unsupported', `Discord has no action "${name}". It has embed and modal.`);
  const body = name === 'embed' ? { embeds: [toEmbed(input)] } : toFormMessage(input);
  const key = typeof input['key'] === 'string' ? { nonce: toNonce(input['key']), enforce_nonce: true } : {};
  const message = await api.channels.createMessage(
    place,
    { ...body, ...key, allowed_mentions: PINGS_NOBODY },
    { signal },
  );
  return message.id;
}

/** The channel or thread. */
function toPlace({ chatId, threadId }: ChatAddress): string {
  requireId(chatId);
  return requireId(threadId ?? chatId);
}

/** IDs become part of addresses. */
function requireId(id: string): string {
  if (!isSnowflake(id)) throw new ChannelError('rejected', "This isn't an ID of Discord. IDs are numbers.");
  return id;
}
