// What the engine is made from: ports of the outside, and the one place where notices leave it.
import type { EngineNotice } from './engine.ts';
import type { Clock, ConfigPort, Ids, Log } from '../ports/environment.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { ProviderDirectory } from '../ports/provider.ts';
import type { SandboxDirectory } from '../ports/machine.ts';
import type { Store } from '../ports/store.ts';
import type { SecretGuard } from '../secrets/secret-guard.ts';

/** Everything that the engine needs of the outside. */
export interface EnginePorts {
  readonly store: Pick<Store, 'sessions' | 'approvals' | 'audit' | 'agentFiles'>;
  readonly config: Pick<ConfigPort, 'settings'>;
  readonly providers: ProviderDirectory;
  readonly sandboxes: SandboxDirectory;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly secretGuard: SecretGuard;
}

/** Hands a notice to every listener, at once and in order. */
export type Publish = (notice: EngineNotice) => void;
