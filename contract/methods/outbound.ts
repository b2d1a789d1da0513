// Connections that leave this computer: the ledger, blocks, and the credentials that the gateway adds.
import { Type } from 'typebox';
import {
  CALLER_KINDS,
  CREDENTIAL_USES,
  OUTBOUND_PERIODS,
  type OutboundBlock,
  type OutboundCredential,
  type OutboundList,
} from '../types/outbound.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { NoParams, closed, resultType } from './results.ts';

const Host = Type.String({ minLength: 1, maxLength: 260 });
const Port = Type.Integer({ minimum: 1, maximum: 65_535 });
const Target = closed({ host: Host, port: Type.Optional(Port) });
const AgentId = Type.String({ minLength: 1, maxLength: 100 });

/** Methods that list connections, block destinations, and manage credentials of hosts. */
export const OUTBOUND_METHODS = {
  'outbound.list': readMethod({
    summary:
      'Lists the hosts that providers, tools, channels, machines, and the gateway itself connected to, the latest first.',
    params: closed({
      period: Type.Optional(Type.Enum([...OUTBOUND_PERIODS])),
      kind: Type.Optional(Type.Enum([...CALLER_KINDS])),
      search: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    result: resultType<OutboundList>('OutboundList'),
  }),
  'outbound.block': adminMethod({
    summary:
      'Blocks a host, or one of its ports, for everything that connects from this computer. Closes open connections to it.',
    params: Target,
    result: resultType<{ readonly block: OutboundBlock }>('OutboundBlock'),
  }),
  'outbound.unblock': adminMethod({
    summary: 'Removes a block.',
    params: Target,
    result: resultType<{ readonly removed: boolean }>('OutboundUnblock'),
  }),
  'outbound.clear': adminMethod({
    summary: 'Deletes the list of connections. Blocks and credentials stay.',
    params: NoParams,
    result: resultType<{ readonly ok: true }>('OutboundClear'),
  }),
  'outbound.credentials.list': adminMethod({
    whileReadOnly: true,
    summary: 'Lists the credentials that the gateway adds to requests of machines, without their secrets.',
    params: NoParams,
    result: resultType<{ readonly credentials: readonly OutboundCredential[] }>('OutboundCredential[]'),
  }),
  'outbound.credentials.set': adminMethod({
    summary:
      'Stores a credential (encrypted) that the egress proxy adds to requests for a host, so that containers and confined processes never hold it. Replaces the one for the same use, host, and path.',
    params: closed({
      use: Type.Enum([...CREDENTIAL_USES]),
      host: Host,
      port: Type.Optional(Port),
      path: Type.Optional(Type.String({ pattern: '^/[!-~]*$', maxLength: 500 })),
      access: Type.Optional(Type.Enum(['read', 'write'])),
      user: Type.Optional(Type.String({ pattern: '^[^:\\u0000-\\u001f]+$', maxLength: 200 })),
      agents: Type.Optional(Type.Array(AgentId, { maxItems: 100 })),
      secret: Type.String({ minLength: 1, maxLength: 4096 }),
    }),
    result: resultType<{ readonly credential: OutboundCredential }>('OutboundCredential'),
  }),
  'outbound.credentials.delete': adminMethod({
    summary: 'Deletes a credential of a host.',
    params: closed({ id: Type.String({ minLength: 1, maxLength: 800 }) }),
    result: resultType<{ readonly removed: boolean }>('OutboundCredentialDeletion'),
  }),
} as const;
