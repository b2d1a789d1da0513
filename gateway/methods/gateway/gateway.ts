// The gateway itself: identity, sign-in, traffic, limits. Replacing a secret closes the connections that used it.
import { invalidRequest } from '#contract/wire/errors.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { gatewayIdentity } from '../../access/identity/gateway-identity.ts';
import { PAIRING_RATES } from '../../access/identity/pairing-requests.ts';

export const GATEWAY_HANDLERS = defineHandlers({
  'gateway.identity.get': (_params, { services }) => gatewayIdentity(services.store.secrets),

  async 'gateway.auth.status'(_params, { services, gateway }) {
    return {
      mode: services.config.settings().gateway.auth.mode,
      hasPassword: await gateway.password.isSet(),
      token: services.token.rotate === undefined ? 'given' : 'home-folder',
    };
  },

  async 'gateway.auth.setPassword'({ password }, call) {
    const { gateway, services, afterAnswer } = call;
    await call.audit('gateway.password-set', 'gateway');
    await gateway.password.set(password);
    gateway.publish('settings.changed', { what: 'networkAccess', ts: services.clock.now() });
    afterAnswer(() => gateway.identity.disconnectEntries(['password']));
    return { ok: true };
  },

  async 'gateway.auth.rotateToken'(_params, call) {
    const { gateway, services, afterAnswer } = call;
    const { rotate } = services.token;
    if (rotate === undefined)
      throw invalidRequest(
        'The token was set at startup by GATEHOUSE_TOKEN or an option. Change it there.',
        'TOKEN_GIVEN',
      );
    await call.audit('gateway.token-rotated', 'gateway');
    await rotate();
    afterAnswer(() => gateway.identity.disconnectEntries(['token']));
    return { ok: true, rotatedAtMs: services.clock.now() };
  },

  'gateway.traffic'(_params, { gateway, services }) {
    const clients = Map.groupBy(gateway.connections(), ({ client }) => client.id);
    return {
      sinceMs: services.identity.startedAt,
      ...gateway.metrics.traffic(),
      connections: [...clients].map(([client, all]) => ({ client, count: all.length })),
    };
  },

  async 'gateway.token.reveal'(_params, call) {
    await call.audit('token.revealed', 'gateway');
    return { token: call.services.token.reveal() };
  },

  'gateway.limits': (_params, { gateway }) => ({
    rates: gateway.rates.rows(),
    signIn: gateway.limiter.facts(),
    hooks: gateway.hookLimiter.facts(),
    pairing: { ...PAIRING_RATES, waiting: gateway.identity.pairingRequests.list().length },
  }),
});
