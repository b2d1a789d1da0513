// Devices and nodes: who asks to be let in, who is in, and with which tokens.
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from './published.ts';
import type { PublishedType } from './published.ts';
import { NoParams, resultOf } from './results.ts';

/** A request that waits for a person. */
export type PendingDevice = PublishedType<'DevicePairRequestedEvent'>;

/** A token as it is listed: never the token itself. */
export interface DeviceTokenRow {
  readonly role: 'operator' | 'node';
  readonly scopes: readonly string[];
  readonly createdAtMs: number;
  readonly rotatedAtMs?: number;
  readonly revokedAtMs?: number;
  readonly lastUsedAtMs?: number;
}

/** A paired device. */
export interface PairedDevice {
  readonly deviceId: string;
  readonly publicKey: string;
  readonly displayName?: string;
  readonly label?: string;
  readonly platform: string;
  readonly deviceFamily?: string;
  readonly modelIdentifier?: string;
  readonly clientId: string;
  readonly clientMode: string;
  readonly remoteIp?: string;
  readonly role: 'operator' | 'node';
  readonly roles: readonly ('operator' | 'node')[];
  readonly scopes: readonly string[];
  readonly tokens: readonly DeviceTokenRow[];
  readonly approvedVia: 'owner' | 'silent' | 'setup-code';
  readonly createdAtMs: number;
  readonly approvedAtMs: number;
  readonly lastSeenAtMs?: number;
  readonly connected: boolean;
}

/** What a node is and can do. */
export interface NodeRow {
  readonly nodeId: string;
  readonly displayName?: string;
  readonly platform: string;
  readonly version: string;
  readonly clientId: string;
  readonly clientMode: string;
  readonly deviceFamily?: string;
  readonly modelIdentifier?: string;
  readonly coreVersion?: string;
  readonly uiVersion?: string;
  readonly remoteIp?: string;
  readonly permissions: Readonly<Record<string, boolean>>;
  /** Paired without anybody being asked. */
  readonly silent: boolean;
  /** Allowed again after it was known already. */
  readonly isRepair: boolean;
  readonly caps: readonly string[];
  readonly commands: readonly string[];
  readonly approvalState: string;
  readonly paired: boolean;
  readonly connected: boolean;
  readonly connectedAtMs?: number;
  readonly lastSeenAtMs?: number;
  readonly approvedAtMs?: number;
}

/** A node whose declaration waits, or is allowed. */
export type NodePairRow = Pick<
  NodeRow,
  'nodeId' | 'platform' | 'version' | 'clientId' | 'clientMode' | 'caps' | 'commands'
> & {
  readonly displayName?: string;
};

/** A declaration that waits. */
export type PendingNode = NodePairRow & {
  readonly requestId: string;
  readonly requiredApproveScopes: readonly string[];
  readonly silent: boolean;
  readonly ts: number;
};

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
  'node.list': defineMethod({
    summary: 'Nodes, whether they are here or not.',
    scope: 'operator.read',
    params: publishedParams('NodeListParams'),
    result: resultOf<{ ts: number; nodes: readonly NodeRow[] }>('NodeList'),
  }),
  'node.describe': defineMethod({
    summary: 'One node.',
    scope: 'operator.read',
    params: publishedParams('NodeDescribeParams'),
    result: resultOf<NodeRow & { ts: number }>('NodeRow'),
  }),
  'node.pair.list': defineMethod({
    summary: 'Nodes whose commands wait to be allowed, and those whose commands are.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('NodePairListParams'),
    result: resultOf<{ pending: readonly PendingNode[]; paired: readonly NodePairRow[] }>('NodePairList'),
  }),
  'node.pair.approve': defineMethod({
    summary: 'Allows what a node says that it can do.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('NodePairApproveParams'),
    result: resultOf<{ requestId: string; node: NodePairRow }>('NodePairApproval'),
  }),
  'node.pair.reject': defineMethod({
    summary: 'Does not allow it.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('NodePairRejectParams'),
    result: resultOf<{ requestId: string; nodeId: string }>('NodePairRejection'),
  }),
  'node.pair.remove': defineMethod({
    summary: 'Takes back what a node was allowed, and closes its connections.',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: publishedParams('NodePairRemoveParams'),
    result: resultOf<{ nodeId: string }>('NodePairRemoval'),
  }),
  'users.self': defineMethod({
    summary: 'Profile of the signed-in user. The gateway has one owner and no profiles, so it is always refused.',
    scope: 'operator.read',
    stub: true,
    params: NoParams,
    result: resultOf<Readonly<Record<string, unknown>>>('UserProfile'),
  }),
  'gateway.identity.get': defineMethod({
    summary: "The gateway's own device identity, by which clients tell gateways apart.",
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<{ deviceId: string; publicKey: string }>('GatewayIdentity'),
  }),
} as const;
