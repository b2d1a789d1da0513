// The headers that pass through the proxy. Those of one connection don't: RFC 9110, section 7.6.1.

const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'proxy-connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);
/** Node answers `Expect` itself, and the host is that of the URL. */
const OWN_REQUEST_HEADERS: ReadonlySet<string> = new Set(['host', 'expect']);
/** Beside a credential, these could change who asks, or what a request does. */
const RISKY_WITH_CREDENTIAL: ReadonlySet<string> = new Set([
  'authorization',
  'cookie',
  'accept-encoding',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
]);
/** A response to a credential can contain another one. */
const RISKY_IN_RESPONSE: ReadonlySet<string> = new Set(['set-cookie', 'set-cookie2', 'authentication-info']);

const OF_PACKED_BODY: ReadonlySet<string> = new Set(['content-encoding', 'content-length']);

type Header = readonly [name: string, value: string];

/** The headers of a request to send on, flat, as Node takes them. With `authorization`, it replaces what the client sent. */
export function requestHeaders(raw: readonly string[], host: string, authorization: string | undefined): string[] {
  const headers = endToEnd(raw);
  const isChunked = pairs(raw).some(([name]) => name.toLowerCase() === 'transfer-encoding');
  const dropped = (name: string): boolean =>
    OWN_REQUEST_HEADERS.has(name) || (authorization !== undefined && RISKY_WITH_CREDENTIAL.has(name));
  return [
    ...headers.filter(([name]) => !dropped(name.toLowerCase())),
    ['Host', host] as const,
    ['Connection', 'close'] as const,
    // A body without a length gets a new framing. Node wouldn't do so for GET, and the rest would be read as another request.
    ...(isChunked ? [['Transfer-Encoding', 'chunked'] as const] : []),
    // Compressed, a returned credential wouldn't be recognized.
    ...(authorization === undefined
      ? []
      : [['Authorization', authorization] as const, ['Accept-Encoding', 'identity'] as const]),
  ].flat();
}

/** Whether a request has a body. */
export function hasBody(raw: readonly string[]): boolean {
  return pairs(raw).some(([name]) => ['content-length', 'transfer-encoding'].includes(name.toLowerCase()));
}

/** Options of {@link responseHeaders}. */
export interface ResponseRules {
  /** Texts that must not come back. */
  readonly revealing: readonly string[];
  /** The body is passed on uncompressed, and its length isn't known. */
  readonly isUnpacked?: boolean;
  /** Rewrites a redirect. */
  readonly toLocation: (location: string) => string;
}

/** The headers of a response to pass on, flat. */
export function responseHeaders(
  raw: readonly string[],
  { revealing, toLocation, isUnpacked = false }: ResponseRules,
): string[] {
  const hasCredential = revealing.length > 0;
  const reveals = (value: string): boolean => revealing.some((text) => value.includes(text));
  return endToEnd(raw)
    .filter(([name]) => !(isUnpacked && OF_PACKED_BODY.has(name.toLowerCase())))
    .filter(([name, value]) => !(hasCredential && (RISKY_IN_RESPONSE.has(name.toLowerCase()) || reveals(value))))
    .map(([name, value]) => [name, name.toLowerCase() === 'location' ? toLocation(value) : value] as const)
    .flat();
}

function endToEnd(raw: readonly string[]): readonly Header[] {
  const all = pairs(raw);
  const named = all
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((name) => name.trim().toLowerCase()));
  // `Connection` can't remove what frames the message.
  const dropped = new Set([...HOP_BY_HOP, ...named.filter((name) => name !== 'content-length' && name !== 'host')]);
  return all.filter(([name]) => !dropped.has(name.toLowerCase()));
}

function pairs(raw: readonly string[]): readonly Header[] {
  const headers: Header[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) headers.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return headers;
}
