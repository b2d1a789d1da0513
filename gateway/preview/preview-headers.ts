// Headers of requests to a previewed server and of its responses. The server sees its own address instead of the preview's, and
// can't change anything that the app or another preview depends on.
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { COOKIE_START } from './preview-access.ts';
import { adaptPolicy } from './content-policy.ts';

/** The two names of the previewed server. */
export interface PreviewOrigins {
  /** Under which the browser sees it. */
  readonly shown: string;
  /** Under which it sees itself. */
  readonly own: string;
}

const HOP_BY_HOP: ReadonlySet<string> = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade'.split(
    ' ',
  ),
);
/** They would affect other ports of the host, or outlive the preview. Frames are decided by our own policy. */
const DROPPED_FROM_RESPONSES: ReadonlySet<string> = new Set(
  'x-frame-options strict-transport-security clear-site-data service-worker-allowed report-to nel reporting-endpoints alt-svc'.split(
    ' ',
  ),
);
const NO_STORE = /\bno-store\b/i;

/** Headers for the previewed server. `isDocument`: its content must not be compressed, because a script is added. */
export function toServerHeaders(
  headers: IncomingHttpHeaders,
  { shown, own }: PreviewOrigins,
  isDocument: boolean,
): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name) && name !== 'cookie');
  const cookie = ownCookies(headers.cookie);
  return {
    ...Object.fromEntries(kept),
    host: new URL(own).host,
    ...(headers.origin === undefined ? {} : { origin: headers.origin === shown ? own : headers.origin }),
    ...(headers.referer === undefined ? {} : { referer: replaceStart(headers.referer, shown, own) }),
    ...(cookie === '' ? {} : { cookie }),
    ...(isDocument ? { 'accept-encoding': 'identity' } : {}),
  };
}

/** Headers for the browser. `scriptUrl`: a script that the content policy must allow. */
export function toBrowserHeaders(
  headers: IncomingHttpHeaders,
  { shown, own }: PreviewOrigins,
  { frameAncestors, scriptUrl, reportUrl }: { frameAncestors: string; scriptUrl: string; reportUrl: string },
): OutgoingHttpHeaders {
  const kept = Object.entries(headers).filter(
    ([name]) => !HOP_BY_HOP.has(name) && !DROPPED_FROM_RESPONSES.has(name) && name !== 'set-cookie',
  );
  const cookies = (headers['set-cookie'] ?? []).flatMap(toPreviewCookie);
  const policy = headers['content-security-policy'];
  return {
    ...Object.fromEntries(kept),
    ...(cookies.length === 0 ? {} : { 'set-cookie': cookies }),
    ...(headers.location === undefined ? {} : { location: toLocation(headers.location, shown, own) }),
    'content-security-policy': [
      ...(policy === undefined ? [] : [adaptPolicy(String(policy), { scriptUrl, reportUrl })]),
      `frame-ancestors ${frameAncestors}`,
    ].join(', '),
    // Another preview may get the same port later.
    'cache-control': NO_STORE.test(headers['cache-control'] ?? '') ? 'no-store' : 'no-cache',
  };
}

/** Cookies of the previewed pages. Ours are for the same host, because cookies don't distinguish ports. */
function ownCookies(header = ''): string {
  return header
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.toLowerCase().startsWith(COOKIE_START))
    .join('; ');
}

/** The cookie for this host only; none if it has the name of one of ours. */
function toPreviewCookie(text: string): readonly string[] {
  const [pair = '', ...attributes] = text.split(';');
  if (pair.trim().toLowerCase().startsWith(COOKIE_START)) return [];
  return [[pair, ...attributes.filter((attribute) => !/^\s*domain\s*=/i.test(attribute))].join(';')];
}

/** A server can use any of its names when it redirects to itself. */
function toLocation(location: string, shown: string, own: string): string {
  const target = URL.parse(location, own);
  if (target === null || target.port !== new URL(own).port) return location;
  const isOwn = ['localhost', '127.0.0.1', '[::1]', '0.0.0.0'].includes(target.hostname);
  return isOwn ? `${shown}${target.pathname}${target.search}${target.hash}` : location;
}

function replaceStart(text: string, from: string, to: string): string {
  return text.startsWith(`${from}/`) ? to + text.slice(from.length) : text;
}
