// Who can reach the gateway over the network.
import type { NETWORK_ACCESS_METHODS } from '#contract/methods/network-access.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { readNetworkAccess } from '../../access/network-access.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { auditLine } from '../../server/dispatch/audit-line.ts';

export const NETWORK_ACCESS_HANDLERS: HandlersFor<typeof NETWORK_ACCESS_METHODS> = {
  'network.status': (_params, { gateway }) => readNetworkAccess(gateway),

  async 'network.set'({ mode, addresses }, call) {
    const { services, gateway } = call;
    if (mode === 'custom' && (addresses ?? []).length === 0)
      throw invalidRequest('specify which addresses of this machine to use', 'ADDRESSES_MISSING');
    await auditLine(call, 'reach.changed', mode, addresses === undefined ? {} : { addresses });
    await services.config.merge({ gateway: { bind: mode, ...(addresses === undefined ? {} : { addresses }) } });
    const status = await readNetworkAccess(gateway);
    gateway.publish('settings.changed', { what: 'networkAccess', ts: services.clock.now() });
    return status;
  },
};
