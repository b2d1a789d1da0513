// Who can reach the gateway over the network.
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import type { NETWORK_ACCESS_METHODS } from '#contract/methods/network-access.ts';
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { Call, HandlersFor } from '../../server/dispatch/handler.ts';
import { auditLine } from '../audit/audit-line.ts';

export const NETWORK_ACCESS_HANDLERS: HandlersFor<typeof NETWORK_ACCESS_METHODS> = {
  'network.status': (_params, call) => readNetworkAccess(call),

  async 'network.set'({ mode, addresses }, call) {
    const { services, gateway } = call;
    if (mode === 'custom' && (addresses ?? []).length === 0)
      throw invalidRequest('specify which addresses of this machine to use', 'ADDRESSES_MISSING');
    await auditLine(call, 'reach.changed', mode, addresses === undefined ? {} : { addresses });
    await services.config.merge({ gateway: { bind: mode, ...(addresses === undefined ? {} : { addresses }) } });
    const status = await readNetworkAccess(call);
    gateway.publish('settings.changed', { what: 'networkAccess', ts: services.clock.now() });
    return status;
  },
};

/** The addresses at which the gateway can be reached now. @throws {GatewayError} before it listens. */
export async function readNetworkAccess({ gateway }: Call): Promise<NetworkAccessStatus> {
  const address = gateway.address();
  if (address === undefined) throw unavailable('the gateway does not listen yet');
  return (await address.applyNetworkAccess?.()) ?? { mode: 'loopback', port: address.port, addresses: [] };
}
