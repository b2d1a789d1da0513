// Signed-in browsers.
import type { BROWSER_METHODS } from '#contract/methods/browsers.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { browserLink } from '../../access/sign-in/browser-link.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { auditLine } from '../../server/dispatch/audit-line.ts';

export const BROWSER_HANDLERS: HandlersFor<typeof BROWSER_METHODS> = {
  'browsers.link': (_params, { gateway }) =>
    browserLink({ address: () => gateway.address(), browsers: gateway.browsers }),

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
    if (!(await gateway.browsers.end(id))) throw invalidRequest('no signed-in browser has this id', 'UNKNOWN_BROWSER');
    await auditLine(call, 'browser.signed-out', id.slice(0, 12), {});
    gateway.identity.changed();
    afterAnswer(() => gateway.identity.cutBrowser(id));
    return { id };
  },
};
