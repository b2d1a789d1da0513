// Tools of a chat: an agent has them only while it answers a message from that chat, and they act only there.
import type { JsonObject } from '#contract/types/json-object.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { InputProblem } from '../tools/input.ts';
import type { Channel, ChannelAction, ChannelCapabilities, ChatAddress } from '../ports/channel.ts';
import type { Ids } from '../ports/clock.ts';
import type { SourceCall, ToolContext, ToolDeclaration, ToolResult, ToolSource } from '../ports/tool-source.ts';
import type { ActiveTurn } from './inbox.ts';

/** What the tools act on. */
export interface ChannelToolPorts {
  readonly turn: (sessionKey: string) => ActiveTurn | undefined;
  readonly connection: (channelId: string) => Channel | undefined;
  readonly ids: Ids;
}

interface Place extends ActiveTurn {
  readonly channel: Channel;
  readonly to: ChatAddress;
}

/** A tool, and what it does in a chat. */
interface ChatTool extends ToolDeclaration {
  /** Whether the network can do it. */
  readonly isOffered: (capabilities: ChannelCapabilities) => boolean;
  readonly act: (place: Place, input: JsonObject, context: ToolContext, ids: Ids) => Promise<string>;
}

const MESSAGE_ID = {
  type: 'string',
  description: 'ID of a message, as returned by channel__send. Leave it out for the message that you are answering.',
};
const OWN_ID = { type: 'string', description: 'ID of a message that you sent, as returned by channel__send.' };

const TOOLS: readonly ChatTool[] = [
  {
    name: 'send',
    description:
      'Sends a message, or a file of the workspace, to the chat that you are answering, now and in addition to your answer. Returns the ID of the message.',
    input: object({ text: { type: 'string' }, file: { type: 'string', description: 'Path in the workspace.' } }),
    effect: 'network',
    isOffered: () => true,
    async act({ channel, to }, input, { machine, signal }, ids) {
      const path = read(input, 'file', true);
      const text = read(input, 'text', true) ?? '';
      if (path === undefined && text === '') throw new InputProblem('Give a text or a file.');
      const files = path === undefined ? [] : [await readFile(machine, path, channel.capabilities.maxUploadBytes)];
      const [first = '', ...rest] = channel.split(text === '' ? (path ?? '') : text);
      const id = await channel.send({ to, markdown: first, files, key: ids.next() }, signal);
      for (const part of rest) await channel.send({ to, markdown: part, key: ids.next() }, signal);
      return id;
    },
  },
  {
    name: 'edit',
    description: 'Replaces the text of a message that you sent to the chat that you are answering.',
    input: object({ message: OWN_ID, text: { type: 'string' } }, ['message', 'text']),
    effect: 'read',
    isOffered: ({ edit }) => edit,
    async act({ channel, to }, input, { signal }) {
      const [markdown = ''] = channel.split(read(input, 'text'));
      await channel.edit(to, read(input, 'message'), { markdown }, signal);
      return 'Edited.';
    },
  },
  {
    name: 'react',
    description: 'Adds a reaction to a message of the chat that you are answering.',
    input: object({ emoji: { type: 'string' }, message: MESSAGE_ID }, ['emoji']),
    effect: 'read',
    isOffered: ({ react }) => react,
    act: (place, input, { signal }) =>
      change(place, { kind: 'react', ...target(place, input), emoji: read(input, 'emoji') }, signal, 'Added.'),
  },
  {
    name: 'delete',
    description: 'Deletes a message that you sent to the chat that you are answering.',
    input: object({ message: OWN_ID }, ['message']),
    effect: 'network',
    isOffered: (able) => able.delete,
    act: (place, input, { signal }) =>
      change(place, { kind: 'delete', to: place.to, messageId: read(input, 'message') }, signal, 'Deleted.'),
  },
  {
    name: 'pin',
    description: 'Pins a message in the chat that you are answering.',
    input: object({ message: MESSAGE_ID }),
    effect: 'network',
    isOffered: ({ pin }) => pin,
    act: (place, input, { signal }) => change(place, { kind: 'pin', ...target(place, input) }, signal, 'Pinned.'),
  },
  {
    name: 'thread',
    description: 'Opens a thread at a message of the chat that you are answering. Returns the ID of the thread.',
    input: object({ title: { type: 'string' }, message: MESSAGE_ID }, ['title']),
    effect: 'network',
    isOffered: ({ threads }) => threads,
    act: (place, input, { signal }) =>
      change(place, { kind: 'thread', ...target(place, input), title: read(input, 'title') }, signal, 'Opened.'),
  },
];

/** The tools of the chats of a host. */
export function createChannelTools(ports: () => ChannelToolPorts): ToolSource {
  return {
    id: 'channel',
    title: 'Chat',
    async list({ sessionKey }) {
      const place = sessionKey === undefined ? undefined : findPlace(ports(), sessionKey);
      // Guests get answers that only read.
      if (place === undefined || place.isGuest) return [];
      const { capabilities } = place.channel;
      return TOOLS.filter((tool) => tool.isOffered(capabilities)).map(
        ({ isOffered: _offered, act: _act, ...declaration }) => declaration,
      );
    },
    call: (name, input) => openCall(ports, name, input),
    onChange: () => () => undefined,
    dispose: async () => undefined,
  };
}

function openCall(ports: () => ChannelToolPorts, name: string, input: JsonObject): SourceCall {
  const tool = TOOLS.find((one) => one.name === name);
  if (tool === undefined) throw new InputProblem(`There is no tool channel__${name}.`);
  const title = `${name}: ${JSON.stringify(input)}`;
  return {
    title,
    plan: async ({ machine }) => ({ command: title, cwd: machine.workspace }),
    async run(context): Promise<ToolResult> {
      const { ids } = ports();
      const place = findPlace(ports(), context.sessionKey);
      if (place === undefined || place.isGuest) return failure('This session is not answering a chat.');
      try {
        return { text: await tool.act(place, input, context, ids), isError: false, details: {} };
      } catch (error) {
        if (error instanceof InputProblem) throw error;
        context.signal.throwIfAborted();
        return failure(errorMessage(error));
      }
    },
  };
}

function findPlace({ turn, connection }: ChannelToolPorts, sessionKey: string): Place | undefined {
  const active = turn(sessionKey);
  const channel = active === undefined ? undefined : connection(active.channelId);
  if (active === undefined || channel === undefined) return undefined;
  const { chatId, threadId } = active.chat;
  return { ...active, channel, to: { chatId, ...(threadId === undefined ? {} : { threadId }) } };
}

async function change(place: Place, action: ChannelAction, signal: AbortSignal, done: string): Promise<string> {
  return (await place.channel.act(action, signal)) ?? done;
}

function target(place: Place, input: JsonObject): { readonly to: ChatAddress; readonly messageId: string } {
  return { to: place.to, messageId: read(input, 'message', true) ?? place.messageId };
}

async function readFile(machine: ToolContext['machine'], path: string, maxBytes: number) {
  const { size } = await machine.stat(path);
  if (size > maxBytes) throw new InputProblem(`${path} has ${size} bytes. This network accepts at most ${maxBytes}.`);
  const { bytes } = await machine.read(path, maxBytes);
  return { name: path.slice(path.lastIndexOf('/') + 1), mimeType: 'application/octet-stream', bytes };
}

function read(input: JsonObject, name: string): string;
function read(input: JsonObject, name: string, isOptional: true): string | undefined;
function read(input: JsonObject, name: string, isOptional = false): string | undefined {
  const value = input[name];
  if (typeof value === 'string' && value.trim() !== '') return value;
  if (isOptional && value === undefined) return undefined;
  throw new InputProblem(`${name} must be a text.`);
}

function object(properties: JsonObject, required: readonly string[] = []): JsonObject {
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}

function failure(text: string): ToolResult {
  return { text, isError: true, details: {} };
}
