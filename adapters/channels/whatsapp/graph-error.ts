// Errors of the Graph API, and what to do about them.
// Codes: https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
import { isJsonObject } from '#contract/types/json-object.ts';
import { truncateLine } from '#contract/types/truncate-text.ts';
import { ChannelError } from '#core/ports/channel.ts';

const SECOND = 1_000;
const MAX_DETAIL = 200;
/** The person's last message is too old. */
export const WINDOW_CLOSED = 131_047;

/** What people can do about a closed window. */
export const WINDOW_CLOSED_HELP =
  "WhatsApp delivers messages only within 24 hours after the person's last message. Ask them to write to this number first.";

/** Limits, with the time after which it makes sense to try again if WhatsApp doesn't say, ms. */
const RATE_LIMITS: ReadonlyMap<number, { readonly ms: number; readonly what: string }> = new Map([
  [4, { ms: 60 * SECOND, what: 'The Meta app made too many requests.' }],
  [80_007, { ms: 60 * SECOND, what: 'The WhatsApp Business account made too many requests.' }],
  [130_429, { ms: 2 * SECOND, what: 'Too many messages were sent from this number at once.' }],
  // One message in six seconds to the same person.
  [131_056, { ms: 6 * SECOND, what: 'Too many messages were sent to this person in a short time.' }],
  [133_016, { ms: 3_600 * SECOND, what: 'This number was registered too often.' }],
]);

type Fault = Exclude<ChannelError['code'], 'rate-limited' | 'aborted'>;

const RENEW = 'Create a new access token in Meta Business settings, and enter it on the Channels page.';

const FAULTS: ReadonlyMap<number, readonly [code: Fault, message: string]> = new Map([
  [0, ['unauthorized', `Meta didn't accept the access token. ${RENEW}`]],
  [190, ['unauthorized', `The access token has expired or was revoked. ${RENEW}`]],
  [3, ['unauthorized', 'The access token lacks the permission whatsapp_business_messaging. Create one with it.']],
  [10, ['unauthorized', 'The access token lacks the permission whatsapp_business_messaging. Create one with it.']],
  [33, ['unauthorized', "The phone number ID doesn't exist anymore. Check it in WhatsApp Manager."]],
  [1, ['unavailable', 'WhatsApp has an internal error.']],
  [2, ['unavailable', 'WhatsApp is temporarily unavailable.']],
  [131_000, ['unavailable', 'WhatsApp has an internal error.']],
  [131_016, ['unavailable', 'WhatsApp is temporarily unavailable.']],
  [131_052, ['unavailable', "WhatsApp couldn't provide the file. Ask the person to send it again."]],
  [133_004, ['unavailable', 'WhatsApp is temporarily unavailable.']],
  [131_057, ['unavailable', 'The WhatsApp Business account is being maintained.']],
  [131_031, ['unauthorized', 'Meta locked the WhatsApp Business account. See Business Support Home.']],
  [133_010, ['unauthorized', 'The phone number is not registered. Register it in WhatsApp Manager.']],
  [131_045, ['unauthorized', 'The phone number is not registered correctly. Register it again in WhatsApp Manager.']],
  [131_042, ['rejected', 'Meta needs a valid payment method. Add one in WhatsApp Manager.']],
  [368, ['rejected', 'Meta restricted the account because of its policies. See Business Support Home.']],
  [130_497, ['rejected', "Meta doesn't allow messages from this account to people in that country."]],
  [131_048, ['rejected', 'Meta stopped messages from this number because people reported it. See WhatsApp Manager.']],
  [131_021, ['rejected', "A number can't send messages to itself."]],
  [
    131_026,
    ['rejected', "WhatsApp can't deliver to this person: they may have blocked the number, or use an old app."],
  ],
  [
    131_030,
    ['rejected', 'A test number sends only to numbers on its list. Add the number under API Setup in the Meta app.'],
  ],
  [131_049, ['rejected', "WhatsApp didn't deliver the message because the person gets too many from businesses."]],
  [131_050, ['rejected', 'The person blocked marketing messages from this number.']],
  [131_062, ['rejected', 'WhatsApp needs the phone number of this person for such a message.']],
  [WINDOW_CLOSED, ['rejected', WINDOW_CLOSED_HELP]],
  [131_051, ['unsupported', "WhatsApp doesn't support this kind of message."]],
  [131_053, ['unsupported', "WhatsApp can't use the file. Send it in another format, such as PDF, PNG, or MP4."]],
]);

/** An error in a response or in the report of a message that wasn't delivered. */
export interface GraphFault {
  readonly code: number | undefined;
  readonly detail: string;
}

/** Reads the `error` of a body. */
export function readFault(error: unknown): GraphFault {
  if (!isJsonObject(error)) return { code: undefined, detail: '' };
  const data = isJsonObject(error['error_data']) ? error['error_data']['details'] : undefined;
  const texts = [data, error['message'], error['title']].filter((one) => typeof one === 'string');
  const { code } = error;
  return { code: typeof code === 'number' ? code : undefined, detail: truncateLine(texts[0] ?? '', MAX_DETAIL) };
}

/** The error for a response that isn't successful. */
export function toChannelError(status: number, fault: GraphFault, retryAfterMs: number | undefined): ChannelError {
  const { code } = fault;
  const limit = code === undefined ? undefined : RATE_LIMITS.get(code);
  if (limit !== undefined || status === 429) {
    const what = limit?.what ?? 'Too many requests.';
    return new ChannelError(
      'rate-limited',
      `${what} It is sent again automatically.`,
      retryAfterMs ?? limit?.ms ?? SECOND,
    );
  }
  const known = code === undefined ? undefined : FAULTS.get(code);
  if (known !== undefined) return new ChannelError(known[0], known[1], retryAfterMs);
  if (status >= 500) return new ChannelError('unavailable', `WhatsApp has an error (HTTP ${status}).`, retryAfterMs);
  if (status === 401 || status === 403 || (code !== undefined && code >= 200 && code < 300))
    return new ChannelError('unauthorized', `Meta didn't accept the access token. ${RENEW}`);
  return new ChannelError('rejected', `WhatsApp rejected the request: ${describeFault(fault, status)}`);
}

/** Why a message wasn't delivered. */
export function describeFault({ code, detail }: GraphFault, status?: number): string {
  const known = code === undefined ? undefined : (FAULTS.get(code)?.[1] ?? RATE_LIMITS.get(code)?.what);
  const number = code ?? (status === undefined ? undefined : `HTTP ${status}`);
  return known ?? `${detail === '' ? 'no reason given' : detail}${number === undefined ? '' : ` (${number})`}.`;
}
