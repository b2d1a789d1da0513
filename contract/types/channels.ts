// Channels in lists: people, requests, and messages that wait to be sent.
import type { Scope } from '../wire/scopes.ts';

/** Who shares a session of a channel. */
export const SCOPES_OF_SESSIONS = ['thread', 'chat', 'sender', 'global'] as const;
export type SessionScope = (typeof SCOPES_OF_SESSIONS)[number];

/** Which notifications a linked person gets. */
export const CHANNEL_NOTIFICATIONS = ['all', 'approvals', 'none'] as const;
export type ChannelNotifications = (typeof CHANNEL_NOTIFICATIONS)[number];

/** What a linked person may do, besides writing to agents. */
export const PERSON_RIGHTS = ['approvals', 'admin'] as const;
export type PersonRight = (typeof PERSON_RIGHTS)[number];

/** Scopes of a person with these rights. */
export function toPersonScopes(rights: readonly PersonRight[]): readonly Scope[] {
  return [
    'operator.read',
    'operator.write',
    'operator.questions',
    ...(rights.includes('approvals') ? (['operator.approvals'] as const) : []),
    ...(rights.includes('admin') ? (['operator.admin'] as const) : []),
  ];
}

/** A person whose account on a network is linked. Times are Unix ms. */
export interface ChannelPerson {
  readonly channel: string;
  /** The network's immutable ID of the person. */
  readonly senderId: string;
  /** As on the network when it was linked; for display only. */
  readonly name: string;
  readonly rights: readonly PersonRight[];
  readonly linkedAtMs: number;
  readonly linkedBy: string;
  readonly lastSeenAtMs?: number;
  /** The direct chat with the person, for notifications; absent until the person has written there. */
  readonly chatId?: string;
  readonly notify: ChannelNotifications;
  /** Language of the person's app, as a BCP 47 tag; absent if the network doesn't tell. */
  readonly language?: string;
  /** Hours without notifications, local time of the gateway. */
  readonly quiet?: { readonly from: string; readonly to: string };
}

/** A person who wants to talk to the bot. */
export interface ChannelPairing {
  readonly id: string;
  readonly channel: string;
  readonly senderId: string;
  /** The chat in which they asked. */
  readonly chatId: string;
  readonly name: string;
  /** Language of the person's app, as a BCP 47 tag. */
  readonly language?: string;
  /** Shown to both sides, so that the owner knows who asks. */
  readonly code: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** A message that couldn't be sent, or waits to be sent. */
export interface ChannelDelivery {
  readonly id: string;
  readonly channel: string;
  readonly chatId: string;
  readonly threadId?: string;
  /** Start of the text. */
  readonly text: string;
  readonly state: 'waiting' | 'retrying' | 'failed';
  readonly attempts: number;
  readonly error?: string;
  readonly createdAtMs: number;
  readonly nextAttemptAtMs?: number;
}

/** A setting of a kind of channel. The form on the Channels page and `gatehouse channels connect` are made from it. */
export interface ChannelField {
  /** Letters and digits in camel case. Options are at `channels.<id>.options.<name>`. */
  readonly name: string;
  readonly title: string;
  /** What it is and where to find it, one or two sentences. */
  readonly help: string;
  /** Sealed in the secret store as `channel-<id>-<name>`, never in the configuration file. */
  readonly isSecret?: true;
  readonly isOptional?: true;
  /** Environment variable used if nothing is stored. */
  readonly variable?: string;
  /** Regular expression that a value matches. */
  readonly pattern?: string;
  /** Allowed values, with their titles. The first is the default. */
  readonly choices?: readonly { readonly value: string; readonly title: string }[];
}

/** What people need to know to connect a kind of channel. */
export interface ChannelKindInfo {
  /** Lower-case letters and digits. */
  readonly id: string;
  readonly title: string;
  /** One sentence: what it connects to. */
  readonly summary: string;
  /** Steps to prepare the network's side, in Markdown, for the guided connection. */
  readonly steps: readonly string[];
  /** Shown before it is connected, such as a risk of account bans. */
  readonly warning?: string;
  readonly fields: readonly ChannelField[];
}

/** Name of a sealed setting in the secret store. */
export function channelSecretName(channel: string, field: string): string {
  return `channel-${channel}-${field}`;
}
