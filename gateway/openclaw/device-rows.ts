// Devices, pairing requests and nodes in the OpenClaw dialect. Rows contain no hash, salt or token.
import { defined } from '#contract/types/defined.ts';
import type { DeviceRecord, DeviceToken, NodeSurface } from '#core/ports/identity.ts';
import type { Connection } from '../server/connections/connection.ts';
import { approverScopes, type NodeRequest } from '../access/identity/node-pairing.ts';
import type { DeviceRequest } from '../access/identity/pairing-requests.ts';

/** A pending request. */
export function requestRow({ reason, version: _version, modelIdentifier: _model, ...request }: DeviceRequest) {
  return { ...request, roles: [request.role], silent: false, isRepair: reason !== 'not-paired' };
}

/** A paired device. `connected` is our addition. */
export function deviceRow(device: DeviceRecord, connections: Iterable<Connection>) {
  const { tokens, node: _node, version: _version, roles, ...rest } = device;
  const connected = [...connections].some(({ principal }) => principal.deviceId === device.deviceId);
  return { ...rest, role: roles[0] ?? 'operator', roles, connected, tokens: tokens.map(tokenRow) };
}

function tokenRow({ salt: _salt, hash: _hash, ...token }: DeviceToken) {
  return token;
}

/** A node whose commands are pending approval. */
export function nodeRequestRow({ device, permissions: _permissions, ...request }: NodeRequest) {
  return { ...request, ...nodeFacts(device), requiredApproveScopes: approverScopes(request.commands) };
}

/** A node with approved commands. */
export function pairedNodeRow(device: DeviceRecord) {
  const { node, createdAtMs, lastSeenAtMs } = device;
  return { ...nodeFacts(device), ...nodeState(node, lastSeenAtMs), createdAtMs };
}

/** A node as `node.list` shows it, connected or not. */
export function nodeRow(device: DeviceRecord, connections: Iterable<Connection>) {
  const live = [...connections].find(
    ({ principal, role }) => principal.deviceId === device.deviceId && role === 'node',
  );
  const { node, lastSeenAtMs, remoteIp } = device;
  return {
    ...nodeFacts(device),
    ...nodeState(node, live?.since ?? lastSeenAtMs),
    sessionHost: false,
    nodePluginTools: [],
    approvalState: node?.approvedAtMs === undefined ? 'pending-approval' : 'approved',
    ...defined({ connectedAtMs: live?.since, lastConnectedAtMs: live?.since, remoteIp }),
    permissions: node?.permissions ?? {},
    silent: device.approvedVia === 'silent',
    isRepair: device.isRepair ?? false,
    paired: true,
    connected: live !== undefined,
  };
}

function nodeState(node: NodeSurface | undefined, lastSeenAtMs: number | undefined) {
  const { caps = [], commands = [], approvedAtMs } = node ?? {};
  const lastSeenReason = lastSeenAtMs === undefined ? undefined : 'connect';
  return { caps, commands, ...defined({ approvedAtMs, lastSeenAtMs, lastSeenReason }) };
}

function nodeFacts(device: DeviceRecord) {
  const { deviceId: nodeId, displayName, label, platform, version, coreVersion, uiVersion } = device;
  const { clientId, clientMode, deviceFamily, modelIdentifier } = device;
  const optional = { displayName: label ?? displayName, deviceFamily, modelIdentifier, coreVersion, uiVersion };
  return { nodeId, platform, version, clientId, clientMode, ...defined(optional) };
}
