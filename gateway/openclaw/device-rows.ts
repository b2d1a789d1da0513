// Devices, pairing requests and nodes in the OpenClaw dialect. Rows contain no hash, salt or token.
import { defined } from '#contract/types/defined.ts';
import type { DeviceRecord, DeviceToken } from '#core/ports/identity.ts';
import type { Connection } from '../server/connections/connection.ts';
import { approverScopes, type NodeRequest } from '../access/identity/node-pairing.ts';
import type { DeviceRequest } from '../access/identity/pairing-requests.ts';

/** A pending request. */
export function requestRow({
  reason,
  version: _version,
  modelIdentifier: _model,
  role,
  scopes,
  ...request
}: DeviceRequest) {
  return { ...request, role, scopes: [...scopes], roles: [role], silent: false, isRepair: reason !== 'not-paired' };
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
export function nodeRequestRow({ requestId, device, caps, commands, silent, ts }: NodeRequest) {
  return {
    requestId,
    ...nodeFacts(device),
    caps,
    commands,
    requiredApproveScopes: approverScopes(commands),
    silent,
    ts,
  };
}

/** A node with approved commands. */
export function pairedNodeRow(device: DeviceRecord) {
  const { node, createdAtMs, lastSeenAtMs } = device;
  return {
    ...nodeFacts(device),
    caps: node?.caps ?? [],
    commands: node?.commands ?? [],
    createdAtMs,
    ...(node?.approvedAtMs === undefined ? {} : { approvedAtMs: node.approvedAtMs }),
    ...(lastSeenAtMs === undefined ? {} : { lastSeenAtMs, lastSeenReason: 'connect' }),
  };
}

/** A node as `node.list` shows it: known or here, with its commands only when they are allowed. */
export function nodeRow(device: DeviceRecord, connections: Iterable<Connection>) {
  const live = [...connections].find(
    ({ principal, role }) => principal.deviceId === device.deviceId && role === 'node',
  );
  const { node, lastSeenAtMs, remoteIp } = device;
  const seen = live?.since ?? lastSeenAtMs;
  return {
    ...nodeFacts(device),
    caps: node?.caps ?? [],
    commands: node?.commands ?? [],
    sessionHost: false,
    nodePluginTools: [],
    approvalState: node?.approvedAtMs === undefined ? 'pending-approval' : 'approved',
    ...(live === undefined ? {} : { connectedAtMs: live.since, lastConnectedAtMs: live.since }),
    ...(seen === undefined ? {} : { lastSeenAtMs: seen, lastSeenReason: 'connect' }),
    ...(node?.approvedAtMs === undefined ? {} : { approvedAtMs: node.approvedAtMs }),
    ...(remoteIp === undefined ? {} : { remoteIp }),
    permissions: node?.permissions ?? {},
    silent: device.approvedVia === 'silent',
    isRepair: device.isRepair ?? false,
    paired: true,
    connected: live !== undefined,
  };
}

function nodeFacts(device: DeviceRecord) {
  const { deviceId, displayName, label, platform, version, coreVersion, uiVersion } = device;
  const { clientId, clientMode, deviceFamily, modelIdentifier } = device;
  const name = label ?? displayName;
  return {
    nodeId: deviceId,
    ...(name === undefined ? {} : { displayName: name }),
    platform,
    version,
    clientId,
    clientMode,
    ...defined({ deviceFamily, modelIdentifier, coreVersion, uiVersion }),
  };
}
