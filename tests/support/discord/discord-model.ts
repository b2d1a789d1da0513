// What the Discord server of the tests knows: people, channels, and messages, as in Discord's documentation.

/** A token of the form that Discord's have. */
export const BOT_TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.GaTeHo.use-for-tests-only-0123456789abcdefgh';

/** A user. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly bot?: true;
}

/** A channel, direct chat, or thread. */
export interface ChannelObject {
  readonly id: string;
  /** 0: text channel, 1: direct, 11: public thread. */
  readonly type: number;
  readonly name?: string;
  readonly guild_id?: string;
  readonly parent_id?: string;
}

/** A file of a message. */
export interface Attachment {
  readonly id: string;
  readonly filename: string;
  readonly content_type?: string;
  readonly size: number;
  readonly url: string;
  readonly duration_secs?: number;
}

/** A message. */
export interface MessageObject {
  readonly id: string;
  readonly channel_id: string;
  readonly guild_id?: string;
  readonly author: User;
  readonly content: string;
  readonly type: number;
  readonly flags: number;
  readonly timestamp: string;
  readonly edited_timestamp: string | null;
  readonly attachments: readonly Attachment[];
  readonly mentions: readonly User[];
  readonly mention_roles: readonly string[];
  readonly embeds: readonly unknown[];
  readonly components: readonly unknown[];
  readonly nonce?: string | number;
  readonly webhook_id?: string;
  readonly message_reference?: Readonly<Record<string, unknown>>;
  readonly referenced_message?: MessageObject | null;
  readonly message_snapshots?: readonly unknown[];
  readonly allowed_mentions?: unknown;
}

/** A request of the bot that came from a person's click or command. */
export interface PendingInteraction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly channelId: string;
  readonly messageId?: string;
  readonly user: User;
  /** Type of the first response. */
  answered?: number;
  /** The message that a command shows, once it is answered. */
  responseId?: string;
  /** What a modal showed. */
  modal?: Readonly<Record<string, unknown>>;
  /** Messages that only the person sees. */
  readonly whispers: string[];
}

/** An error of the API. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: number;
  readonly errors: unknown;
  constructor(status: number, code: number, message: string, errors?: unknown) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

/** The error of a body with a wrong field. */
export function invalidBody(field: string, code: string, message: string): ApiError {
  return new ApiError(400, 50_035, 'Invalid Form Body', { [field]: { _errors: [{ code, message }] } });
}
