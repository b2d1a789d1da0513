// Looks a node up among the paired devices.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { DeviceRecord } from '#core/ports/identity.ts';
import type { Call } from '../../server/dispatch/handler.ts';

/** Returns the node with this id. @throws {GatewayError} `UNKNOWN_NODE`. */
export async function requireNode(nodeId: string, { identity }: Call['gateway']): Promise<DeviceRecord> {
  const device = await identity.devices.get(nodeId);
  if (device === undefined || !isNode(device)) throw invalidRequest('No node has this ID.', 'UNKNOWN_NODE');
  return device;
}

/** Whether a paired device is a node. */
export function isNode({ roles }: DeviceRecord): boolean {
  return roles.includes('node');
}
