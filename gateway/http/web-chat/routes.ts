// Web chat for people with a link: the page, and what its script calls. A visitor is identified by a key in a header, which only our
// own page can set.
import type { WebChatLink } from '#contract/types/web-chat.ts';
import { ChannelError } from '#core/ports/channel.ts';
import { isWebChat, type Visitor, type WebChat } from '#core/ports/web-chat.ts';
import { readJsonObject } from '../request-body.ts';
import { defineRoute, HttpError, READ_VERBS, sendJson, type Exchange, type Route } from '../route.ts';
import { toDisposition } from '../files/to-disposition.ts';
import { makeWebChatGuard } from './guard.ts';
import { WEB_CHAT_PAGE, WEB_CHAT_POLICY } from './page.ts';
import { readFile, readText } from './read-message.ts';

/** A file in Base64, and a text. */
const MAX_BODY = 3_000_000;
/** Longest wait for something new, ms. */
const POLL_MS = 25_000;
const KEY_HEADER = 'x-gatehouse-visitor';
const GONE = 'This link does not exist, has expired, or was revoked. Ask for a new one.';

/** Status by the code of a channel's error. */
const STATUS: Readonly<Record<ChannelError['code'], number>> = {
  'rate-limited': 429,
  unavailable: 503,
  rejected: 409,
  unauthorized: 403,
  'too-large': 413,
  unsupported: 400,
  aborted: 503,
};

/** The link of a request. */
interface OpenLink {
  readonly channel: WebChat;
  readonly link: WebChatLink;
}

const PAGE_ROUTE = defineRoute({
  paths: ['/web-chat/{token}'],
  verbs: READ_VERBS,
  scope: 'none',
  async handle(exchange) {
    const { request, response } = exchange;
    response.setHeader('Content-Security-Policy', WEB_CHAT_POLICY);
    response.setHeader('X-Robots-Tag', 'noindex');
    // All links get the same page, so that it tells nothing about them.
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' });
    response.end(request.method === 'HEAD' ? undefined : WEB_CHAT_PAGE);
  },
});

const VISITORS_ROUTE = call('/web-chat/{token}/visitors', 'POST', async (exchange, { channel, link }) => {
  const waitMs = exchange.core.state(makeWebChatGuard).visitorWaitMs(exchange.requestOrigin.address);
  if (waitMs > 0) return refuse(exchange, 429, 'rate-limited', 'Too many new visitors. Try again later.', waitMs);
  sendJson(exchange, 200, { key: await channel.addVisitor(link.id) });
});

const UPDATES_ROUTE = visitorCall('/web-chat/{token}/updates', 'GET', async (exchange, { channel, visitor }) => {
  const { core, response, query, requestOrigin } = exchange;
  const ending = new AbortController();
  const cancel = core.services.clock.after(POLL_MS, () => ending.abort());
  response.once('close', () => ending.abort());
  try {
    const read = () => channel.read(visitor, query.get('cursor') ?? undefined, ending.signal);
    const update = await core.state(makeWebChatGuard).wait(requestOrigin.address, read);
    if (update === undefined) return refuse(exchange, 503, 'unavailable', 'Too many pages are open.', POLL_MS);
    if (channel.findVisitor(visitor.linkId, readKey(exchange)) === undefined)
      return refuse(exchange, 404, 'gone', GONE);
    sendJson(exchange, 200, update);
  } finally {
    cancel();
  }
});

const MESSAGES_ROUTE = visitorCall('/web-chat/{token}/messages', 'POST', async (exchange, { channel, visitor }) => {
  const body = await readJsonObject(exchange.request, MAX_BODY);
  const id = readText(body, 'id', /^[\w-]{8,64}$/);
  const text = readText(body, 'text', /^/);
  const file = readFile(body);
  if (text.trim() === '' && file === undefined) throw new HttpError(400, 'The message is empty.');
  await channel.say(visitor, { id, text, ...(file === undefined ? {} : { file }) });
  sendJson(exchange, 200, { ok: true });
});

const PRESSES_ROUTE = visitorCall('/web-chat/{token}/presses', 'POST', async (exchange, { channel, visitor }) => {
  const body = await readJsonObject(exchange.request, MAX_BODY);
  await channel.press(visitor, readText(body, 'messageId', /^/), readText(body, 'data', /^/));
  sendJson(exchange, 200, { ok: true });
});

const FILES_ROUTE = visitorCall('/web-chat/{token}/files/{id}', 'GET', async (exchange, { channel, visitor }) => {
  const file = await channel.file(visitor, exchange.placeholders['id'] ?? '');
  if (file === undefined) return refuse(exchange, 404, 'not-found', 'The file does not exist anymore.');
  const { response } = exchange;
  response.writeHead(200, {
    // Never shown by the browser as a page.
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': toDisposition(file.name, true),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'no-store',
    'Content-Length': file.bytes.length,
  });
  response.end(file.bytes);
});

/** All routes. */
export const WEB_CHAT_ROUTES: readonly Route[] = [
  PAGE_ROUTE,
  VISITORS_ROUTE,
  UPDATES_ROUTE,
  MESSAGES_ROUTE,
  PRESSES_ROUTE,
  FILES_ROUTE,
];

/** A route for a link that can be used, within the limits of its address. */
function call(path: string, verb: string, handle: (exchange: Exchange, open: OpenLink) => Promise<void>): Route {
  return defineRoute({
    paths: [path],
    verbs: [verb],
    scope: 'none',
    async handle(exchange) {
      const { core, requestOrigin, placeholders } = exchange;
      const guard = core.state(makeWebChatGuard);
      const waitMs = guard.waitMs(requestOrigin.address);
      if (waitMs > 0) return refuse(exchange, 429, 'rate-limited', 'Too many requests. Try again later.', waitMs);
      const channel = core.services.channels.connections.get('web');
      const link = isWebChat(channel) ? channel.findLink(placeholders['token'] ?? '') : undefined;
      if (!isWebChat(channel) || link === undefined) {
        const delayMs = guard.failed(requestOrigin.address);
        if (delayMs > 0) await new Promise<void>((resolve) => core.services.clock.after(delayMs, resolve));
        return refuse(exchange, 404, 'gone', GONE);
      }
      try {
        await handle(exchange, { channel, link });
      } catch (error) {
        if (error instanceof HttpError) return refuse(exchange, error.status, 'invalid', error.message);
        if (!(error instanceof ChannelError)) throw error;
        refuse(exchange, STATUS[error.code], error.code, error.message, error.retryAfterMs);
      }
    },
  });
}

/** The same for a visitor of the link. */
function visitorCall(
  path: string,
  verb: string,
  handle: (exchange: Exchange, open: OpenLink & { readonly visitor: Visitor }) => Promise<void>,
): Route {
  return call(path, verb, async (exchange, open) => {
    const visitor = open.channel.findVisitor(open.link.id, readKey(exchange));
    if (visitor === undefined)
      return refuse(exchange, 401, 'unknown-visitor', 'The visitor is unknown. Reload the page.');
    await handle(exchange, { ...open, visitor });
  });
}

function readKey({ request }: Exchange): string {
  const key = request.headers[KEY_HEADER];
  return typeof key === 'string' ? key : '';
}

function refuse(exchange: Exchange, status: number, code: string, message: string, retryAfterMs = 0): void {
  if (exchange.response.headersSent) return;
  if (retryAfterMs > 0) exchange.response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1_000));
  if (status === 413) exchange.response.setHeader('Connection', 'close');
  sendJson(exchange, status, { error: { code, message } });
}
