// Devices: pairing requests, paired devices, tokens, setup codes.
import type { PairedDevice, PendingDevice } from '../types/devices.ts';
import { defineMethod, PAIRING } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
import { NoParams, resultType } from './results.ts';

/** Methods that pair devices and manage their tokens. */
export const DEVICE_METHODS = {
  'device.pair.list': defineMethod({
    summary: 'Lists pairing requests and paired devices.',
    ...PAIRING,
    params: publishedParams('DevicePairListParams'),
    result: resultType<{ pending: readonly PendingDevice[]; paired: readonly PairedDevice[] }>('DevicePairList'),
  }),
  'device.pair.approve': defineMethod({
    summary: 'Approves a pairing request with the requested scopes. The approver must hold every scope it grants.',
    ...PAIRING,
    params: publishedParams('DevicePairApproveParams'),
    result: resultType<{ requestId: string; device: Omit<PairedDevice, 'connected'> }>('DevicePairApproval'),
  }),
  'device.pair.reject': defineMethod({
    summary: 'Rejects a pairing request.',
    ...PAIRING,
    params: publishedParams('DevicePairRejectParams'),
    result: resultType<{ requestId: string; deviceId: string }>('DevicePairRejection'),
  }),
  'device.pair.remove': defineMethod({
    summary: 'Removes a paired device and closes its connections.',
    ...PAIRING,
    params: publishedParams('DevicePairRemoveParams'),
    result: resultType<{ deviceId: string }>('DevicePairRemoval'),
  }),
  'device.pair.rename': defineMethod({
    summary: 'Renames a paired device.',
    ...PAIRING,
    params: publishedParams('DevicePairRenameParams'),
    result: resultType<{ deviceId: string; label: string }>('DevicePairRename'),
  }),
  'device.token.rotate': defineMethod({
    summary: "Rotates a device's token. Only the device itself receives the new token.",
    ...PAIRING,
    ...published('DeviceTokenRotate'),
  }),
  'device.token.revoke': defineMethod({
    summary: "Revokes a device's token. The device must be approved again.",
    ...PAIRING,
    params: publishedParams('DeviceTokenRevokeParams'),
    result: resultType<{ deviceId: string; role: string; revokedAtMs: number }>('DeviceTokenRevocation'),
  }),
  'device.scopes.requestUpgrade': defineMethod({
    summary: 'Requests additional scopes for the calling device.',
    scope: 'operator.read',
    rate: 'pairing',
    params: publishedParams('ScopeUpgradeRequest'),
    result: publishedResult('ScopeUpgradeRegistration'),
  }),
  'device.scopes.waitUpgrade': defineMethod({
    summary: 'Waits until a scope request is answered or expires. New scopes apply from the next connection.',
    scope: 'operator.read',
    rate: 'pairing',
    params: publishedParams('ScopeUpgradeWait'),
    result: publishedResult('ScopeUpgradeResult'),
  }),
  'users.self': defineMethod({
    summary:
      'Returns the profile of the signed-in user. Gatehouse has one owner and no profiles, so the call is always rejected.',
    scope: 'operator.read',
    stub: true,
    params: NoParams,
    result: resultType<Readonly<Record<string, unknown>>>('UserProfile'),
  }),
  'device.pair.setupCode': defineMethod({
    summary:
      'Creates a single-use setup code that pairs one device within ten minutes. With `joinUrl`, the QR code contains a link for a browser instead.',
    scope: 'operator.admin',
    rate: 'pairing',
    ...published('DevicePairSetupCode'),
    unsupported: ['preferRemoteUrl'],
  }),
  'device.pair.setupStatus': defineMethod({
    summary: 'Returns whether a setup code was used, and by which device.',
    scope: 'operator.admin',
    rate: 'pairing',
    ...published('DevicePairSetupStatus'),
  }),
} as const;
