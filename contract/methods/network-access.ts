// Network access to the gateway.
import { DISCOVERY_MODES, type NetworkAccessStatus } from '../types/network-access.ts';
import { adminMethod, defineMethod } from './define-method.ts';
import { NoParams, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that return and change network access. */
export const NETWORK_ACCESS_METHODS = {
  'network.status': defineMethod({
    whileReadOnly: true,
    summary: 'Returns the addresses at which the gateway can be reached.',
    scope: 'operator.pairing',
    params: NoParams,
    result: resultType<NetworkAccessStatus>('NetworkAccessStatus'),
  }),
  'network.set': adminMethod({
    summary: 'Changes network access immediately.',
    freshProof: ({ mode }: { readonly mode: string }) => mode !== 'loopback',
    rate: 'controlPlane',
    params: closed({
      mode: Type.Enum(['loopback', 'lan', 'tailnet', 'custom']),
      addresses: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 16 })),
    }),
    result: resultType<NetworkAccessStatus>('NetworkAccessStatus'),
  }),
  'network.discovery.set': adminMethod({
    summary:
      'Changes what is announced to apps on the local network (mDNS): nothing, what they need to connect, or also names. `network.status` lists what each mode reveals.',
    rate: 'controlPlane',
    params: closed({ mode: Type.Enum([...DISCOVERY_MODES]) }),
    result: resultType<NetworkAccessStatus>('NetworkAccessStatus'),
  }),
} as const;
