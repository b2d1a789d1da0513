// Serves one preview on a separate port: checks every request, and forwards it to the previewed server. Pages on it are untrusted.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream';
import { errorMessage } from '#contract/wire/errors.ts';
import { refuseUpgrade } from '../server/transports/refuse-upgrade.ts';
import { describeFailedRequest } from './console-report.ts';
import { findNonce } from './content-policy.ts';
import { insertScript } from './insert-script.ts';
import { answerOwnRequest } from './own-requests.ts';
import { OWN_PATH, REPORT_PATH, SCRIPT_PATH, messagePage, waitingPage } from './own-pages.ts';
import { toBrowserHeaders, toServerHeaders } from './preview-headers.ts';
import type { PreviewParts } from './preview-parts.ts';
import { makeNonce, sendPage } from './send-page.ts';

/** The lowest status that answers a request. */
const MIN_STATUS = 200;
/** WebSockets at a time. Some machines start a process for each. */
const MAX_SOCKETS = 64;
const HTML = /^text\/html\b/i;
const DOCUMENTS: ReadonlySet<string | undefined> = new Set(['document', 'iframe', 'frame']);

/** Answers a request. */
export function servePreview(parts: PreviewParts, request: IncomingMessage, response: ServerResponse): void {
  const refusal = findRefusal(parts, request);
  if (refusal !== undefined) return sendPage(response, 403, messagePage(refusal));
  response.once('close', parts.used());
  if (request.url?.startsWith(OWN_PATH) === true) return void answerOwnRequest(parts, request, response);
  if (!parts.access.admits(request.headers.cookie, parts.listenPort))
    return sendPage(response, 403, messagePage('This preview has ended. Open it again in Gatehouse.'));
  // A worker would outlive the preview, and serve later ones on the same port.
  if (request.headers['service-worker'] !== undefined)
    return sendPage(response, 403, messagePage("Service workers aren't available in a preview."));
  forward(parts, request, response);
}

/** Answers an upgrade to a WebSocket. */
export function upgradePreview(parts: PreviewParts, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { origin, cookie } = request.headers;
  const isOwn = findRefusal(parts, request) === undefined && origin === parts.origins.shown;
  if (!isOwn || !parts.access.admits(cookie, parts.listenPort)) return refuseUpgrade(socket, 403);
  if (parts.sockets.size >= MAX_SOCKETS) return refuseUpgrade(socket, 429);
  const done = parts.used();
  parts.sockets.add(socket);
  socket.once('close', () => {
    parts.sockets.delete(socket);
    done();
  });
  const upstream = parts.client.upgrade(request.url ?? '/', toServerHeaders(request.headers, parts.origins, false));
  socket.once('close', () => upstream.destroy());
  upstream.once('upgrade', (answer, stream, first) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${toLines(answer.rawHeaders)}\r\n`);
    if (first.length > 0) socket.write(first);
    if (head.length > 0) stream.write(head);
    stream.on('error', () => socket.destroy());
    stream.once('close', () => socket.destroy());
    socket.once('close', () => stream.destroy());
    stream.pipe(socket).pipe(stream);
  });
  upstream.once('response', (answer) => {
    socket.end(
      `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    );
    answer.resume();
  });
  upstream.once('error', () => socket.destroy());
  upstream.end();
}

/** Only the preview's own pages may use it; other pages may only show it, where its policy allows them to. */
function findRefusal({ origins }: PreviewParts, { headers, rawHeaders, method }: IncomingMessage): string | undefined {
  const hosts = rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host');
  if (hosts.length !== 1 || headers.host !== new URL(origins.shown).host)
    return 'No preview has this address. Open the preview again in Gatehouse.';
  if (headers.origin !== undefined && headers.origin !== origins.shown)
    return "Other pages can't access this preview. Open it in Gatehouse.";
  const site = headers['sec-fetch-site'];
  const isForeign = site === 'cross-site' || site === 'same-site';
  const isNavigation = method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return isForeign && !isNavigation ? "Other pages can't access this preview. Open it in Gatehouse." : undefined;
}

function forward(parts: PreviewParts, request: IncomingMessage, response: ServerResponse): void {
  const { client, origins } = parts;
  const { method = 'GET', url = '/', headers } = request;
  const isDocument = DOCUMENTS.has(String(headers['sec-fetch-dest'])) || headers.accept?.includes('text/html') === true;
  const upstream = client.request(method, url, toServerHeaders(headers, origins, isDocument));
  const failed = (failure: string): void => {
    const line = describeFailedRequest(method, url, failure);
    if (line !== undefined) parts.report(line);
  };
  upstream.once('response', (answer) => {
    const { statusCode = 502, statusMessage = '' } = answer;
    if (statusCode >= 400) failed(`${statusCode} ${statusMessage}`.trim());
    sendAnswer(parts, answer, response);
  });
  upstream.once('error', (error) => {
    if (response.destroyed) return;
    if (response.headersSent) return void response.destroy();
    const message = errorMessage(error);
    if (!isDocument) failed(message);
    const nonce = makeNonce();
    sendPage(response, 502, isDocument ? waitingPage(nonce, message) : messagePage(message), nonce);
  });
  response.once('close', () => upstream.destroy());
  pipeline(request, upstream, () => undefined);
}

function sendAnswer(parts: PreviewParts, answer: IncomingMessage, response: ServerResponse): void {
  const { origins, frameAncestors } = parts;
  const { statusCode = 0 } = answer;
  // Node reads such a status, but throws when it is written.
  if (statusCode < MIN_STATUS) {
    answer.destroy();
    return sendPage(response, 502, messagePage('The server sent an invalid HTTP status.'));
  }
  const isPage = HTML.test(answer.headers['content-type'] ?? '') && answer.headers['content-encoding'] === undefined;
  const urls = { scriptUrl: origins.shown + SCRIPT_PATH, reportUrl: origins.shown + REPORT_PATH };
  const headers = toBrowserHeaders(answer.headers, origins, { frameAncestors, ...urls });
  if (isPage) delete headers['content-length'];
  // Without the server's own text for the status, which can contain characters that Node refuses to write.
  response.writeHead(statusCode, headers);
  const nonce = findNonce(String(answer.headers['content-security-policy'] ?? ''));
  const element = `<script src="${SCRIPT_PATH}"${nonce === undefined ? '' : ` nonce="${nonce}"`}></script>`;
  if (isPage) pipeline(answer, insertScript(element), response, () => undefined);
  else pipeline(answer, response, () => undefined);
}

function toLines(rawHeaders: readonly string[]): string {
  const lines: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    if (rawHeaders[index]?.toLowerCase() !== 'set-cookie')
      lines.push(`${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`);
  return lines.join('');
}
