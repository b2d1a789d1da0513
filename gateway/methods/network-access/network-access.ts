// Network access: the addresses at which other machines can connect.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';

export const NETWORK_ACCESS_HANDLERS = defineHandlers({
  'network.status': (_params, { gateway }) => gateway.networkAccess(),

  async 'network.set'({ mode, addresses }, call) {
    const { services, gateway } = call;
    const chosen = defined({ addresses });
    if (mode === 'custom' && (addresses ?? []).length === 0)
      throw invalidRequest('Specify which addresses of this computer to use.', 'ADDRESSES_MISSING');
    await call.audit('reach.changed', mode, chosen);
    await services.config.merge({ gateway: { bind: mode, ...chosen } });
    const status = await gateway.networkAccess();
    gateway.publish('settings.changed', { what: 'networkAccess', ts: services.clock.now() });
    return status;
  },

  async 'network.discovery.set'({ mode }, call) {
    const { services, gateway } = call;
    await call.audit('discovery.changed', mode);
    await services.config.merge({ network: { discovery: mode } });
    const status = await gateway.networkAccess();
    gateway.publish('settings.changed', { what: 'networkAccess', ts: services.clock.now() });
    return status;
  },
});
