// The addresses at which the gateway can be reached.
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { unavailable } from '#contract/wire/errors.ts';
import type { GatewayRuntime } from '../server/runtime.ts';

/** The addresses at which the gateway can be reached now. @throws {GatewayError} before it listens. */
export async function readNetworkAccess(gateway: Pick<GatewayRuntime, 'address'>): Promise<NetworkAccessStatus> {
  const address = gateway.address();
  if (address === undefined) throw unavailable("The gateway isn't listening yet.");
  return (await address.applyNetworkAccess?.()) ?? { mode: 'loopback', port: address.port, addresses: [] };
}
