// How this gateway is signed in to. Whatever replaces a secret closes the connections that came in with it.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Handlers } from '../../server/dispatch/handler.ts';
import { auditLine } from '../audit/audit-line.ts';

type AuthMethods = 'gateway.auth.status' | 'gateway.auth.setPassword' | 'gateway.auth.rotateToken';

export const GATEWAY_AUTH_HANDLERS: Handlers<AuthMethods> = {
  async 'gateway.auth.status'(_params, { services, gateway }) {
    return {
      mode: services.config.settings().gateway?.auth.mode ?? 'token',
      hasPassword: await gateway.password.isSet(),
      token: services.token.rotate === undefined ? 'given' : 'home-folder',
    };
  },

  async 'gateway.auth.setPassword'({ password }, call) {
    const { gateway, services, afterAnswer } = call;
    await auditLine(call, 'gateway.password-set', 'gateway', {});
    await gateway.password.set(password);
    gateway.publish('settings.changed', { what: 'reach', ts: services.clock.now() });
    afterAnswer(() => gateway.identity.cutEntries(['password']));
    return { ok: true };
  },

  async 'gateway.auth.rotateToken'(_params, call) {
    const { gateway, services, afterAnswer } = call;
    const { rotate } = services.token;
    if (rotate === undefined)
      throw invalidRequest(
        'the token was given to this gateway at its start, by GATEHOUSE_TOKEN or an option; change it there',
        'TOKEN_GIVEN',
      );
    await auditLine(call, 'gateway.token-rotated', 'gateway', {});
    await rotate();
    afterAnswer(() => gateway.identity.cutEntries(['token']));
    return { ok: true, rotatedAtMs: services.clock.now() };
  },
};
