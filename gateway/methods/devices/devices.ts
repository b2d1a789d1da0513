// Devices: pairing requests, paired devices, tokens. Revoking a right closes the connections that used it.
import { SCOPE_UPGRADE_HANDLERS } from './scope-upgrades.ts';
import { SETUP_CODE_HANDLERS } from './setup-codes.ts';
import type { DEVICE_METHODS } from '#contract/methods/devices.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import { OPERATOR_SCOPES, type Scope } from '#contract/wire/scopes.ts';
import type { DeviceRole } from '#contract/types/devices.ts';
import { missingScope } from '../../server/dispatch/access-errors.ts';
import type { Call, HandlersFor } from '../../server/dispatch/handler.ts';
import { deviceRow, requestRow } from '../../openclaw/device-rows.ts';
import type { DeviceRequest } from '../../access/identity/pairing-requests.ts';
import { auditLine } from '../../server/dispatch/audit-line.ts';

const ROTATED = 'device token rotated';

const REVOKED = 'device token revoked';

const NARROWED = 'device scopes changed';

export const DEVICE_HANDLERS: HandlersFor<typeof DEVICE_METHODS> = {
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
      const {
        requestId: _id,
        role: _role,
        scopes: _scopes,
        reason: _reason,
        browserOrigin: _origin,
        ts: _ts,
        ...facts
      } = request;
      const granted = role === 'operator' ? scopes : (known?.scopes ?? []);
      const device = await identity.devices.pair(facts, {
        roles,
        scopes: granted,
        via: 'owner',
        by: call.connection.principal,
      });
      if (known?.scopes.some((scope) => !granted.includes(scope)) === true)
        identity.cutDevice(device.deviceId, 'operator', NARROWED);
      const { connected: _connected, ...row } = deviceRow(device, call.gateway.connections());
      return { requestId, device: row };
    }),

  'device.pair.reject': ({ requestId }, call) =>
    answerRequest(requestId, 'rejected', call, async ({ deviceId }) => {
      await auditLine(call, 'device.rejected', deviceId, {});
      return { requestId, deviceId };
    }),

  async 'device.pair.remove'({ deviceId }, { gateway, connection, afterAnswer }) {
    const { identity } = gateway;
    if (!(await identity.devices.remove(deviceId, connection.principal))) throw unknownDevice();
    identity.nodes.forget(deviceId);
    identity.changed();
    // A device that removes itself still gets its answer.
    afterAnswer(() => identity.cutDevice(deviceId, undefined));
    return { deviceId };
  },

  async 'device.pair.rename'({ deviceId, label }, { gateway, connection }) {
    if (!(await gateway.identity.devices.rename(deviceId, label, connection.principal))) throw unknownDevice();
    gateway.identity.changed();
    return { deviceId, label };
  },

  async 'device.token.rotate'({ deviceId, role, scopes }, { gateway, connection, afterAnswer }) {
    const { identity } = gateway;
    const device = await identity.devices.get(deviceId);
    const known = toRole(role);
    if (device === undefined || known === undefined) throw unknownDevice();
    if (scopes?.some((scope) => !device.scopes.includes(scope)) === true)
      throw invalidRequest('a token cannot have scopes that its device was not granted', 'SCOPE_NOT_APPROVED');
    requireHeld(scopes ?? device.scopes, connection.holds);
    const token = await identity.devices.rotate(deviceId, known, scopes, connection.principal);
    if (token === undefined) throw unknownDevice();
    afterAnswer(() => identity.cutDevice(deviceId, known, ROTATED));
    const facts = { deviceId, role, scopes: [...token.scopes], rotatedAtMs: token.issuedAtMs };
    return connection.principal.deviceId === deviceId
      ? { ...facts, token: token.deviceToken, tokenDelivery: 'in-band' as const }
      : { ...facts, tokenDelivery: 'withheld-cross-device' as const };
  },

  async 'device.token.revoke'({ deviceId, role }, { gateway, connection, afterAnswer }) {
    const { identity } = gateway;
    const known = toRole(role);
    const revokedAtMs =
      known === undefined ? undefined : await identity.devices.revoke(deviceId, known, connection.principal);
    if (revokedAtMs === undefined) throw unknownDevice();
    identity.changed();
    afterAnswer(() => identity.cutDevice(deviceId, known, REVOKED));
    return { deviceId, role, revokedAtMs };
  },

  'users.self'() {
    throw new GatewayError('FORBIDDEN', 'users.self requires an authenticated user');
  },
};

/** Stores the answer to a pending request; the first one wins. @throws {GatewayError} */
async function answerRequest<T>(
  requestId: string,
  decision: 'approved' | 'rejected',
  { gateway }: Call,
  store: (request: DeviceRequest) => Promise<T>,
): Promise<T> {
  const { pairingRequests } = gateway.identity;
  const request = pairingRequests.claim(requestId);
  if (request === undefined)
    throw invalidRequest('unknown requestId; it was answered or has expired', 'UNKNOWN_REQUEST');
  try {
    const result = await store(request);
    pairingRequests.resolve(requestId, decision);
    return result;
  } finally {
    pairingRequests.release(requestId);
  }
}

/** An approver grants only what it holds, and nodes only as an admin. A device never approves itself. */
function requireGrantable(request: DeviceRequest, { connection }: Call): void {
  if (request.deviceId === connection.principal.deviceId && !connection.holds('operator.admin'))
    throw new GatewayError('FORBIDDEN', 'a device cannot approve its own request');
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
  return invalidRequest('unknown deviceId', 'UNKNOWN_DEVICE');
}
