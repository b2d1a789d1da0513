// Requests that a preview answers itself.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorMessage } from '#contract/wire/errors.ts';
import { parseUntrusted } from '../http/request-body.ts';
import { MAX_REPORT_BYTES, readReport } from './console-report.ts';
import { CONSOLE_SCRIPT } from './console-script.ts';
import {
  ALIVE_PATH,
  FOREIGN_OPEN_PATH,
  OPEN_PATH,
  REPORT_PATH,
  SCRIPT_PATH,
  messagePage,
  openPage,
} from './own-pages.ts';
import { cookieName } from './preview-access.ts';
import type { PreviewParts } from './preview-parts.ts';
import { makeNonce, OWN_HEADERS, sendPage } from './send-page.ts';

const MAX_TICKET_BYTES = 200;
/** Time for a body to arrive, ms. */
const BODY_MS = 10_000;

/** Answers a request. Its host and origin are valid. */
export async function answerOwnRequest(
  parts: PreviewParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', url = '', headers } = request;
  const name = `${method} ${url.split('?')[0]}`;
  const isAdmitted = parts.access.admits(headers.cookie, parts.listenPort);
  if (name === `GET ${OPEN_PATH}`) {
    const nonce = makeNonce();
    // In the desktop app, the page around the preview belongs to another site.
    const isForeign = headers['sec-fetch-dest'] === 'iframe' && headers['sec-fetch-site'] === 'cross-site';
    return sendPage(response, 200, openPage(nonce, isForeign), nonce);
  }
  if (name === `POST ${OPEN_PATH}` && headers.origin === parts.origins.shown) return open(parts, request, response);
  if (!isAdmitted) return sendPage(response, 403, messagePage('This preview has ended. Open it again in Gatehouse.'));
  if (name === `GET ${SCRIPT_PATH}`) {
    response.writeHead(200, { ...OWN_HEADERS, 'content-type': 'text/javascript; charset=utf-8' });
    return void response.end(CONSOLE_SCRIPT);
  }
  if (name === `POST ${REPORT_PATH}`) return takeReport(parts, request, response);
  if (name === `GET ${ALIVE_PATH}`) return sendStatus(response, (await findProblem(parts)) === undefined ? 204 : 503);
  sendStatus(response, 404);
}

/** Why the previewed server can't be reached; undefined if it can. */
export async function findProblem({ client }: Pick<PreviewParts, 'client'>): Promise<unknown> {
  try {
    (await client.connect()).destroy();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Exchanges a ticket for a cookie. */
async function open(parts: PreviewParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ticket = await readText(request, MAX_TICKET_BYTES);
  const secret = ticket === undefined ? undefined : parts.access.redeem(ticket);
  if (secret === undefined) return sendStatus(response, 403);
  response.setHeader('Set-Cookie', toCookie(parts, secret, request.url === FOREIGN_OPEN_PATH));
  // The storage of another preview that had this port.
  response.setHeader('Clear-Site-Data', '"storage"');
  sendStatus(response, 204);
}

/** Other sites can't send the cookie, unless the preview is in a frame of one: then it is valid in that frame only. */
function toCookie({ listenPort, origins }: PreviewParts, secret: string, isForeign: boolean): string {
  const isEncrypted = origins.shown.startsWith('https:');
  const scope = isForeign ? 'SameSite=None; Secure; Partitioned' : `SameSite=Strict${isEncrypted ? '; Secure' : ''}`;
  return `${cookieName(listenPort)}=${secret}; Path=/; HttpOnly; ${scope}`;
}

async function takeReport(parts: PreviewParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await readText(request, MAX_REPORT_BYTES);
  if (text === undefined) return sendStatus(response, 413);
  try {
    const lines = readReport(parseUntrusted(text), parts.origins.shown);
    if (lines !== '') parts.report(lines);
    sendStatus(response, 204);
  } catch (error) {
    sendStatus(response, 400, errorMessage(error));
  }
}

/** The body; undefined if it is too large or too slow. */
function readText(request: IncomingMessage, limit: number): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => resolve(undefined), BODY_MS);
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > limit) resolve(undefined);
    else chunks.push(chunk);
  });
  request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  request.once('close', () => resolve(undefined));
  return promise.finally(() => clearTimeout(timer));
}

function sendStatus(response: ServerResponse, status: number, text = ''): void {
  response.writeHead(status, { ...OWN_HEADERS, 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end(text);
}
