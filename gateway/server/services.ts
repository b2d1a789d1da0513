// The services that handlers use: the engine and ports, provided by the host. The gateway never imports an adapter.
import type { Backups } from '#core/backups/backups.ts';
import type { Channels } from '#core/channels/channels.ts';
import type { Engine } from '#core/engine/engine.ts';
import type { HostCredentials } from '#core/outbound/host-credentials.ts';
import type { OutboundRecords } from '#core/outbound/outbound-records.ts';
import type { Clock, Ids } from '#core/ports/clock.ts';
import type { ConfigPort } from '#core/ports/configuration.ts';
import type { OpenInEditor } from '#core/ports/editor.ts';
import type { Log, LogReader } from '#core/ports/log.ts';
import type { ProviderAdmin, ProviderDirectory } from '#core/ports/provider.ts';
import type { MachineDirectory } from '#core/ports/machine.ts';
import type { MachineKinds } from '#core/ports/machine-kinds.ts';
import type { MachineManager } from '#core/ports/machine-manager.ts';
import type { FileVersions } from '#core/files/file-versions.ts';
import type { KeptTerminals } from '#core/terminals/kept-terminals.ts';
import type { Uploads } from '#core/uploads/uploads.ts';
import type { WorkspaceFolders } from '#core/ports/workspace-folders.ts';
import type { CronExpressions } from '#core/ports/schedules.ts';
import type { Store } from '#core/ports/store.ts';
import type { Escalations } from '#core/escalation/escalations.ts';
import type { Push } from '#core/push/push.ts';
import type { Updates } from '#core/updates/updates.ts';
import type { JobRunner } from '#core/jobs/job-runner.ts';
import type { Schedules } from '#core/jobs/schedules-api.ts';
import type { SecretGuard } from '#core/secrets/secret-guard.ts';

/** Facts about this installation that handlers report. */
export interface HostIdentity {
  readonly version: string;
  /** One per process. */
  readonly bootId: string;
  readonly home: string;
  /** The file of the store. */
  readonly database: string;
  readonly startedAt: number;
}

/** The gateway's token; compared in constant time, sent to its owner only, on demand. */
export interface GatewayToken {
  reveal(): string;
  /** Replaces the token. Absent when it was set by an option or variable, and must be changed there. */
  readonly rotate?: () => Promise<void>;
}

/** Everything that handlers may use. */
export interface GatewayServices {
  readonly engine: Engine;
  readonly store: Store;
  readonly jobs: JobRunner;
  readonly schedules: Schedules;
  readonly backups: Backups;
  readonly channels: Channels;
  readonly cronExpressions: CronExpressions;
  readonly config: ConfigPort;
  readonly providers: ProviderDirectory & ProviderAdmin;
  readonly machines: MachineDirectory;
  readonly kinds: MachineKinds;
  /** Those of the kinds of machines that have a lifecycle. */
  readonly managers: readonly MachineManager[];
  readonly folders: WorkspaceFolders;
  readonly uploads: Uploads;
  readonly terminals: KeptTerminals;
  readonly versions: FileVersions;
  readonly openInEditor: OpenInEditor;
  readonly updates: Updates;
  readonly push: Push;
  readonly escalations: Escalations;
  readonly ledger: OutboundRecords;
  /** Credentials that the egress proxy adds to requests of machines. */
  readonly credentials: HostCredentials;
  readonly logs: LogReader;
  readonly log: Log;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly identity: HostIdentity;
  readonly token: GatewayToken;
  /** Masks secrets in what leaves the gateway. */
  readonly secretGuard: Pick<SecretGuard, 'mask' | 'redact'>;
}
