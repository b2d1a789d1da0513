// Devices: pairing requests, paired devices, tokens, setup codes.
import type { PairedDevice, PendingDevice } from '../types/devices.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { NoParams, resultOf } from './results.ts';

export const DEVICE_METHODS = {
  'device.pair.list': defineMethod({
    summary: 'Devices that wait for a person, and devices that are paired.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('DevicePairListParams'),
    result: resultOf<{ pending: readonly PendingDevice[]; paired: readonly PairedDevice[] }>('DevicePairList'),
  }),
  'device.pair.approve': defineMethod({
    summary: 'Lets a device in with the scopes that it asked for. An approver can grant only what it holds.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('DevicePairApproveParams'),
    result: resultOf<{ requestId: string; device: Omit<PairedDevice, 'connected'> }>('DevicePairApproval'),
  }),
  'device.pair.reject': defineMethod({
    summary: 'Turns a device away.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('DevicePairRejectParams'),
    result: resultOf<{ requestId: string; deviceId: string }>('DevicePairRejection'),
  }),
  'device.pair.remove': defineMethod({
    summary: 'Forgets a device and closes its connections.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('DevicePairRemoveParams'),
    result: resultOf<{ deviceId: string }>('DevicePairRemoval'),
  }),
  'device.pair.rename': defineMethod({
    summary: 'Gives a device a name of its own.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('DevicePairRenameParams'),
    result: resultOf<{ deviceId: string; label: string }>('DevicePairRename'),
  }),
  'device.token.rotate': defineMethod({
    summary: 'Replaces a token of a device. Only the device itself is told the new one.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('DeviceTokenRotateParams'),
    result: publishedResult('DeviceTokenRotateResult'),
  }),
  'device.token.revoke': defineMethod({
    summary: 'Ends a token of a device; it must be allowed anew.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('DeviceTokenRevokeParams'),
    result: resultOf<{ deviceId: string; role: string; revokedAtMs: number }>('DeviceTokenRevocation'),
  }),
  'device.scopes.requestUpgrade': defineMethod({
    summary: 'For paired devices: asks a person for more scopes.',
    scope: 'operator.read',
    rate: 'pairing',
    params: publishedParams('ScopeUpgradeRequest'),
    result: publishedResult('ScopeUpgradeRegistration'),
  }),
  'device.scopes.waitUpgrade': defineMethod({
    summary:
      'For paired devices: waits for the answer, at most until the request is too old. The scopes count from the next connection on.',
    scope: 'operator.read',
    rate: 'pairing',
    params: publishedParams('ScopeUpgradeWait'),
    result: publishedResult('ScopeUpgradeResult'),
  }),
  'users.self': defineMethod({
    summary: 'Profile of the signed-in user. The gateway has one owner and no profiles, so it is always refused.',
    scope: 'operator.read',
    stub: true,
    params: NoParams,
    result: resultOf<Readonly<Record<string, unknown>>>('UserProfile'),
  }),
  'device.pair.setupCode': defineMethod({
    summary:
      'A code that lets one device in, once, within ten minutes. With `joinUrl` the QR code holds a link for a browser instead.',
    scope: 'operator.admin',
    rate: 'pairing',
    params: publishedParams('DevicePairSetupCodeParams'),
    result: publishedResult('DevicePairSetupCodeResult'),
  }),
  'device.pair.setupStatus': defineMethod({
    summary: 'Whether a setup code was used, and by which device.',
    scope: 'operator.admin',
    rate: 'pairing',
    params: publishedParams('DevicePairSetupStatusParams'),
    result: publishedResult('DevicePairSetupStatusResult'),
  }),
} as const;
