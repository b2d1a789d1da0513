// Who can reach the gateway, and how a phone gets in.
import { Type } from 'typebox';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from './published.ts';
import type { NetworkAccessStatus } from '../types/network-access.ts';
import { closed, Id, NoParams, resultOf } from './results.ts';

/** A signed-in browser. */
export interface BrowserRow {
  readonly id: string;
  /** What it said that it is. */
  readonly agent?: string;
  readonly address?: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly connected: boolean;
  /** The one that asks. */
  readonly isSelf: boolean;
}

export const NETWORK_ACCESS_METHODS = {
  'network.status': defineMethod({
    summary: 'Where the gateway can be reached (ours).',
    scope: 'operator.pairing',
    params: NoParams,
    result: resultOf<NetworkAccessStatus>('NetworkAccessStatus'),
  }),
  'network.set': defineMethod({
    summary: 'Opens or closes the gateway to the network, at once (ours).',
    scope: 'operator.admin',
    freshProof: ({ mode }: { readonly mode: string }) => mode !== 'loopback',
    rate: 'controlPlane',
    params: closed({
      mode: Type.Enum(['loopback', 'lan', 'tailnet', 'custom']),
      addresses: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 16 })),
    }),
    result: resultOf<NetworkAccessStatus>('NetworkAccessStatus'),
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
  'browsers.list': defineMethod({
    summary: 'Browsers that are signed in (ours).',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: NoParams,
    result: resultOf<{ browsers: readonly BrowserRow[] }>('BrowserList'),
  }),
  'browsers.revoke': defineMethod({
    summary: 'Signs a browser out and closes its connections (ours).',
    scope: 'operator.pairing',
    rate: 'pairing',
    params: closed({ id: Id }),
    result: resultOf<{ id: string }>('BrowserRevocation'),
  }),
} as const;
