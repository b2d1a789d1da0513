// Nodes: paired devices that offer commands, and which of those are approved.
import { isNode, requireNode } from './require-node.ts';
import { NODE_WORK_HANDLERS } from './node-work.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { missingScope } from '../../server/dispatch/access-errors.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { nodeRequestRow, nodeRow, pairedNodeRow } from '../../openclaw/device-rows.ts';
import { approverScopes, type NodeRequest } from '../../access/identity/node-pairing.ts';

export const NODE_HANDLERS = defineHandlers({
  ...NODE_WORK_HANDLERS,
  async 'node.list'(_params, { services, gateway }) {
    const nodes = (await gateway.identity.devices.list()).filter(isNode);
    return { ts: services.clock.now(), nodes: nodes.map((device) => nodeRow(device, gateway.connections())) };
  },

  async 'node.describe'({ nodeId }, { services, gateway }) {
    return { ts: services.clock.now(), ...nodeRow(await requireNode(nodeId, gateway), gateway.connections()) };
  },

  async 'node.pair.list'(_params, { gateway }) {
    const paired = (await gateway.identity.devices.list()).filter(({ node }) => node?.approvedAtMs !== undefined);
    return { pending: gateway.identity.nodes.list().map(nodeRequestRow), paired: paired.map(pairedNodeRow) };
  },

  async 'node.pair.approve'({ requestId }, { services, gateway, connection, by }) {
    const { identity } = gateway;
    const request = openRequest(requestId, gateway);
    const { caps, commands, permissions, device } = request;
    const missing = approverScopes(commands).find((scope) => !connection.holds(scope));
    if (missing !== undefined) throw missingScope(missing, approverScopes(commands));
    const approvedAtMs = services.clock.now();
    const node = { caps, commands, ...defined({ permissions }), approvedAtMs };
    await identity.devices.setNode(device.deviceId, node, by, 'node.approved');
    identity.nodeResolved(request, device.deviceId, 'approved');
    return { requestId, node: pairedNodeRow({ ...device, node }) };
  },

  async 'node.pair.reject'({ requestId }, { gateway, audit }) {
    const request = openRequest(requestId, gateway);
    const nodeId = request.device.deviceId;
    await audit('node.rejected', nodeId);
    gateway.identity.nodeResolved(request, nodeId, 'rejected');
    return { requestId, nodeId };
  },

  async 'node.pair.remove'({ nodeId }, { gateway, by }) {
    const { identity } = gateway;
    await requireNode(nodeId, gateway);
    await identity.devices.setNode(nodeId, undefined, by, 'node.removed');
    identity.disconnectDevice(nodeId, 'node', 'node removed');
    identity.nodeResolved({ requestId: '' }, nodeId, 'removed');
    return { nodeId };
  },
});

function openRequest(requestId: string, { identity }: Call['gateway']): NodeRequest {
  const request = identity.nodes.get(requestId);
  if (request === undefined)
    throw invalidRequest('This request was already answered or has expired.', 'UNKNOWN_REQUEST');
  return request;
}
