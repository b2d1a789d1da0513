// Share links of sessions.
import { SHARE_LIMITS } from '#contract/types/share-links.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { sharePath } from '../../http/share-path.ts';

export const SHARE_LINK_HANDLERS = defineHandlers({
  async 'sessions.share.list'({ key }, { engine, gateway }) {
    return {
      links: await gateway.identity.shares.list(key === undefined ? undefined : engine.sessions.resolveKey(key)),
    };
  },

  async 'sessions.share.create'({ key, expiresInMs = SHARE_LIMITS.defaultMs, withTools = false }, call) {
    const { engine, gateway, by } = call;
    const sessionKey = engine.sessions.resolveKey(key);
    const session = await engine.sessions.get(sessionKey);
    if (session === undefined)
      throw invalidRequest(`Unknown session: ${key}`, 'SESSION_NOT_FOUND', 'Choose an existing session.');
    const { sessionId } = session;
    const { link, token } = await gateway.identity.shares.create({ sessionKey, sessionId, withTools, expiresInMs }, by);
    changed(call);
    const path = sharePath(token);
    const { addresses } = await gateway.networkAccess();
    return { link, path, urls: addresses.flatMap(({ url }) => (url === undefined ? [] : [`${url}${path}`])) };
  },

  async 'sessions.share.revoke'({ id }, call) {
    const link = await call.gateway.identity.shares.revoke(id, call.by);
    if (link === undefined)
      throw invalidRequest(
        'No share link has this ID.',
        'UNKNOWN_SHARE_LINK',
        'List the links with sessions.share.list.',
      );
    changed(call);
    return { link };
  },
});

function changed({ gateway, services }: Call): void {
  gateway.publish('settings.changed', { what: 'shares', ts: services.clock.now() });
}
