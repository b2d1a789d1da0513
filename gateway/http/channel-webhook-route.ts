// Webhooks of channels: the network's requests go to the channel, which checks their signature.
import type { IncomingMessage } from 'node:http';
import type { WebhookRequest } from '#core/ports/channel.ts';
import { matchPath } from './match-path.ts';
import { readBody } from './request-body.ts';
import { defineRoute, sendText } from './route.ts';

/** Meta sends up to 3 MB in one request; other networks send less. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;
const BODY_MS = 10_000;
const PATH = '/channels/{id}/webhook';

/**
 * Whether a request is for a webhook at the public address. Nothing else is served under that name, and pages of other origins never
 * call webhooks.
 */
export function isPublicWebhook({ headers }: IncomingMessage, path: string, publicUrl: string | undefined): boolean {
  if (publicUrl === undefined || headers.origin !== undefined || matchPath(PATH, path) === undefined) return false;
  return headers.host?.toLowerCase() === new URL(publicUrl).host;
}

/** `/channels/<id>/webhook`. A channel that isn't running, or has no webhook, is not found. */
export const CHANNEL_WEBHOOK_ROUTE = defineRoute({
  paths: [PATH],
  verbs: ['GET', 'POST'],
  scope: 'none',
  async handle({ core, request, response, placeholders, query }) {
    const body = await readBody(request, MAX_BODY_BYTES, BODY_MS);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    );
    const asked: WebhookRequest = {
      method: request.method ?? 'GET',
      query: Object.fromEntries([...query].toReversed()),
      headers,
      body,
    };
    const answer = await core.services.channels.webhook(placeholders['id'] ?? '', asked);
    if (answer === undefined) return sendText(response, 404, 'Not Found');
    response.writeHead(answer.status, { 'Content-Type': answer.contentType ?? 'text/plain; charset=utf-8' });
    response.end(answer.body ?? '');
  },
});
