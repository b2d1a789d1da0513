// Converts any error of a model call (from an SDK, a socket, or our own limits) to one typed failure with a message for
// people. The message never contains the API key, even if the server repeats it.
import { takeStart } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ModelFailure } from '#core/ports/provider.ts';
import { OutboundError } from '#core/ports/outbound.ts';
import type { Secret } from '#core/ports/secrets.ts';

import { ProxyInvalid, type Proxy } from '../outbound/proxy.ts';
import { ProxyFailure, ServerSilent } from './http-fetch.ts';
import { AnswerBroken, AnswerTooLarge } from './response-body.ts';
import { readResetWait } from './rate-limits.ts';
import { readRetryAfter } from './retry-after.ts';

/** The call that failed. */
export interface FailureContext {
  readonly provider: string;
  readonly title: string;
  readonly model: string;
  readonly baseUrl?: string | undefined;
  readonly apiKey?: Secret | undefined;
  readonly signal?: AbortSignal;
  /** What to do if the server can't be reached, instead of the general hint. */
  readonly unreachableHint?: string;
  /** Message of the error that the SDK throws if a stream ends early. */
  readonly brokenMessage?: string;
}

type Verdict = Pick<ModelFailure, 'code' | 'message' | 'hint'> & { readonly retryAfterMs?: number | undefined };

/** Thrown if a stream was empty. */
export class AnswerEmpty extends Error {}
/** Thrown by a provider for a failure that it recognizes itself. */
export class KnownFailure extends Error {
  readonly failure: Verdict;
  constructor(failure: Verdict) {
    super(failure.message);
    this.failure = failure;
  }
}

interface FailureText {
  readonly code: ModelFailure['code'];
  readonly message: (facts: {
    readonly title: string;
    readonly model: string;
    readonly status: number | undefined;
    /** More about the failure; by default what the server said, in quotes. */
    readonly detail: string;
  }) => string;
  readonly hint: string;
}

const FAILURES = {
  keyRejected: {
    code: 'auth',
    message: ({ title }) => `${title} rejected the API key.`,
    hint: 'Enter a valid key in Settings → Providers.',
  },
  payment: {
    code: 'quota',
    message: ({ title, detail }) => `${title} requires payment${detail}`,
    hint: 'Check the balance and billing of your account.',
  },
  forbidden: {
    code: 'auth',
    message: ({ title, model, detail }) => `This API key isn't allowed to use ${model} at ${title}${detail}`,
    hint: 'Choose another model, or enter a key with more permissions in Settings → Providers.',
  },
  modelMissing: {
    code: 'model-missing',
    message: ({ title, model, detail }) => `${title} has no model “${model}”${detail}`,
    hint: 'Choose another model.',
  },
  slow: { code: 'timeout', message: ({ title }) => `${title} took too long to respond.`, hint: 'Retry.' },
  tooLong: {
    code: 'context-too-long',
    message: ({ model }) => `The conversation exceeds the context window of ${model}.`,
    hint: 'Compact the session (/compact), or choose a model with a larger context window.',
  },
  rateLimit: {
    code: 'rate-limit',
    message: ({ title, detail }) => `${title} rate limit reached${detail}`,
    hint: 'Wait a moment and retry, or choose another model.',
  },
  overloaded: {
    code: 'overloaded',
    message: ({ title, status }) =>
      `${title} is overloaded or unavailable${status === undefined ? '' : ` (HTTP ${status})`}.`,
    hint: 'Retry in a moment, or choose another model.',
  },
  redirect: {
    code: 'bad-response',
    message: ({ title, status }) => `The address of ${title} redirects elsewhere (HTTP ${status}).`,
    hint: 'Enter the final address in Settings → Providers.',
  },
  quota: {
    code: 'quota',
    message: ({ title, detail }) => `The quota or balance at ${title} is exhausted${detail}`,
    hint: 'Check the billing of your account, or choose another model.',
  },
  refused: {
    code: 'refused',
    message: ({ title, detail }) => `${title} refused this conversation${detail}`,
    hint: 'Rephrase your message, or choose another model.',
  },
  rejected: {
    code: 'bad-request',
    message: ({ title, detail }) => `${title} rejected the request${detail}`,
    hint: 'Choose another model. If the error persists, start a new session.',
  },
  silent: {
    code: 'timeout',
    message: ({ title, detail }) => `${title} sent nothing for ${detail} s.`,
    hint: 'Retry, or choose another model.',
  },
  broken: { code: 'network', message: ({ title }) => `The response from ${title} ended early.`, hint: 'Retry.' },
  empty: {
    code: 'bad-response',
    message: ({ title }) => `The response from ${title} was empty or in an unknown format.`,
    hint: 'Check that the address in Settings → Providers points to a model server.',
  },
  unreadable: {
    code: 'bad-response',
    message: ({ title, detail }) => `Couldn't read the response from ${title}: ${detail}.`,
    hint: 'Check that the address in Settings → Providers points to a model server.',
  },
  unreachable: {
    code: 'network',
    message: ({ title, detail }) => `Couldn't reach ${title}${detail}.`,
    hint: 'Check your connection and the address in Settings → Providers.',
  },
  unknown: {
    code: 'bad-response',
    message: ({ title, detail }) => `${title} reported an error${detail}`,
    hint: 'Retry, or choose another model.',
  },
} satisfies Readonly<Record<string, FailureText>>;

type Kind = keyof typeof FAILURES;

const KIND_BY_STATUS: ReadonlyMap<number | undefined, Kind> = new Map<number, Kind>([
  [401, 'keyRejected'],
  [402, 'payment'],
  [403, 'forbidden'],
  [404, 'modelMissing'],
  [408, 'slow'],
  [413, 'tooLong'],
  [429, 'rateLimit'],
]);

/** Names of errors in the body of a response, or in a stream, where there is no status. */
const KIND_BY_NAME: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['overloaded_error', 'overloaded'],
  ['authentication_error', 'keyRejected'],
  ['invalid_api_key', 'keyRejected'],
  ['rate_limit_error', 'rateLimit'],
  ['rate_limit_exceeded', 'rateLimit'],
  ['insufficient_quota', 'quota'],
  ['exceeded_current_quota_error', 'quota'],
  ['billing_error', 'quota'],
  ['context_length_exceeded', 'tooLong'],
  ['request_too_large', 'tooLong'],
  ['model_not_found', 'modelMissing'],
  ['content_filter', 'refused'],
]);
/** Names that are less specific than a status. */
const VAGUE_NAMES: ReadonlySet<string> = new Set(['api_error', 'server_error']);

const UNKNOWN_AUTHORITY = 'its certificate authority is unknown';
const SOCKET_ERRORS: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused'],
  ['ENOTFOUND', 'unknown host name'],
  ['EAI_AGAIN', 'DNS lookup failed'],
  ['ETIMEDOUT', 'timed out'],
  ['EHOSTUNREACH', 'no route to the host'],
  ['ENETUNREACH', 'no network connection'],
  ['ECONNRESET', 'the connection was reset'],
  ['EPIPE', 'the connection was reset'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', UNKNOWN_AUTHORITY],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', UNKNOWN_AUTHORITY],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNKNOWN_AUTHORITY],
  ['ERR_PROXY_TUNNEL', 'the proxy refused the connection'],
]);
const UNKNOWN_AUTHORITY_HINT =
  'If your network inspects encrypted traffic, set NODE_EXTRA_CA_CERTS to the file of its certificate authority and restart Gatehouse.';

/** The typed failure of a call. */
export function toFailure(error: unknown, context: FailureContext): ModelFailure {
  const { code, message, hint, retryAfterMs } = judge(error, context);
  const { provider, model } = context;
  return { code, message, provider, model, ...defined({ hint, retryAfterMs, httpStatus: readStatus(error) }) };
}

function judge(error: unknown, context: FailureContext): Verdict {
  if (context.signal?.aborted === true) return { code: 'aborted', message: 'Stopped.' };
  const status = readStatus(error);
  const said = readMessage(error, context);
  const toVerdict = (kind: Kind, detail: string = said === '' ? '.' : `: “${said}”`): Verdict => {
    const { code, message, hint }: FailureText = FAILURES[kind];
    const text = message({ ...context, status, detail });
    return { code, message: text.charAt(0).toUpperCase() + text.slice(1), hint };
  };
  const chain = causes(error);
  for (const cause of chain) {
    if (cause instanceof KnownFailure) return cause.failure;
    if (cause instanceof ServerSilent) return toVerdict('silent', String(Math.round(cause.idleMs / 100) / 10));
    if (cause instanceof AnswerEmpty) return toVerdict('empty');
    if (cause instanceof OutboundError && cause.code === 'blocked') return { code: 'blocked', message: cause.message };
    if (cause instanceof ProxyInvalid) return describeInvalidProxy(cause);
    if (cause instanceof AnswerTooLarge) return toVerdict('unreadable', cause.message);
    if (cause instanceof AnswerBroken || isBrokenStream(cause, context)) return toVerdict('broken');
  }
  const kind = findKind(readName(error), status, said);
  if (kind !== undefined)
    return withRetryTime(toVerdict(kind), readRetryAfter(error) ?? readResetWait(error, Date.now()));
  if (chain.some((cause) => cause instanceof SyntaxError)) return toVerdict('unreadable', "it isn't JSON");
  const code = chain.map((cause) => (isJsonObject(cause) ? cause['code'] : undefined)).find(isNonEmpty);
  // What a reader of another form of answer throws. Its message says nothing to people.
  if (code === undefined) return toVerdict(error instanceof TypeError ? 'empty' : 'unknown');
  const { where, reason, hint } = describeUnreachable(code, chain, context);
  return { ...toVerdict('unreachable', `${where}: ${reason}`), ...defined({ hint }) };
}

/** Where a call failed, why, and what to do if that isn't the usual. */
function describeUnreachable(code: string, chain: readonly unknown[], { baseUrl, unreachableHint }: FailureContext) {
  const proxy = chain.find((cause) => cause instanceof ProxyFailure)?.proxy;
  const at = baseUrl === undefined ? '' : ` at ${URL.parse(baseUrl)?.host ?? baseUrl}`;
  const where = proxy === undefined ? at : `${at} through the proxy ${proxy.url.host}`;
  const reason = SOCKET_ERRORS.get(code) ?? describeProtocolError(code);
  const hint = reason === UNKNOWN_AUTHORITY ? UNKNOWN_AUTHORITY_HINT : (proxyHint(proxy) ?? unreachableHint);
  return { where, reason, hint };
}

/** What isn't HTTP, or isn't TLS, answered. Any other code is returned as it is. */
function describeProtocolError(code: string): string {
  if (code.startsWith('HPE_')) return "its response isn't valid HTTP";
  return code === 'EPROTO' || code.startsWith('ERR_SSL_') ? 'the TLS connection failed' : code;
}

function describeInvalidProxy({ message }: ProxyInvalid): Verdict {
  return { code: 'network', message, hint: 'Correct it and restart Gatehouse.' };
}

function proxyHint(proxy: Proxy | undefined): string | undefined {
  if (proxy === undefined) return undefined;
  return `Check ${proxy.variable}, or add the host to NO_PROXY to call it directly. Then restart Gatehouse.`;
}

/** Longer waits end the run, so its message tells when to retry, ms. */
const LONG_WAIT_MS = 60_000;

/** Tells how long to wait, if the server does. */
function withRetryTime(verdict: Verdict, retryAfterMs: number | undefined): Verdict {
  const isTemporary = verdict.code === 'rate-limit' || verdict.code === 'overloaded';
  if (!isTemporary || retryAfterMs === undefined || retryAfterMs <= LONG_WAIT_MS) return { ...verdict, retryAfterMs };
  const message = `${verdict.message} Retry in ${describeWait(retryAfterMs)}.`;
  return { ...verdict, message, hint: 'Wait until then, or choose another model.', retryAfterMs };
}

/** `90 s`, `5 min`, `1 h 30 min`, `2 d 3 h`, rounded up. */
function describeWait(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48)
    return [`${Math.floor(hours / 24)} d`, hours % 24 > 0 ? `${hours % 24} h` : ''].filter(Boolean).join(' ');
  return [hours > 0 ? `${hours} h` : '', minutes % 60 > 0 ? `${minutes % 60} min` : ''].filter(Boolean).join(' ');
}

function findKind(name: string, status: number | undefined, said: string): Kind | undefined {
  const byName = KIND_BY_NAME.get(name);
  if (byName !== undefined) return byName;
  // Some servers have no code of their own for it, and others only an error inside the stream.
  if (TOO_LONG.test(said) && (status === undefined || status === 400 || status === 422)) return 'tooLong';
  return VAGUE_NAMES.has(name) && status === undefined ? 'overloaded' : kindByStatus(status, said);
}

const TOO_LONG =
  /too long|context[_ ](length|window|size|limit)|maximum (context|prompt length)|token count.*\bexceeds|exceeded model token limit|reduce the length of the messages/i;

function kindByStatus(status: number | undefined, said: string): Kind | undefined {
  const known = KIND_BY_STATUS.get(status);
  if (status === undefined || known !== undefined) return known;
  if (status >= 500) return 'overloaded';
  if (status >= 300 && status < 400) return 'redirect';
  return /credit balance|insufficient_quota|billing/i.test(said) ? 'quota' : 'rejected';
}

function isNonEmpty(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isBrokenStream(cause: unknown, context: FailureContext): boolean {
  return context.brokenMessage !== undefined && cause instanceof Error && cause.message === context.brokenMessage;
}

function causes(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let next = error; next !== undefined && next !== null && chain.length < 8;) {
    chain.push(next);
    next = isJsonObject(next) ? next['cause'] : undefined;
  }
  return chain;
}

function readStatus(error: unknown): number | undefined {
  if (!isJsonObject(error)) return undefined;
  const status = error['status'] ?? error['status_code'];
  return typeof status === 'number' && status > 0 ? status : undefined;
}

/** The server's name for the error: OpenAI's `code` or Anthropic's `type`. */
function readName(error: unknown): string {
  if (!isJsonObject(error)) return '';
  return [error['code'], error['type']].find(isNonEmpty) ?? '';
}

const MAX_QUOTE = 300;
/** Maximum length of a server's message that is read, characters. The key is removed from all of it. */
const MAX_READ = 16 * 1024;

function readMessage(error: unknown, { apiKey }: FailureContext): string {
  const message =
    bodyMessage(isJsonObject(error) ? error['error'] : undefined) ?? (error instanceof Error ? error.message : '');
  return takeStart(redact(takeStart(message, MAX_READ), apiKey).replaceAll(/\s+/g, ' ').trim(), MAX_QUOTE);
}

function bodyMessage(body: unknown): string | undefined {
  if (typeof body === 'string') return body;
  if (Array.isArray(body)) return bodyMessage(body[0]);
  if (!isJsonObject(body)) return undefined;
  return typeof body['message'] === 'string' ? body['message'] : bodyMessage(body['error']);
}

/** Removes the key, and anything that looks like one. */
function redact(text: string, apiKey: Secret | undefined): string {
  const key = apiKey?.reveal() ?? '';
  const without = key.length < 4 ? text : text.replaceAll(key, '[secret]');
  return without.replaceAll(/\b(?:sk|pk|key|api)-[\w*.-]{8,}/g, '[secret]');
}
