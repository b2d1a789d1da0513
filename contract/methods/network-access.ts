// Who can reach the gateway over the network.
import type { NetworkAccessStatus } from '../types/network-access.ts';
import { defineMethod } from './define-method.ts';
import { NoParams, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

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
} as const;
