// The ports that the engine is built from.
import type { HostCredentials } from '../outbound/host-credentials.ts';
import type { ModelsInEffect } from '../models/models-in-effect.ts';
import type { FileVersions } from '../files/file-versions.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { Git } from '../ports/git.ts';
import type { Log } from '../ports/log.ts';
import type { Memory } from '../ports/memory.ts';
import type { Outbound } from '../ports/outbound.ts';
import type { RepositorySearch } from '../ports/repository-search.ts';
import type { PullRequests } from '../ports/pull-requests.ts';
import type { ShellGrammar } from '../ports/shell-grammar.ts';
import type { ProviderAdmin, ProviderDirectory } from '../ports/provider.ts';
import type { MachineDirectory } from '../ports/machine.ts';
import type { PortProbe } from '../ports/port-probe.ts';
import type { ProjectFiles } from '../ports/project-files.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import type { Store } from '../ports/store.ts';
import type { UserFiles } from '../ports/user-files.ts';
import type { WorktreeFolders } from '../ports/worktree-folders.ts';
import type { WorkspaceFolders } from '../ports/workspace-folders.ts';
import type { ToolSource } from '../ports/tool-source.ts';
import type { SecretGuard } from '../secrets/secret-guard.ts';

/** Everything outside the engine that it depends on. */
export interface EnginePorts {
  readonly store: Pick<
    Store,
    | 'sessions'
    | 'approvals'
    | 'audit'
    | 'agentFiles'
    | 'blobs'
    | 'schedules'
    | 'usage'
    | 'budgets'
    | 'settings'
    | 'runQueue'
    | 'console'
    | 'worktrees'
    | 'dispatches'
    | 'modelRequests'
    | 'projects'
    | 'secrets'
    | 'changes'
  >;
  readonly config: Pick<ConfigPort, 'settings' | 'snapshot' | 'merge'>;
  readonly providers: ProviderDirectory & ProviderAdmin;
  readonly models: ModelsInEffect;
  readonly machines: MachineDirectory;
  readonly git: Git;
  readonly worktreeFolders: WorktreeFolders;
  readonly pullRequests: PullRequests;
  readonly searchRepositories: RepositorySearch;
  readonly snapshots: Snapshots;
  /** In the order of their tools in a model request. The engine disposes of them when it stops. */
  readonly toolSources: readonly ToolSource[];
  readonly outbound: Outbound;
  readonly credentials: Pick<HostCredentials, 'canWrite'>;
  readonly grammar: ShellGrammar;
  readonly folders: WorkspaceFolders;
  /** Absent: nothing is recorded. */
  readonly versions?: Pick<FileVersions, 'record'>;
  readonly projectFiles: ProjectFiles;
  readonly isPortFree: PortProbe;
  readonly userFiles: UserFiles;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly secretGuard: SecretGuard;
  /** Default model of this process, as `provider/model`, instead of the configured one. */
  readonly model?: string;
}
