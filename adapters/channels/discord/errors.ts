// Errors of Discord's API as channel errors. They contain no address: those of interactions include a token.
import type { DiscordAPIError, HTTPError, RateLimitError } from '@discordjs/rest';
import { ChannelError } from '#core/ports/channel.ts';
import { OutboundError } from '#core/ports/outbound.ts';

/** Codes of Discord whose message doesn't say what to do. */
const ADVICE: Readonly<Record<number, string>> = {
  10_003: "The channel doesn't exist, or the bot was removed from it.",
  10_008: 'The message was deleted.',
  10_015: 'The interaction has expired.',
  10_062: 'The interaction has expired.',
  20_012: 'The token belongs to another application.',
  30_003: 'The channel has as many pinned messages as Discord allows. Unpin some.',
  40_005: 'The file is larger than Discord accepts.',
  50_001: "The bot can't see this channel. Give it the View Channel permission there.",
  50_003: "Discord doesn't allow this in direct messages.",
  50_005: 'A bot can only edit its own messages.',
  50_007:
    "Discord doesn't deliver direct messages to this person: they don't accept them, or share no server with the bot.",
  50_013:
    'The bot lacks a permission in this channel. Invite it again with the link on the Channels page, or change its role.',
  50_024: 'Discord has no threads in this kind of channel.',
};
const BAD_TOKEN =
  'Discord rejected the bot token. Create a new one at https://discord.com/developers/applications (Bot, Reset Token), and enter it here.';
/** Discord's code for too large requests. */
const TOO_LARGE = 40_005;

/** The channel error for an error of a request. `signal` is that of the caller. */
export function toChannelError(error: unknown, signal: AbortSignal): ChannelError {
  if (error instanceof ChannelError) return error;
  if (signal.aborted) return new ChannelError('aborted', 'The request to Discord was canceled.');
  if (isRateLimit(error)) return rateLimited(error);
  if (isApiError(error)) return fromApi(error);
  if (isHttpError(error))
    return new ChannelError('unavailable', `Discord has a problem (status ${error.status}). Try again later.`);
  if (error instanceof OutboundError)
    return new ChannelError('unavailable', `${error.message} Unblock it on the Network page to use Discord.`);
  const text = error instanceof Error ? error.message : String(error);
  // The client forgets a token that was rejected.
  if (text.startsWith('Expected token to be set')) return new ChannelError('unauthorized', BAD_TOKEN);
  const isTimeout = error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
  return new ChannelError('unavailable', isTimeout ? "Discord doesn't respond." : `Couldn't reach Discord: ${text}`);
}

/** Whether Discord answered with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly number[]): boolean {
  return isApiError(error) && codes.includes(Number(error.code));
}

function rateLimited({ retryAfter, sublimitTimeout }: RateLimitError): ChannelError {
  const waitMs = Math.ceil(Math.max(retryAfter, sublimitTimeout, 1));
  const text = `Discord limits how often the bot may do this. It can try again in ${Math.ceil(waitMs / 1000)} s.`;
  return new ChannelError('rate-limited', text, waitMs);
}

function fromApi({ status, code, message }: DiscordAPIError): ChannelError {
  const text = ADVICE[Number(code)] ?? `Discord rejected the request: ${firstLine(message)}`;
  if (status === 401) return new ChannelError('unauthorized', BAD_TOKEN);
  if (status === 413 || Number(code) === TOO_LARGE) return new ChannelError('too-large', ADVICE[TOO_LARGE] ?? text);
  if (status === 408 || status === 429) return new ChannelError('unavailable', text);
  return new ChannelError('rejected', text);
}

function firstLine(message: string): string {
  return message.split('\n').slice(0, 2).join(' ');
}

// The library is loaded when a channel starts, so its classes are recognized by their names and members.
function isRateLimit(error: unknown): error is RateLimitError {
  return error instanceof Error && 'retryAfter' in error && 'sublimitTimeout' in error;
}

function isApiError(error: unknown): error is DiscordAPIError {
  return error instanceof Error && 'rawError' in error && 'status' in error;
}

function isHttpError(error: unknown): error is HTTPError {
  return error instanceof Error && error.name.startsWith('HTTPError') && 'status' in error;
}
