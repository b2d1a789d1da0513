// One part of the workload, and what it works with.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { Trigger } from './kill-plan.ts';
import type { Ledger } from './ledger.ts';
import type { Random } from './random.ts';
import type { RepositoryLedger } from './repository-ledger.ts';
import type { Workspaces } from './workspaces.ts';

/** Where the host listens, and the token for it. */
export interface HttpHost {
  readonly origin: string;
  readonly token: string;
}

/** One part of the workload. `name` makes its IDs unique. */
export interface Day {
  readonly client: GatewayClient;
  readonly ledger: Ledger;
  readonly random: Random;
  readonly name: string;
  readonly workspaces: Workspaces;
  readonly repository: RepositoryLedger;
  readonly host: HttpHost;
  /** What the kill waits for. */
  readonly trigger: Trigger;
  /** A session of an earlier part that continues. */
  readonly earlier?: string;
  readonly signal: AbortSignal;
  hit(trigger: Trigger): void;
}
