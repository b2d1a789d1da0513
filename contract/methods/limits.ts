// How often callers may ask, and how the doors are guarded (ours).
import type { RateClass } from '../wire/rates.ts';
import { defineMethod } from './define-method.ts';
import { NoParams, resultOf } from './results.ts';

/** Failures within a window before a lock. */
export interface EndpointLimit {
  readonly failures: number;
  readonly windowMs: number;
  readonly lockMs: number;
  /** Sources that are locked out now. */
  readonly locked: number;
}

/** All limits in force. */
export interface GatewayLimits {
  /** Requests of one caller (key, device, browser, else address) in a minute, and how often it was too many since the start. */
  readonly rates: readonly { readonly name: RateClass; readonly perMinute: number; readonly refused: number }[];
  readonly signIn: EndpointLimit;
  readonly hooks: EndpointLimit;
  /** Requests to be paired in a minute. */
  readonly pairing: { readonly perAddress: number; readonly inAll: number; readonly waiting: number };
}

export const LIMIT_METHODS = {
  'gateway.limits': defineMethod({
    summary: 'The limits in force: rates by kind of request, locks of the doors, pairing (ours).',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<GatewayLimits>('GatewayLimits'),
  }),
} as const;
