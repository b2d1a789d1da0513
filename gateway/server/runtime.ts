// The running gateway as handlers and feeds see it.
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import type { BrowserSignIn } from '../access/sign-in/browser-sign-in.ts';
import type { LoginLimiter } from '../access/sign-in/login-limiter.ts';
import type { GatewayPassword } from '../access/sign-in/password.ts';
import type { FreshProofs } from '../access/identity/fresh-proofs.ts';
import type { Identity } from '../access/identity/identity.ts';
import type { GatewayBase } from './gateway-base.ts';
import type { OpenClawFeed } from '../openclaw/feed/openclaw-feed.ts';
import type { HealthReport } from '../monitoring/health.ts';
import type { RateLimits } from '../access/limits/rate-limits.ts';
import type { Metrics } from '../monitoring/metrics.ts';
import type { Connection } from './connections/connection.ts';
import type { Presence, PresenceReport } from './presence.ts';
import type { SessionFeed } from '../feeds/session-feed.ts';
import type { Diagnostics } from '../monitoring/diagnostics.ts';

/** Makes one part's state; `close` is called when the gateway closes. */
export type StateMaker<T> = (gateway: GatewayRuntime) => T;

/** Where the gateway listens, once it does. */
export interface ListenAddress {
  readonly origin: string;
  readonly port: number;
  /** Hosts beyond loopback at which it answers, with TLS. */
  readonly remoteHosts?: () => readonly string[];
  /** Looks again where it can be reached. */
  readonly applyNetworkAccess?: () => Promise<NetworkAccessStatus>;
}

/** One running gateway. */
export interface GatewayRuntime extends GatewayBase {
  readonly health: HealthReport;
  readonly presence: Presence;
  reportPresence(connection: Connection, facts: PresenceReport): void;
  readonly metrics: Metrics;
  readonly diagnostics: Diagnostics;
  readonly limiter: LoginLimiter;
  readonly hookLimiter: LoginLimiter;
  readonly rates: RateLimits;
  readonly browsers: BrowserSignIn;
  readonly password: GatewayPassword;
  readonly identity: Identity;
  readonly proofs: FreshProofs;
  readonly sessionFeed: SessionFeed;
  readonly openClawFeed: OpenClawFeed;
  /** Connections that wait for an approval they asked for, by its id. */
  readonly approvalWaiters: Map<string, string>;
  address(): ListenAddress | undefined;
  /** State that handlers of one domain keep, one per gateway, made at first use. */
  state<T extends { close?(): void | Promise<void> }>(make: StateMaker<T>): T;
}
