// Connections that leave this machine. Secrets are write-only.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { Secret } from '#core/ports/secrets.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';

export const OUTBOUND_HANDLERS = defineHandlers({
  'outbound.list': ({ period = 'all', search = '', kind }, { services }) =>
    services.ledger.list({ period, search, ...defined({ kind }) }),

  async 'outbound.block'({ host, port }, call) {
    const target = { host: parseHost(host), ...defined({ port }) };
    const block = await call.services.ledger.block(target, call.by);
    publish(call);
    return { block };
  },

  async 'outbound.unblock'({ host, port }, call) {
    const removed = await call.services.ledger.unblock({ host: parseHost(host), ...defined({ port }) }, call.by);
    publish(call);
    return { removed };
  },

  async 'outbound.clear'(_params, call) {
    await call.services.ledger.clear(call.by);
    publish(call);
    return { ok: true };
  },

  'outbound.credentials.list': async (_params, { services }) => ({ credentials: await services.credentials.list() }),

  async 'outbound.credentials.set'({ secret, use, host, user, ...given }, call) {
    const { port = 443, path = '/', access = 'read', agents = [] } = given;
    const row = { use, host: parseHost(host), port, path, access, agents, ...defined({ user }) };
    const trimmed = secret.trim();
    if (trimmed === '' || /[^!-~]/.test(trimmed))
      throw invalidRequest('This secret contains characters that no credential has, such as spaces.', 'SECRET_INVALID');
    const credential = await call.services.credentials.set(row, new Secret(trimmed), call.by);
    publish(call);
    return { credential };
  },

  async 'outbound.credentials.delete'({ id }, call) {
    const removed = await call.services.credentials.remove(id, call.by);
    publish(call);
    return { removed };
  },
});

function publish({ gateway, services }: Call): void {
  gateway.publish('settings.changed', { what: 'outbound', ts: services.clock.now() });
}

/** The host as the ledger has it: lower case, international names encoded, IPv6 addresses in brackets. */
function parseHost(text: string): string {
  const asked = text.includes(':') && !text.startsWith('[') ? `[${text}]` : text;
  const url = /[/@?#\\\s]/.test(asked) ? null : URL.parse(`http://${asked}/`);
  if (url === null || url.port !== '' || url.hostname === '')
    throw invalidRequest(
      "This isn't a host.",
      'HOST_INVALID',
      'Enter a host such as example.com, and the port separately.',
    );
  return url.hostname.endsWith('.') ? url.hostname.slice(0, -1) : url.hostname;
}
