// Errors of Slack's API as channel errors.
import { errorMessage } from '#contract/wire/errors.ts';
import { ChannelError } from '#core/ports/channel.ts';
import { OutboundError } from '#core/ports/outbound.ts';

const SECOND_MS = 1_000;
const BAD_TOKEN = 'Slack rejected the bot token. Copy it again from the OAuth & Permissions page of your app.';
/** Errors of Slack whose name doesn't say what to do. */
const ADVICE: Readonly<Record<string, string>> = {
  channel_not_found: "The channel doesn't exist, or the app isn't in it. Send /invite and the name of the app there.",
  not_in_channel: "The app isn't in this channel. Send /invite and its name there.",
  is_archived: 'The channel is archived.',
  message_not_found: 'The message was deleted.',
  cant_update_message: 'An app can only edit its own messages.',
  cant_delete_message: 'An app can only delete its own messages.',
  edit_window_closed: "The workspace doesn't allow edits of messages this old.",
  msg_too_long: 'The message is longer than Slack accepts.',
  msg_blocks_too_long: 'The message is longer than Slack accepts.',
  invalid_name: 'Slack has no emoji with this name.',
  user_not_found: "The person doesn't exist in this workspace.",
  cannot_dm_bot: "Slack doesn't deliver messages to bots.",
  file_not_found: 'Slack no longer has this file.',
  file_uploads_disabled: 'This workspace allows no file uploads.',
  restricted_action: 'The workspace allows only some people to write in this channel.',
  missing_scope: 'The app lacks a permission. Replace its manifest with that of the guide, and install it again.',
};
const UNAUTHORIZED: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
]);
const TEMPORARY: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);
/** What errors are called; anything else isn't shown. */
const ERROR_NAME = /^[a-z_]{1,60}$/;
/** Errors after which what was asked for is true. */
const HARMLESS: ReadonlySet<string> = new Set([
  'already_reacted',
  'no_reaction',
  'already_pinned',
  'no_pin',
  'not_pinned',
]);

/** What the library throws: it is loaded with the channel only, so its classes can't be imported here. */
interface Failure {
  readonly code?: string;
  readonly data?: { readonly error?: string };
  readonly retryAfter?: number;
  readonly statusCode?: number;
  readonly original?: unknown;
}

/** The channel error for an error of a request. */
export function toChannelError(error: unknown, signal?: AbortSignal): ChannelError {
  if (error instanceof ChannelError) return error;
  if (signal?.aborted === true) return new ChannelError('aborted', 'The request to Slack was canceled.');
  const { code, data, retryAfter, statusCode, original } = (error ?? {}) as Failure;
  if (code === 'slack_webapi_rate_limited_error')
    return new ChannelError(
      'rate-limited',
      'Slack asks to wait before the next message.',
      (retryAfter ?? 1) * SECOND_MS,
    );
  if (code === 'slack_webapi_platform_error') return fromPlatform(data?.error ?? 'unknown_error');
  if (code === 'slack_webapi_http_error' && statusCode === 413)
    return new ChannelError('too-large', 'The message or file is larger than Slack accepts.');
  if (code === 'slack_webapi_http_error')
    return new ChannelError('unavailable', `Slack has a problem (status ${statusCode ?? 0}). Try again later.`);
  const cause = original ?? error;
  if (cause instanceof OutboundError)
    return new ChannelError('unavailable', `${cause.message} Unblock it on the Network page to use Slack.`);
  return new ChannelError('unavailable', `Couldn't reach Slack: ${errorMessage(cause)}`);
}

/** Ignores an error if what was asked for is true anyway. */
export function ignoreHarmless(error: unknown): void {
  const { data } = (error ?? {}) as Failure;
  if (!HARMLESS.has(data?.error ?? '')) throw error;
}

/** The error that Slack names. */
export function fromPlatform(name: string): ChannelError {
  if (UNAUTHORIZED.has(name)) return new ChannelError('unauthorized', BAD_TOKEN);
  if (name === 'ratelimited' || name === 'rate_limited' || name === 'message_limit_exceeded')
    return new ChannelError('rate-limited', 'Slack asks to wait before the next message.', SECOND_MS);
  if (TEMPORARY.has(name)) return new ChannelError('unavailable', 'Slack has a problem. Try again later.');
  const isTooLong = name === 'msg_too_long' || name === 'msg_blocks_too_long';
  const text = ADVICE[name] ?? `Slack rejected the request${ERROR_NAME.test(name) ? ` (${name})` : ''}.`;
  return new ChannelError(isTooLong ? 'too-large' : 'rejected', text);
}
