// The destination of a request to the proxy. Every notation of an address becomes the one that URLs use.
import { OutboundError } from '#core/ports/outbound.ts';

const AUTHORITY = /^(\[[0-9a-fA-F:.]+\]|[^:[\]/\\@?#%\s]+):(\d{1,5})$/;
const MAX_LENGTH = 8_192;

/** The target of CONNECT, as a URL with the port. @throws {OutboundError} `bad-address` */
export function parseAuthority(text: string): URL {
  const [, host, port] = (text.length > MAX_LENGTH ? null : AUTHORITY.exec(text)) ?? [];
  // The scheme selects the proxy of this computer, if it has several.
  const scheme = port === '80' ? 'http' : 'https';
  const url = host === undefined ? null : URL.parse(`${scheme}://${host}:${port}/`);
  if (url === null || url.port === '0')
    throw badAddress('CONNECT requires a host with a port, such as example.com:443.');
  return withoutDot(url);
}

/** The target of any other request, which names its whole URL. @throws {OutboundError} `bad-address` */
export function parseAbsoluteForm(text: string): URL {
  if (!/^[a-z]+:\/\/[^/\\]/i.test(text) || text.length > MAX_LENGTH)
    throw badAddress('This is an HTTP proxy. Requests must contain the complete URL.');
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || url.port === '0') throw badAddress("The request's URL isn't valid.");
  if (url.protocol !== 'http:') throw badAddress('Use CONNECT for anything except http URLs.');
  if (url.username !== '' || url.password !== '') throw badAddress("URLs can't contain a user name or password.");
  return withoutDot(url);
}

/** `example.com.` is the same host as `example.com`, for every check and for the server. */
function withoutDot(url: URL): URL {
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
  return url;
}

function badAddress(message: string): OutboundError {
  return new OutboundError('bad-address', message);
}
