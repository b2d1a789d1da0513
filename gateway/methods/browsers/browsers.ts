// Signed-in browsers.
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { invalidRequest } from '#contract/wire/errors.ts';

export const BROWSER_HANDLERS = defineHandlers({
  'browsers.link': (_params, { gateway }) => gateway.browsers.makeLink(gateway.address()?.origin),

  async 'browsers.list'(_params, { gateway, connection }) {
    const here = new Set([...gateway.connections()].map(({ browserSession }) => browserSession));
    const browsers = (await gateway.browsers.list()).map(({ createdAt, expiresAt, publicKey: _key, ...facts }) => ({
      ...facts,
      createdAtMs: createdAt,
      expiresAtMs: expiresAt,
      connected: here.has(facts.id),
      isSelf: facts.id === connection.browserSession,
    }));
    return { browsers };
  },

  async 'browsers.revoke'({ id }, call) {
    const { gateway, afterAnswer } = call;
    if (!(await gateway.browsers.end(id))) throw invalidRequest('No signed-in browser has this ID.', 'UNKNOWN_BROWSER');
    await call.services.push.unsubscribe({ kind: 'browser', id });
    await call.audit('browser.signed-out', id.slice(0, 12));
    gateway.identity.changed();
    afterAnswer(() => gateway.identity.disconnectBrowser(id));
    return { id };
  },
});
