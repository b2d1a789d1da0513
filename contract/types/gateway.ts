// The gateway itself: the types.
import type { RateClass } from '../wire/rates.ts';

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

/** The way in, without any secret. */
export interface GatewayAuthStatus {
  readonly mode: 'token' | 'password' | 'trusted-proxy';
  readonly hasPassword: boolean;
  /** Where the token comes from; only that of the home folder can be replaced here. */
  readonly token: 'home-folder' | 'given';
}

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
