// The gateway: types.
import type { RateClass } from '../wire/rates.ts';

/** Requests of a method or route since the process started. */
export interface RequestCount {
  readonly transport: 'socket' | 'http';
  /** Method or route. */
  readonly name: string;
  readonly count: number;
  /** Requests of `count` that were rejected or failed. */
  readonly errors: number;
}

/** Result of `gateway.traffic`. */
export interface GatewayTraffic {
  readonly sinceMs: number;
  readonly requests: number;
  readonly errors: number;
  /** Most requests first. */
  readonly byName: readonly RequestCount[];
  /** Error codes of the protocol or HTTP statuses, most frequent first. */
  readonly byCode: readonly { readonly code: string; readonly count: number }[];
  /** Connected clients, by their declared type. */
  readonly connections: readonly { readonly client: string; readonly count: number }[];
}

/** Sign-in settings without secrets. */
export interface GatewayAuthStatus {
  readonly mode: 'token' | 'password' | 'trusted-proxy';
  readonly hasPassword: boolean;
  /** Origin of the token. Only the one in the home folder can be rotated. */
  readonly token: 'home-folder' | 'given';
}

/** Failed attempts within a window before a lockout. */
export interface EndpointLimit {
  readonly failures: number;
  readonly windowMs: number;
  readonly lockMs: number;
  /** Sources that are currently locked out. */
  readonly locked: number;
}

/** All limits in effect. */
export interface GatewayLimits {
  /** Maximum requests per caller (API key, device, browser, or address) and minute, and how often it was exceeded since the start. */
  readonly rates: readonly { readonly name: RateClass; readonly perMinute: number; readonly refused: number }[];
  readonly signIn: EndpointLimit;
  readonly hooks: EndpointLimit;
  /** Maximum pairing requests per minute. */
  readonly pairing: { readonly perAddress: number; readonly inAll: number; readonly waiting: number };
}
