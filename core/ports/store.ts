// The store: one port for each noun.
import type { ActivityStore } from './activity.ts';
import type { AgentFileStore } from './agent-files.ts';
import type { ApprovalStore } from './approvals-store.ts';
import type { AuditStore } from './audit.ts';
import type { BlobStore } from './blob-store.ts';
import type { BudgetStore } from './budget-store.ts';
import type { ChangesStore } from './changes-store.ts';
import type { ConsoleStore } from './console-store.ts';
import type { ShareLinkStore } from './share-link-store.ts';
import type { DispatchStore } from './dispatch-store.ts';
import type { FileVersionStore } from './file-version-store.ts';
import type { IdentityStore } from './identity.ts';
import type { JobsStore } from './jobs.ts';
import type { ModelRequestStore } from './model-request-store.ts';
import type { ProjectStore } from './project-store.ts';
import type { RunQueueStore } from './run-queue-store.ts';
import type { OutboundStore } from './outbound-store.ts';
import type { ScheduleStore } from './schedules.ts';
import type { SecretStore } from './secrets.ts';
import type { SessionStore } from './sessions-store.ts';
import type { SettingsStore } from './settings-store.ts';
import type { UsageStore } from './usage-store.ts';
import type { WorktreeStore } from './worktree-store.ts';

/** The whole store. */
export interface Store {
  readonly sessions: SessionStore;
  readonly approvals: ApprovalStore;
  readonly usage: UsageStore;
  readonly budgets: BudgetStore;
  readonly audit: AuditStore;
  readonly settings: SettingsStore;
  readonly secrets: SecretStore;
  readonly identity: IdentityStore;
  readonly schedules: ScheduleStore;
  readonly jobs: JobsStore;
  readonly runQueue: RunQueueStore;
  readonly console: ConsoleStore;
  readonly projects: ProjectStore;
  readonly changes: ChangesStore;
  readonly agentFiles: AgentFileStore;
  readonly fileVersions: FileVersionStore;
  /** Contents of attachments and file versions. */
  readonly blobs: BlobStore;
  readonly activity: ActivityStore;
  readonly outbound: OutboundStore;
  readonly worktrees: WorktreeStore;
  readonly dispatches: DispatchStore;
  readonly shareLinks: ShareLinkStore;
  readonly modelRequests: ModelRequestStore;
  /** The database is that of a newer version and must not be changed. What is written is lost when the store is closed. */
  readonly isReadOnly: boolean;
  /** Problems of the store to show to the user (read-only, restored, low disk space); empty when there are none. */
  readonly problems: readonly string[];
  /** Calls back when `problems` changes; returns the cancel function. */
  onProblemsChange(listener: () => void): () => void;
  /** Whether changes can be saved. After a failed write, this tries one. */
  isWritable(): Promise<boolean>;
  close(): Promise<void>;
}
