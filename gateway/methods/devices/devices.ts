// Devices: pairing requests, paired devices, tokens. Revoking access closes the connections that used it.
import { SCOPE_UPGRADE_HANDLERS } from './scope-upgrades.ts';
import { SETUP_CODE_HANDLERS } from './setup-codes.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import { OPERATOR_SCOPES, type Scope } from '#contract/wire/scopes.ts';
import type { DeviceRole } from '#contract/types/devices.ts';
import { missingScope } from '../../server/dispatch/access-errors.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { deviceRow, requestRow } from '../../openclaw/device-rows.ts';
import type { DeviceRequest } from '../../access/identity/pairing-requests.ts';

export const DEVICE_HANDLERS = defineHandlers({
  ...SCOPE_UPGRADE_HANDLERS,
  ...SETUP_CODE_HANDLERS,
  async 'device.pair.list'(_params, { gateway }) {
    const { pairingRequests, devices } = gateway.identity;
    const paired = (await devices.list()).map((device) => deviceRow(device, gateway.connections()));
    return { pending: pairingRequests.list().map(requestRow), paired };
  },

  'device.pair.approve': ({ requestId }, call) =>
    answerRequest(requestId, 'approved', call, async (request) => {
      requireGrantable(request, call);
      const { identity } = call.gateway;
      const known = await identity.devices.get(request.deviceId);
      const { role, scopes } = request;
      const roles = [...new Set([...(known?.roles ?? []), role])];
      const { requestId: _id, role: _role, scopes: _scopes, reason: _reason, ...rest } = request;
      const { browserOrigin: _origin, ts: _ts, ...facts } = rest;
      const granted = role === 'operator' ? scopes : (known?.scopes ?? []);
      const device = await identity.devices.pair(facts, { roles, scopes: granted, via: 'owner', by: call.by });
      if (known?.scopes.some((scope) => !granted.includes(scope)) === true)
        identity.disconnectDevice(device.deviceId, 'operator', 'device scopes changed');
      const { connected: _connected, ...row } = deviceRow(device, call.gateway.connections());
      return { requestId, device: row };
    }),

  'device.pair.reject': ({ requestId }, call) =>
    answerRequest(requestId, 'rejected', call, async ({ deviceId }) => {
      await call.audit('device.rejected', deviceId);
      return { requestId, deviceId };
    }),

  async 'device.pair.remove'({ deviceId }, { gateway, by, afterAnswer }) {
    const { identity } = gateway;
    if (!(await identity.devices.remove(deviceId, by))) throw unknownDevice();
    identity.nodes.forget(deviceId);
    identity.changed();
    // A device that removes itself still gets the response.
    afterAnswer(() => identity.disconnectDevice(deviceId, undefined));
    return { deviceId };
  },

  async 'device.pair.rename'({ deviceId, label }, { gateway, by }) {
    if (!(await gateway.identity.devices.rename(deviceId, label, by))) throw unknownDevice();
    gateway.identity.changed();
    return { deviceId, label };
  },

  async 'device.token.rotate'({ deviceId, role, scopes }, { gateway, connection, by, afterAnswer }) {
    const { identity } = gateway;
    const device = await identity.devices.get(deviceId);
    const known = toRole(role);
    if (device === undefined || known === undefined) throw unknownDevice();
    if (scopes?.some((scope) => !device.scopes.includes(scope)) === true)
      throw invalidRequest("A token can't have scopes that its device wasn't granted.", 'SCOPE_NOT_APPROVED');
    requireHeld(scopes ?? device.scopes, connection.holds);
    const token = await identity.devices.rotate(deviceId, known, scopes, by);
    if (token === undefined) throw unknownDevice();
    afterAnswer(() => identity.disconnectDevice(deviceId, known, 'device token rotated'));
    const facts = { deviceId, role, scopes: [...token.scopes], rotatedAtMs: token.issuedAtMs };
    return connection.principal.deviceId === deviceId
      ? { ...facts, token: token.deviceToken, tokenDelivery: 'in-band' as const }
      : { ...facts, tokenDelivery: 'withheld-cross-device' as const };
  },

  async 'device.token.revoke'({ deviceId, role }, { gateway, by, afterAnswer }) {
    const { identity } = gateway;
    const known = toRole(role);
    const revokedAtMs = known === undefined ? undefined : await identity.devices.revoke(deviceId, known, by);
    if (revokedAtMs === undefined) throw unknownDevice();
    identity.changed();
    afterAnswer(() => identity.disconnectDevice(deviceId, known, 'device token revoked'));
    return { deviceId, role, revokedAtMs };
  },

  'users.self'() {
    throw new GatewayError('FORBIDDEN', 'users.self requires an authenticated user');
  },
});

/** Stores the answer to a pending request; the first answer wins. @throws {GatewayError} */
async function answerRequest<T>(
  requestId: string,
  decision: 'approved' | 'rejected',
  { gateway }: Call,
  store: (request: DeviceRequest) => Promise<T>,
): Promise<T> {
  const { pairingRequests } = gateway.identity;
  const request = pairingRequests.claim(requestId);
  if (request === undefined)
    throw invalidRequest('This request was already answered or has expired.', 'UNKNOWN_REQUEST');
  try {
    const result = await store(request);
    pairingRequests.resolve(requestId, decision);
    return result;
  } finally {
    pairingRequests.release(requestId);
  }
}

/** Approvers can grant only scopes that they hold, and nodes only as an administrator. A device can't approve itself. @throws {GatewayError} */
function requireGrantable(request: DeviceRequest, { connection }: Call): void {
  if (request.deviceId === connection.principal.deviceId && !connection.holds('operator.admin'))
    throw new GatewayError('FORBIDDEN', "A device can't approve its own request.");
  if (request.role !== 'operator') requireHeld(['operator.admin'], connection.holds);
  requireHeld(request.scopes, connection.holds);
}

function requireHeld(scopes: readonly string[], holds: (scope: Scope) => boolean): void {
  const missing = OPERATOR_SCOPES.find((scope) => scopes.includes(scope) && !holds(scope));
  if (missing !== undefined) throw missingScope(missing);
}

function toRole(role: string): DeviceRole | undefined {
  return role === 'operator' || role === 'node' ? role : undefined;
}

function unknownDevice(): GatewayError {
  return invalidRequest('No device has this ID.', 'UNKNOWN_DEVICE');
}
