// Turns whatever a model call ran into (SDK errors, socket errors, our own limits) into one typed failure
// in words for a person. A key never gets into such a message, also when the server repeats it.
import { defined } from '#contract/types/defined.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ModelFailure } from '#core/ports/provider.ts';
import type { Secret } from '#core/ports/secrets.ts';

import { ServerSilent } from './http-fetch.ts';
import { AnswerBroken, AnswerTooLarge } from './response-body.ts';
import { retryAfterMs } from './retry-after.ts';

/** What the message of a failure names. */
export interface FailureContext {
  readonly provider: string;
  readonly title: string;
  readonly model: string;
  readonly baseUrl: string | undefined;
  readonly apiKey: Secret | undefined;
  readonly signal: AbortSignal;
  /** What to do when the server cannot be reached, where the provider knows better than the general advice. */
  readonly unreachableHint?: string;
  /** Message of the error by which an SDK says that the stream ended too early. */
  readonly brokenMessage?: string;
}

/** Thrown when a stream held nothing at all. */
export class AnswerEmpty extends Error {}
/** Thrown inside a member for a failure that it recognised itself. */
export class KnownFailure extends Error {
  readonly failure: Pick<ModelFailure, 'code' | 'message' | 'hint'>;
  constructor(failure: Pick<ModelFailure, 'code' | 'message' | 'hint'>) {
    super(failure.message);
    this.failure = failure;
  }
}

type Verdict = Pick<ModelFailure, 'code' | 'message' | 'hint'> & { readonly retryAfterMs?: number | undefined };

const verdict = (code: ModelFailure['code'], message: string, hint: string): Verdict => ({ code, message, hint });

/** The typed failure of a call. */
export function toFailure(error: unknown, context: FailureContext): ModelFailure {
  const verdict = judge(error, context);
  const status = statusOf(error);
  return {
    code: verdict.code,
    message: verdict.message,
    ...defined({ hint: verdict.hint, retryAfterMs: verdict.retryAfterMs, httpStatus: status }),
    provider: context.provider,
    model: context.model,
  };
}

function judge(error: unknown, context: FailureContext): Verdict {
  if (context.signal.aborted) return { code: 'aborted', message: 'Stopped.' };
  const chain = causes(error);
  for (const cause of chain) {
    if (cause instanceof KnownFailure) return cause.failure;
    if (cause instanceof ServerSilent) return silent(cause, context);
    if (cause instanceof AnswerEmpty) return empty(context);
    if (cause instanceof AnswerTooLarge) return unreadable(context, cause.message);
    if (cause instanceof AnswerBroken || isBrokenStream(cause, context)) return broken(context);
  }
  const status = statusOf(error);
  const said = saidBy(error, context);
  const name = serverCode(error);
  // A vague name says less than the HTTP status.
  const byName = VAGUE_NAMES.has(name) && status !== undefined ? undefined : judgeName(name, context, said);
  if (byName !== undefined) return { ...byName, retryAfterMs: retryAfterMs(headersOf(error)) };
  if (status !== undefined)
    return { ...judgeStatus(status, context, said), retryAfterMs: retryAfterMs(headersOf(error)) };
  if (chain.some((cause) => cause instanceof SyntaxError)) return unreadable(context, "it isn't JSON");
  return judgeSocket(chain, context, said);
}

function judgeStatus(status: number, context: FailureContext, said: string): Verdict {
  const { title, model } = context;
  if (status === 401) return refusedKey(context);
  if (status === 402)
    return verdict(
      'quota',
      `${title} requires payment${quoted(said)}`,
      'Check the balance and billing of your account.',
    );
  if (status === 403)
    return verdict(
      'auth',
      `This API key isn't allowed to use ${model} at ${title}${quoted(said)}`,
      'Choose another model, or enter a key with more permissions in Settings → Providers.',
    );
  if (status === 404) return missingModel(context, said);
  if (status === 408) return verdict('timeout', `${title} took too long to respond.`, 'Retry.');
  if (status === 413) return tooLong(context);
  if (status === 429)
    return verdict(
      'rate-limit',
      `Rate limit of ${title} reached${quoted(said)}`,
      'Wait a moment and retry, or choose another model.',
    );
  if (status >= 500) return overloaded(context, status);
  if (status >= 300 && status < 400)
    return verdict(
      'bad-response',
      `The address of ${title} redirects to another one (HTTP ${status}).`,
      'Enter the final address in Settings → Providers.',
    );
  if (/too long|context length|context window|maximum context/i.test(said)) return tooLong(context);
  if (/credit balance|insufficient_quota|billing/i.test(said)) return outOfQuota(context, said);
  return verdict(
    'bad-request',
    `${title} rejected the request${quoted(said)}`,
    'Choose another model. If the error persists, start a new session.',
  );
}

/** Error names without a specific meaning. */
const VAGUE_NAMES: ReadonlySet<string> = new Set(['api_error', 'server_error']);

/** Error names in the body of a response, or in a stream, where there is no status. */
function judgeName(name: string, context: FailureContext, said: string): Verdict | undefined {
  switch (name) {
    case 'overloaded_error':
    case 'api_error':
    case 'server_error':
      return overloaded(context, undefined);
    case 'authentication_error':
    case 'invalid_api_key':
      return refusedKey(context);
    case 'rate_limit_error':
    case 'rate_limit_exceeded':
      return judgeStatus(429, context, said);
    case 'insufficient_quota':
    case 'billing_error':
      return outOfQuota(context, said);
    case 'context_length_exceeded':
    case 'request_too_large':
      return tooLong(context);
    case 'model_not_found':
      return missingModel(context, said);
    case 'content_filter':
      return verdict(
        'refused',
        `${context.title} refused this conversation${quoted(said)}`,
        'Rephrase your message, or choose another model.',
      );
    default:
      return undefined;
  }
}

const SOCKET_ADVICE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'unknown host name',
  EAI_AGAIN: 'DNS lookup failed',
  ETIMEDOUT: 'timed out',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no network connection',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
};

function judgeSocket(chain: readonly unknown[], context: FailureContext, said: string): Verdict {
  const code =
    chain
      .map((cause) => (isJsonObject(cause) && typeof cause['code'] === 'string' ? cause['code'] : ''))
      .find((one) => one !== '') ?? '';
  if (code === '')
    return verdict(
      'bad-response',
      `${context.title} reported an error${quoted(said)}`,
      'Retry, or choose another model.',
    );
  const why = SOCKET_ADVICE[code] ?? code;
  const where = context.baseUrl === undefined ? '' : ` at ${URL.parse(context.baseUrl)?.host ?? context.baseUrl}`;
  return {
    code: 'network',
    message: `Couldn't reach ${context.title}${where}: ${why}.`,
    hint: context.unreachableHint ?? 'Check your connection and the address in Settings → Providers.',
  };
}

const refusedKey = ({ title }: FailureContext): Verdict =>
  verdict('auth', `${title} rejected the API key.`, 'Enter a valid key in Settings → Providers.');
const missingModel = ({ title, model }: FailureContext, said: string): Verdict =>
  verdict('model-missing', `${title} has no model “${model}”${quoted(said)}`, 'Choose another model.');
const tooLong = ({ model }: FailureContext): Verdict =>
  verdict(
    'context-too-long',
    `The conversation exceeds the context window of ${model}.`,
    'Compact the session (/compact), or choose a model with a larger context window.',
  );
const outOfQuota = ({ title }: FailureContext, said: string): Verdict =>
  verdict(
    'quota',
    `The quota or balance at ${title} is exhausted${quoted(said)}`,
    'Check the billing of your account, or choose another model.',
  );
const silent = ({ idleMs }: ServerSilent, { title }: FailureContext): Verdict =>
  verdict(
    'timeout',
    `${title} sent nothing for ${Math.round(idleMs / 100) / 10} s.`,
    'Retry, or choose another model.',
  );
const broken = ({ title }: FailureContext): Verdict =>
  verdict('network', `The response from ${title} ended early.`, 'Retry.');
const empty = ({ title }: FailureContext): Verdict =>
  verdict(
    'bad-response',
    `The response from ${title} was empty or in an unknown format.`,
    'Check that the address in Settings → Providers is that of a model server.',
  );
const unreadable = ({ title }: FailureContext, why: string): Verdict =>
  verdict(
    'bad-response',
    `Couldn't read the response from ${title}: ${why}.`,
    'Check that the address in Settings → Providers is that of a model server.',
  );
const overloaded = ({ title }: FailureContext, status: number | undefined): Verdict => ({
  code: 'overloaded',
  message: `${title} is overloaded or failing${status === undefined ? '' : ` (HTTP ${status})`}.`,
  hint: 'Retry in a moment, or choose another model.',
});

function isBrokenStream(cause: unknown, context: FailureContext): boolean {
  return context.brokenMessage !== undefined && cause instanceof Error && cause.message === context.brokenMessage;
}

function causes(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  let next: unknown = error;
  while (next !== undefined && next !== null && chain.length < 8) {
    chain.push(next);
    next = isJsonObject(next) || next instanceof Error ? (next as { cause?: unknown }).cause : undefined;
  }
  return chain;
}

function statusOf(error: unknown): number | undefined {
  if (!isJsonObject(error)) return undefined;
  const status = error['status'] ?? error['status_code'];
  return typeof status === 'number' && status > 0 ? status : undefined;
}

function headersOf(error: unknown): Headers | undefined {
  const headers = isJsonObject(error) ? error['headers'] : undefined;
  return headers instanceof Headers ? headers : undefined;
}

/** The server's own word for the error: OpenAI's `code` or Anthropic's `type`. */
function serverCode(error: unknown): string {
  if (!isJsonObject(error)) return '';
  const { code, type } = error;
  return typeof code === 'string' && code !== '' ? code : typeof type === 'string' ? type : '';
}

const MAX_QUOTE = 300;
/** Part of a server's message that is looked at, characters: a key that it repeats is cut out of all of it. */
const MAX_READ = 16 * 1024;

function saidBy(error: unknown, context: FailureContext): string {
  const message =
    bodyMessage(isJsonObject(error) ? error['error'] : undefined) ?? (error instanceof Error ? error.message : '');
  return redact(message.slice(0, MAX_READ), context.apiKey).replaceAll(/\s+/g, ' ').trim().slice(0, MAX_QUOTE);
}

function bodyMessage(body: unknown): string | undefined {
  if (typeof body === 'string') return body;
  if (!isJsonObject(body)) return undefined;
  return typeof body['message'] === 'string' ? body['message'] : bodyMessage(body['error']);
}

/** Takes the key, and whatever looks like one, out of a text that came from outside. */
export function redact(text: string, apiKey: Secret | undefined): string {
  const key = apiKey?.reveal() ?? '';
  const without = key.length < 4 ? text : text.replaceAll(key, '[secret]');
  return without.replaceAll(/\b(?:sk|pk|key|api)-[\w*.-]{8,}/g, '[secret]');
}

function quoted(said: string): string {
  return said === '' ? '.' : `: “${said}”`;
}
