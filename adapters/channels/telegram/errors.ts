// Errors of the Bot API as those of the port. None contains the token, which is in every address.
import { ChannelError } from '#core/ports/channel.ts';
import { errorMessage } from '#contract/wire/errors.ts';

/** What grammY throws: it is loaded with the channel only, so its classes can't be imported here. */
interface ApiFailure {
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number };
  /** Of a failed connection. */
  readonly error?: unknown;
}

const SECOND_MS = 1_000;

/** The error to report. */
export function toChannelError(error: unknown, token: string): ChannelError {
  if (error instanceof ChannelError) return error;
  const { error_code: code, description = '', parameters, error: cause } = (error ?? {}) as ApiFailure;
  if (code === undefined) return toConnectionError(cause ?? error, token);
  const text = hide(description, token);
  const make = (kind: ChannelError['code'], message: string, retryAfterMs?: number) =>
    new ChannelError(kind, message, retryAfterMs, { cause: new Error(`${code}: ${text}`) });
  if (code === 429)
    return make(
      'rate-limited',
      'Telegram asks to wait before the next message.',
      (parameters?.retry_after ?? 1) * SECOND_MS,
    );
  if (code === 401 || code === 404)
    return make('unauthorized', 'Telegram rejected the bot token. Copy it again from @BotFather.');
  if (code === 409)
    return make(
      'unavailable',
      'Another program receives messages with the same bot token. Stop it, or create a second bot for Gatehouse.',
    );
  if (code === 413 || /file is too big|entity too large/i.test(text))
    return make('too-large', 'The file is too large for Telegram. Bots can send up to 50 MB.');
  if (code === 403) return make('rejected', `Telegram doesn't deliver the message: ${text}.`);
  if (code >= 500) return make('unavailable', 'Telegram has a problem. The message is sent again later.');
  return make('rejected', `Telegram rejected it: ${text}.`);
}

/** Whether an edit failed because nothing would change. */
export function isUnchanged(error: unknown): boolean {
  return /message is not modified/i.test((error as ApiFailure | undefined)?.description ?? '');
}

function toConnectionError(error: unknown, token: string): ChannelError {
  const name = error instanceof Error ? error.name : '';
  if (name === 'AbortError') return new ChannelError('aborted', 'The call was canceled.');
  const reason = hide(errorMessage(error), token);
  return new ChannelError('unavailable', `Telegram can't be reached: ${reason}`);
}

function hide(text: string, token: string): string {
  return token === '' ? text : text.replaceAll(token, '[token]');
}
