// Devices: pairing requests, paired devices, tokens, setup codes.
import type { PairedDevice, PendingDevice } from '../types/devices.ts';
import { adminMethod, pairingMethod, readMethod } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
import { NoParams, resultType } from './results.ts';

/** Methods that pair devices and manage their tokens. */
export const DEVICE_METHODS = {
  'device.pair.list': pairingMethod({
    whileReadOnly: true,
    summary: 'Lists pairing requests and paired devices.',
    params: publishedParams('DevicePairListParams'),
    result: resultType<{ pending: readonly PendingDevice[]; paired: readonly PairedDevice[] }>('DevicePairList'),
  }),
  'device.pair.approve': pairingMethod({
    summary: 'Approves a pairing request with the requested scopes. The approver must hold every scope it grants.',
    freshProof: true,
    params: publishedParams('DevicePairApproveParams'),
    result: resultType<{ requestId: string; device: Omit<PairedDevice, 'connected'> }>('DevicePairApproval'),
  }),
  'device.pair.reject': pairingMethod({
    summary: 'Rejects a pairing request.',
    params: publishedParams('DevicePairRejectParams'),
    result: resultType<{ requestId: string; deviceId: string }>('DevicePairRejection'),
  }),
  'device.pair.remove': pairingMethod({
    summary: 'Removes a paired device and closes its connections.',
    params: publishedParams('DevicePairRemoveParams'),
    result: resultType<{ deviceId: string }>('DevicePairRemoval'),
  }),
  'device.pair.rename': pairingMethod({
    summary: 'Renames a paired device.',
    params: publishedParams('DevicePairRenameParams'),
    result: resultType<{ deviceId: string; label: string }>('DevicePairRename'),
  }),
  'device.token.rotate': pairingMethod({
    summary: "Rotates a device's token. Only the device itself receives the new token.",
    ...published('DeviceTokenRotate'),
  }),
  'device.token.revoke': pairingMethod({
    summary: "Revokes a device's token. The device must be approved again.",
    params: publishedParams('DeviceTokenRevokeParams'),
    result: resultType<{ deviceId: string; role: string; revokedAtMs: number }>('DeviceTokenRevocation'),
  }),
  'device.scopes.requestUpgrade': readMethod({
    summary: 'Requests additional scopes for the calling device.',
    rate: 'pairing',
    params: publishedParams('ScopeUpgradeRequest'),
    result: publishedResult('ScopeUpgradeRegistration'),
  }),
  'device.scopes.waitUpgrade': readMethod({
    summary: 'Waits until a scope request is answered or expires. New scopes apply from the next connection.',
    rate: 'pairing',
    params: publishedParams('ScopeUpgradeWait'),
    result: publishedResult('ScopeUpgradeResult'),
  }),
  'users.self': readMethod({
    summary:
      'Returns the profile of the signed-in user. Gatehouse has one owner and no profiles, so the call is always rejected.',
    stub: true,
    params: NoParams,
    result: resultType<Readonly<Record<string, unknown>>>('UserProfile'),
  }),
  'device.pair.setupCode': adminMethod({
    summary:
      'Creates a single-use setup code that pairs one device within ten minutes. With `joinUrl`, the QR code contains a link for a browser instead.',
    freshProof: true,
    rate: 'pairing',
    ...published('DevicePairSetupCode'),
    unsupported: ['preferRemoteUrl'],
  }),
  'device.pair.setupStatus': adminMethod({
    summary: 'Returns whether a setup code was used, and by which device.',
    rate: 'pairing',
    ...published('DevicePairSetupStatus'),
  }),
} as const;
