// A shared transcript: read-only, without scripts, for whoever has the link. Served only while network access is on.
import type { ServerResponse } from 'node:http';
import { EXPORT_POLICY, HTML_END, htmlItem, htmlStart, htmlTitle } from '#contract/sessions/html-export.ts';
import { escapeHtml } from '#contract/sessions/html-escape.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import type { ShareLink } from '#contract/types/share-links.ts';
import { ITEM_TEXT_LIMIT } from '#contract/wire/limits.ts';
import type { GatewayServices } from '../server/services.ts';
import { makeShareGuard } from './share-guard.ts';
import { toShared } from './share-items.ts';
import { defineRoute, READ_VERBS, type Exchange } from './route.ts';

/** Items per read. */
const PAGE = 200;
/** The last items that are shown. */
const MAX_ITEMS = 5_000;
const POLICY = `${EXPORT_POLICY}; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
const BUSY_SECONDS = 5;
/** Longest time to send a transcript, ms: someone who doesn't read it must not keep others from opening links. */
const SEND_MS = 2 * 60_000;
const TOO_MANY = 'Too many requests. Try again later.';
const GONE = "This link doesn't exist, has expired, or was revoked. Ask for a new one.";
const NETWORK_OFF =
  'Share links work only while network access is on. Turn it on in Gatehouse under Settings → Phone & devices.';

/** `/share/<token>`. All links that can't be opened get the same answer. */
export const SHARE_ROUTE = defineRoute({
  paths: ['/share/{token}'],
  verbs: READ_VERBS,
  scope: 'none',
  async handle(exchange) {
    const { core, requestOrigin, placeholders, request, response } = exchange;
    setHeaders(response);
    const guard = core.state(makeShareGuard);
    const { address } = requestOrigin;
    const waitMs = guard.waitMs(address);
    if (waitMs > 0) return sendNote(exchange, 429, TOO_MANY, waitMs / 1000);
    if (core.services.config.settings().gateway.bind === 'loopback') return sendNote(exchange, 404, NETWORK_OFF);
    const token = placeholders['token'] ?? '';
    const shared = await core.identity.shares.verify(token);
    const record = shared && (await core.services.engine.sessions.get(shared.link.sessionKey));
    // After a reset, the key belongs to another conversation.
    if (shared === undefined || record === undefined || record.sessionId !== shared.sessionId) {
      const { delayMs, lockedMs } = guard.failed(address);
      if (lockedMs > 0) return sendNote(exchange, 429, TOO_MANY, lockedMs / 1000);
      if (delayMs > 0) await new Promise<void>((resolve) => core.services.clock.after(delayMs, resolve));
      return sendNote(exchange, 404, GONE);
    }
    const { link } = shared;
    const isOpen = async (): Promise<boolean> => (await core.identity.shares.verify(token)) !== undefined;
    const title = core.services.secretGuard.mask(record.title ?? record.derivedTitle ?? 'Session');
    const ran = await guard.run(() => inTime(exchange, () => sendTranscript(exchange, link, { title, isOpen })));
    if (!ran) return sendNote(exchange, 503, 'Too many people are opening links. Try again in a moment.', BUSY_SECONDS);
    if (request.method === 'GET') await core.identity.shares.viewed(token);
  },
});

function setHeaders(response: ServerResponse): void {
  response.setHeader('Content-Security-Policy', POLICY);
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Robots-Tag', 'noindex');
}

function sendNote({ request, response }: Exchange, status: number, text: string, retryAfter = 0): void {
  if (retryAfter > 0) response.setHeader('Retry-After', Math.ceil(retryAfter));
  response.writeHead(status);
  response.end(
    request.method === 'HEAD' ? undefined : `${htmlStart('Gatehouse')}<p>${escapeHtml(text)}</p>\n${HTML_END}`,
  );
}

/** Runs `send`, and disconnects the client when it takes too long. */
async function inTime({ core, response }: Exchange, send: () => Promise<void>): Promise<void> {
  const cancel = core.services.clock.after(SEND_MS, () => response.destroy());
  try {
    await send();
  } finally {
    cancel();
  }
}

interface Shown {
  readonly title: string;
  /** Whether the link hasn't been revoked meanwhile. */
  readonly isOpen: () => Promise<boolean>;
}

async function sendTranscript(
  { request, response, core }: Exchange,
  link: ShareLink,
  { title, isOpen }: Shown,
): Promise<void> {
  response.writeHead(200);
  if (request.method === 'HEAD') return void response.end();
  await write(response, htmlStart(title) + htmlTitle(title) + describeLink(link));
  const { engine, secretGuard } = core.services;
  const { items, isCut } = await readLast(engine, link.sessionKey);
  if (isCut) await write(response, `<p class="note">Earlier messages aren't shown.</p>\n`);
  for (let from = 0; from < items.length; from += PAGE) {
    if (response.destroyed) return;
    if (!(await isOpen())) return void response.destroy();
    const page = items.slice(from, from + PAGE).flatMap((item) => toShared(item, link, secretGuard) ?? []);
    await write(response, page.map(htmlItem).join(''));
  }
  response.end(HTML_END);
}

function describeLink({ expiresAtMs }: ShareLink): string {
  const until = new Date(expiresAtMs).toISOString().slice(0, 16).replace('T', ' ');
  return `<p class="note">Shared read-only until ${until} UTC. Reload to see new messages.</p>\n`;
}

/** The last items with their complete texts, oldest first. */
async function readLast(
  { queries }: GatewayServices['engine'],
  key: string,
): Promise<{ readonly items: readonly Item[]; readonly isCut: boolean }> {
  let items: readonly Item[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = await queries.olderItems(key, before, PAGE);
    items = [...page.items, ...items];
    const [first] = page.items;
    const isCut = page.hasOlder && items.length >= MAX_ITEMS;
    if (!page.hasOlder || first === undefined || isCut) return { items: await complete(queries, key, items), isCut };
    before = first.seq;
  }
}

async function complete(
  queries: GatewayServices['engine']['queries'],
  key: string,
  items: readonly Item[],
): Promise<readonly Item[]> {
  return Promise.all(
    items.map(async (item) =>
      JSON.stringify(item).length < ITEM_TEXT_LIMIT ? item : ((await queries.item(key, item.id)) ?? item),
    ),
  );
}

/** Writes and waits until the client has taken it, or is gone. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return new Promise(setImmediate);
  await new Promise<void>((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}
