// Configuration of channels: chat networks through which people reach agents.
import { Type } from 'typebox';
import { SCOPES_OF_SESSIONS } from '../types/channels.ts';
import { choice, flag, ID, key, list, map, text } from './define-key.ts';

/** A channel's ID: that of its kind, or `<kind>-<name>` for a further account of the same network. */
const CHANNEL_ID = '^[a-z0-9][a-z0-9-]{0,31}$';
const MAX_BINDINGS = 200;
const MAX_OPTION = 2_000;
const MAX_CHAT_ID = 200;

const ANSWERS = {
  agent: text('Agent', 'The agent that answers. Default: the default agent.', {
    pattern: ID,
    maxLength: 64,
    'x-sample': 'main',
  }),
  project: text('Project', 'ID of the project that new sessions work on. Default: the workspace of the agent.', {
    maxLength: 64,
    'x-sample': 'website',
  }),
  machine: text('Machine', 'Machine of new sessions. Default: the one of the agent.', {
    pattern: ID,
    maxLength: 64,
    'x-sample': 'docker',
  }),
  session: choice(
    'Sessions',
    'Who shares a session: everybody in a thread, everybody in a chat, nobody (one session for each sender), or all chats (the main session of the agent).',
    [...SCOPES_OF_SESSIONS],
    'thread',
  ),
  mention: choice(
    'Messages in groups',
    'Which messages in groups the agent answers: those that mention it or reply to it, or all of them.',
    ['mention', 'always'],
    'mention',
  ),
  guests: choice(
    'Guests in groups',
    'What happens to messages of people in groups who are not linked: nothing, or an answer in a session of their own that only reads.',
    ['ignore', 'answer'],
    'ignore',
  ),
  language: text(
    'Language',
    'Language of the agent, as a tag such as `de` or `pt-BR`. What Gatehouse itself writes exists in English, German, and Arabic. Default: that of the sender.',
    { pattern: '^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$', maxLength: 35, 'x-sample': 'de' },
  ),
};

const Binding = Type.Object(
  {
    chat: key('Chat', "The network's ID of the chat.", Type.String({ minLength: 1, maxLength: MAX_CHAT_ID }), {
      'x-sample': '-1001234567890',
    }),
    thread: text('Thread', 'ID of a topic or thread. Default: the whole chat.', {
      maxLength: MAX_CHAT_ID,
      'x-sample': '42',
    }),
    ...ANSWERS,
  },
  { additionalProperties: false },
);

/** `channels`. */
export const CHANNELS = map(
  'Channels',
  'Chat networks that people use to reach agents, by ID: `telegram`, or `telegram-work` for a further account.',
  CHANNEL_ID,
  Type.Object(
    {
      enabled: flag('Enabled', 'Whether the channel is connected.', true),
      options: map(
        'Options',
        'Settings of this network, such as the ID of a phone number. Tokens are not stored here: enter them on the Channels page, or with `gatehouse channels connect`.',
        '^[a-z][A-Za-z0-9]{0,39}$',
        Type.String({ maxLength: MAX_OPTION, 'x-sample': 'webhook' }),
        'receive',
      ),
      allow: list(
        'Allowed senders',
        'IDs of senders who may write without being linked. They can neither answer approvals nor change settings.',
        1_000,
        { maxLength: 200 },
      ),
      unknown: choice(
        'Unknown senders',
        'What a person who is not linked gets in a direct chat: a pairing code for the owner to approve, or no reply.',
        ['pair', 'ignore'],
        'pair',
      ),
      ...ANSWERS,
      bindings: Object.assign(
        key(
          'Bindings',
          'Chats and threads with settings of their own, instead of those of the channel.',
          Type.Array(Binding, { maxItems: MAX_BINDINGS }),
        ),
        { default: [] },
      ),
    },
    { additionalProperties: false },
  ),
  'telegram',
);
