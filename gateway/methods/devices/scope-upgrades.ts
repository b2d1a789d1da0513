// A paired device requests additional scopes; a person answers as for a new device.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import { knownScopes } from '#contract/wire/scopes.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { covers } from '../../access/sign-in/admit-device.ts';

export const SCOPE_UPGRADE_HANDLERS = defineHandlers({
  async 'device.scopes.requestUpgrade'({ scopes }, call) {
    const device = await ownDevice(call);
    const wanted = knownScopes(scopes);
    if (wanted.length < scopes.length) throw invalidRequest('Unknown scopes.', 'UNKNOWN_SCOPE');
    if (covers(device.scopes, wanted)) throw invalidRequest('The device already has these scopes.', 'SCOPES_HELD');
    const { publicKey, deviceId, displayName, platform, deviceFamily, modelIdentifier, version } = device;
    const { clientId, clientMode } = device;
    const request = call.gateway.identity.pairingRequests.ask({
      deviceId,
      publicKey,
      platform,
      version,
      clientId,
      clientMode,
      ...defined({ displayName, deviceFamily, modelIdentifier }),
      remoteIp: call.connection.address,
      role: 'operator',
      scopes: [...new Set([...knownScopes(device.scopes), ...wanted])],
      reason: 'scope-upgrade',
    });
    if (request === undefined) throw unavailable('Too many pairing requests are pending. Answer those first.');
    return { requestId: request.requestId };
  },

  async 'device.scopes.waitUpgrade'({ requestId }, call) {
    const { identity } = call.gateway;
    const { deviceId } = await ownDevice(call);
    const status = await identity.pairingRequests.outcome(requestId, deviceId, call.signal);
    if (status === undefined)
      throw invalidRequest('This request was already answered or has expired.', 'UNKNOWN_REQUEST');
    if (status !== 'approved') return { status, requestId };
    const device = await identity.devices.get(deviceId);
    const token = device === undefined ? undefined : await identity.devices.issued(device, 'operator');
    return token === undefined
      ? { status: 'rejected', requestId }
      : { status, requestId, deviceToken: token.deviceToken, scopes: [...token.scopes] };
  },
});

async function ownDevice({ gateway, by }: Call) {
  const { deviceId } = by;
  const device = deviceId === undefined ? undefined : await gateway.identity.devices.get(deviceId);
  if (device === undefined) throw invalidRequest('Only a paired device can request more scopes.', 'NOT_A_DEVICE');
  return device;
}
