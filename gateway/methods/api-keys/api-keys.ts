// API keys.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ApiKeyRow } from '#contract/types/api-keys.ts';
import type { ApiKeyRecord } from '#core/ports/identity.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';

const DEFAULT_PER_MINUTE = 120;
/** Most keys that are not revoked: more are a mistake of a script. */
const MAX_KEYS = 100;

export const API_KEY_HANDLERS = defineHandlers({
  'apiKeys.list': async (_params, { gateway }) => ({ keys: (await gateway.identity.keys.list()).map(toRow) }),

  async 'apiKeys.create'({ name, scopes, perMinute, expiresInMs }, { services, gateway, connection, by }) {
    const { keys } = gateway.identity;
    const holding = (await keys.list()).filter(({ revokedAtMs }) => revokedAtMs === undefined);
    if (holding.length >= MAX_KEYS) throw invalidRequest('Too many API keys. Revoke some first.', 'TOO_MANY_KEYS');
    const expiry = expiresInMs === undefined ? {} : { expiresAtMs: services.clock.now() + expiresInMs };
    const request = { name, scopes, perMinute: perMinute ?? DEFAULT_PER_MINUTE, ...expiry };
    const creator = connection.apiKey === undefined ? {} : { createdByKey: connection.apiKey.id };
    const { key, record } = await keys.create({ ...request, ...creator }, by);
    gateway.publish('settings.changed', { what: 'keys', ts: services.clock.now() });
    return { key, record: toRow(record) };
  },

  async 'apiKeys.revoke'({ id }, { services, gateway, by }) {
    const revoked = await gateway.identity.keys.revoke(id, by);
    if (revoked === undefined) throw invalidRequest('No API key has this ID.', 'UNKNOWN_KEY');
    for (const key of revoked) gateway.identity.disconnectKey(key.id);
    gateway.publish('settings.changed', { what: 'keys', ts: services.clock.now() });
    return { record: toRow(revoked[0]) };
  },
});

function toRow({ hash: _hash, ...row }: ApiKeyRecord): ApiKeyRow {
  return row;
}
