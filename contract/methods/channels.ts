// Channels: chat networks, their accounts, and the people on them.
import { Type } from 'typebox';
import {
  CHANNEL_NOTIFICATIONS,
  PERSON_RIGHTS,
  type ChannelDelivery,
  type ChannelKindInfo,
  type ChannelPerson,
} from '../types/channels.ts';
import { published, publishedParams } from '../wire/published.ts';
import { adminMethod, pairingMethod, readMethod, writeMethod } from './define-method.ts';
import { closed, Id, NoParams, Ok, resultType } from './results.ts';

const LIVE_STATE_REASON = 'The state is always current.';
const OWN_RESULT = { channel: Type.String(), accountId: Type.String() };
const MAX_VALUE = 10_000;
const Values = Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9]{0,39}$' }), Type.String({ maxLength: MAX_VALUE }));
const Rights = Type.Array(Type.Enum([...PERSON_RIGHTS]), { maxItems: PERSON_RIGHTS.length });
const Time = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

/** A kind of channel, and which of its settings are stored or come from the environment. */
export interface ConnectableChannel extends ChannelKindInfo {
  /** Accounts that are set up, with the names of the fields that have a value. */
  readonly accounts: readonly { readonly id: string; readonly set: readonly string[] }[];
  /** Fields that have a value from an environment variable. */
  readonly fromEnvironment: readonly string[];
}

/** Whether a test message arrived. */
export interface ChannelTest {
  readonly state: 'sent' | 'waiting' | 'failed';
  readonly error?: string;
}

/** Methods of channels. */
export const CHANNEL_METHODS = {
  'channels.status': readMethod({
    summary: 'Lists channels and their accounts, with the current state of each.',
    ignores: { probe: LIVE_STATE_REASON, timeoutMs: LIVE_STATE_REASON },
    ...published('ChannelsStatus'),
  }),
  'channels.start': adminMethod({
    summary: 'Connects a channel that was stopped.',
    params: publishedParams('ChannelsStartParams'),
    result: Type.Object({ ...OWN_RESULT, started: Type.Boolean() }),
  }),
  'channels.stop': adminMethod({
    summary: 'Disconnects a channel until it is started, or until Gatehouse starts again.',
    params: publishedParams('ChannelsStopParams'),
    result: Type.Object({ ...OWN_RESULT, stopped: Type.Boolean() }),
  }),
  'channels.logout': adminMethod({
    summary: 'Disconnects a channel, and removes its secrets and its settings. Linked people stay linked.',
    params: publishedParams('ChannelsLogoutParams'),
    result: Type.Object({ ...OWN_RESULT, cleared: Type.Boolean() }),
  }),
  'channels.pairing.list': pairingMethod({
    summary: 'Lists people who ask to talk to the bot.',
    ...published('ChannelsPairingList'),
  }),
  'channels.pairing.approve': pairingMethod({
    summary: 'Links a person who asks to talk to the bot. The person may write to agents, and nothing else.',
    ...published('ChannelsPairingApprove'),
    unsupported: ['bootstrapCommandOwner'],
  }),
  'channels.pairing.dismiss': pairingMethod({
    summary: 'Removes the request of a person who asks to talk to the bot.',
    ...published('ChannelsPairingDismiss'),
  }),
  send: writeMethod({
    summary: 'Sends a message to a chat. It is saved first, and repeated until the network accepts it.',
    params: publishedParams('SendParams'),
    result: Type.Object({ runId: Type.String(), messageId: Type.String(), channel: Type.String() }),
    unsupported: [
      'mediaUrl',
      'mediaUrls',
      'buffer',
      'filename',
      'contentType',
      'asVoice',
      'gifPlayback',
      'forceDocument',
      'silent',
      'parseMode',
    ],
    ignores: {
      agentId: 'A message to a chat belongs to no agent.',
      sessionKey: 'A message to a chat is not part of a session.',
    },
    idempotent: true,
  }),
  'channels.kinds': adminMethod({
    whileReadOnly: true,
    summary: 'Lists the networks that can be connected, with their settings. Values of secrets are never returned.',
    params: NoParams,
    result: resultType<{ readonly kinds: readonly ConnectableChannel[] }>('ConnectableChannels'),
  }),
  'channels.connect': adminMethod({
    summary:
      'Sets up an account of a network, and connects it. Secrets are sealed; an empty value removes one. Values that are left out stay as they are.',
    freshProof: true,
    params: closed({
      channel: Id,
      options: Type.Optional(Values),
      secrets: Type.Optional(Values),
      agent: Type.Optional(Id),
    }),
    result: Ok,
  }),
  'channels.test': adminMethod({
    summary: 'Sends a test message to a chat, or to a linked person, and waits up to 20 seconds for the result.',
    isLong: true,
    params: closed({ channel: Id, to: Type.Optional(Id), threadId: Type.Optional(Id) }),
    result: resultType<ChannelTest>('ChannelTest'),
  }),
  'channels.people.list': adminMethod({
    whileReadOnly: true,
    summary: 'Lists linked people, earliest first.',
    params: closed({ channel: Type.Optional(Id) }),
    result: resultType<{ readonly people: readonly ChannelPerson[] }>('ChannelPeople'),
  }),
  'channels.people.update': adminMethod({
    summary: 'Changes what a linked person may do, and which notifications they get. `quiet: null` ends quiet hours.',
    freshProof: ({ rights }) => rights !== undefined,
    params: closed({
      channel: Id,
      senderId: Id,
      rights: Type.Optional(Rights),
      notify: Type.Optional(Type.Enum([...CHANNEL_NOTIFICATIONS])),
      quiet: Type.Optional(Type.Union([closed({ from: Time, to: Time }), Type.Null()])),
    }),
    result: resultType<{ readonly person: ChannelPerson }>('ChannelPersonResult'),
  }),
  'channels.people.unlink': adminMethod({
    summary: 'Unlinks a person. Their messages no longer reach agents.',
    params: closed({ channel: Id, senderId: Id }),
    result: Ok,
  }),
  'channels.codes.create': adminMethod({
    summary:
      'Creates a code that links whoever sends it to the bot first, within ten minutes. It is returned only in this response.',
    freshProof: true,
    rate: 'pairing',
    params: closed({ channel: Type.Optional(Id), rights: Type.Optional(Rights) }),
    result: resultType<{ readonly code: string; readonly expiresAtMs: number; readonly link?: string }>('ChannelCode'),
  }),
  'channels.deliveries.list': adminMethod({
    whileReadOnly: true,
    summary: 'Lists messages that wait to be sent, and those that could not be sent, newest first.',
    params: closed({ channel: Type.Optional(Id) }),
    result: resultType<{ readonly deliveries: readonly ChannelDelivery[] }>('ChannelDeliveries'),
  }),
  'channels.deliveries.resend': adminMethod({
    summary: 'Sends a message again that could not be sent.',
    params: closed({ id: Type.String({ minLength: 1, maxLength: 1_000 }) }),
    result: Ok,
  }),
  'channels.deliveries.drop': adminMethod({
    summary: 'Drops a message that could not be sent.',
    params: closed({ id: Type.String({ minLength: 1, maxLength: 1_000 }) }),
    result: Ok,
  }),
} as const;
