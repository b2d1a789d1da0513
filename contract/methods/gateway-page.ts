// What Settings shows of the gateway besides its health: traffic, and its token when somebody asks for it.
import { defineMethod } from './define-method.ts';
import { NoParams, resultOf } from './results.ts';

/** Requests of one method or route since the start of the process. */
export interface RequestCount {
  readonly transport: 'socket' | 'http';
  /** Method, or route. */
  readonly name: string;
  readonly count: number;
  /** Those of `count` that were refused or failed. */
  readonly errors: number;
}

/** Answer to `gateway.traffic`. */
export interface GatewayTraffic {
  readonly sinceMs: number;
  readonly requests: number;
  readonly errors: number;
  /** The busiest first. */
  readonly byName: readonly RequestCount[];
  /** Codes of errors, the most frequent first: the protocol's, or HTTP's status. */
  readonly byCode: readonly { readonly code: string; readonly count: number }[];
  /** Who is connected now, by what it says it is. */
  readonly connections: readonly { readonly client: string; readonly count: number }[];
}

export const GATEWAY_PAGE_METHODS = {
  'gateway.traffic': defineMethod({
    summary: 'Requests, errors and connections since the start, as `/metrics` counts them (ours).',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<GatewayTraffic>('GatewayTraffic'),
  }),
  'gateway.token.reveal': defineMethod({
    summary: 'The token of this gateway, for other clients of its owner (ours). Written to the audit log.',
    scope: 'operator.admin',
    freshProof: true,
    params: NoParams,
    result: resultOf<{ readonly token: string }>('GatewayToken'),
  }),
} as const;
