// Authorizes hook calls by the hooks' own token. The gateway token and query parameters are not accepted.
import type { Settings } from '#core/ports/settings.ts';
import { sameSecret } from '../../access/sign-in/shared-secret.ts';
import { parseBearer } from '../authenticate.ts';
import { sendText, type Exchange } from '../route.ts';

const IN_QUERY =
  'Hook token must be provided via Authorization: Bearer <token> or X-OpenClaw-Token header (query parameters are not allowed).';

/** The hook settings if the caller is authorized; undefined when the request was rejected. */
export async function admitHook(exchange: Exchange): Promise<Settings['hooks'] | undefined> {
  const { core, request, response, query } = exchange;
  const { source } = exchange.requestOrigin;
  const { hooks } = core.services.config.settings();
  const refuse = (status: number, text: string): undefined => void sendText(response, status, text);
  if (!hooks.enabled || hooks.token === undefined) return refuse(404, 'Not Found');
  if (query.has('token')) return refuse(400, IN_QUERY);
  const locked = core.hookLimiter.lockedFor(source);
  if (locked > 0) {
    response.setHeader('Retry-After', Math.ceil(locked / 1000));
    return refuse(429, 'Too Many Requests');
  }
  const header = request.headers['x-openclaw-token'];
  const given = parseBearer(request.headers.authorization) ?? (typeof header === 'string' ? header : undefined);
  const token = hooks.token.reveal();
  const isGateways = sameSecret(token, core.services.token.reveal());
  if (given !== undefined && !isGateways && sameSecret(given, token)) {
    core.hookLimiter.succeeded(source);
    return hooks;
  }
  const delay = given === undefined ? 0 : core.hookLimiter.failed(source);
  if (delay > 0) await new Promise<void>((resolve) => core.services.clock.after(delay, resolve));
  return refuse(401, 'Unauthorized');
}
