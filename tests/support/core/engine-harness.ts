// An engine with everything in memory, for tests.
import type { AgentSettings } from '#contract/types/agents.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { createEngine } from '#core/engine/create-engine.ts';
import type { Engine } from '#core/engine/engine.ts';
import type { EngineNotice } from '#core/engine/notices.ts';
import type { SendRequest } from '#core/engine/runs-facet.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import type { Settings } from '#core/ports/settings.ts';
import { DEFAULT_SETTINGS } from '../default-settings.ts';
import { OutboundError, type Outbound } from '#core/ports/outbound.ts';
import type { Memory } from '#core/ports/memory.ts';
import { GitError, type Git } from '#core/ports/git.ts';
import type { MachineDirectory } from '#core/ports/machine.ts';
import type { PullRequests } from '#core/ports/pull-requests.ts';
import type { WorktreeFolders } from '#core/ports/worktree-folders.ts';
import type { ProjectFiles } from '#core/ports/project-files.ts';
import type { WorkspaceFolders } from '#core/ports/workspace-folders.ts';
import type { Snapshots } from '#core/ports/snapshots.ts';
import type { UserFiles } from '#core/ports/user-files.ts';
import type { ShellGrammar } from '#core/ports/shell-grammar.ts';
import { AGREEING_GRAMMAR } from './agreeing-grammar.ts';
import type { ToolSource } from '#core/ports/tool-source.ts';
import { BUILT_IN_TOOLS } from '#core/tools/registry.ts';
import { SecretGuard } from '#core/secrets/secret-guard.ts';
import { ModelsInEffect } from '#core/models/models-in-effect.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { ScriptedProviders, type ScriptedCall } from './scripted-provider.ts';
import { testPrincipal } from './test-principal.ts';

/** The session that tests talk to. */
export const KEY = 'agent:main:test';

/** The agent of a test. */
const AGENT: AgentSettings = {
  agentId: 'main',
  name: 'Tester',
  workspace: '/work',
  machine: 'host',
  model: 'test/one',
  fallbacks: [],
  instructions: '',
  approvalMode: 'ask',
  tools: { allow: [], deny: [] },
  maxTurns: 20,
};

/** The limits of a test. */
const LIMITS: Settings['limits'] = {
  ...DEFAULT_SETTINGS.limits,
  approvalTtlMs: 60_000,
  commandTimeoutMs: 10_000,
  concurrentRuns: 8,
  modelIdleTimeoutMs: 60_000,
  modelRetries: 2,
};

/** A computer that doesn't tell how much memory is free, so that limits are exact. */
const UNKNOWN_MEMORY: Memory = { availableBytes: () => undefined };

const NO_SANDBOX: MachineDirectory = {
  open: () => Promise.reject(new Error('this test has no machine')),
  disposeAll: async () => undefined,
};

/** A network that reaches nothing. */
export const NO_OUTBOUND: Outbound = {
  call: () => Promise.reject(new OutboundError('unreachable', 'this test has no network')),
  toText: async () => undefined,
};

const NO_GIT: Git = {
  run: () => Promise.reject(new GitError('missing', 'this test has no git')),
  pipe: () => Promise.reject(new GitError('missing', 'this test has no git')),
  isPlaceholder: () => false,
};

const NO_WORKTREE_FOLDERS: WorktreeFolders = {
  root: '/home/worktrees',
  removed: '/home/worktrees/.removed',
  create: () => Promise.reject(new Error('this test has no worktrees')),
  identify: async () => undefined,
  write: () => Promise.reject(new Error('this test has no worktrees')),
  read: async () => undefined,
  list: async () => [],
  move: () => Promise.reject(new Error('this test has no worktrees')),
  remove: async () => undefined,
  measure: async () => 0,
  resolve: async (path) => path,
  hasLinks: async () => false,
  hash: (text) => text,
};

const noSnapshots = () => Promise.reject(new Error('this test has no snapshots'));

/** Snapshots that can't be taken. */
const NO_SNAPSHOTS: Snapshots = {
  locate: async (folder) => folder,
  take: noSnapshots,
  collect: async () => undefined,
  clear: async () => undefined,
  compare: noSnapshots,
  read: noSnapshots,
  write: noSnapshots,
  renew: async () => undefined,
  current: noSnapshots,
  replace: noSnapshots,
  finish: noSnapshots,
  cancel: noSnapshots,
};

const NO_PULL_REQUESTS: PullRequests = {
  create: () => Promise.reject(new Error('this test has no pull requests')),
  find: async () => undefined,
};

const NO_USER_FILES: UserFiles = {
  beginExport: () => Promise.reject(new Error('this test has no home folder')),
  agentFiles: async () => [],
  removeCopies: async () => ({ removed: [], warnings: [] }),
};

const NO_FOLDERS: WorkspaceFolders = {
  suggested: '/home/Gatehouse',
  require: async (asked) => asked,
  isWithin: async (path, folders) => folders.some((folder) => path === folder || path.startsWith(`${folder}/`)),
  identify: async () => undefined,
  list: () => Promise.reject(new Error('this test has no folders')),
};

const noProjectFiles = () => Promise.reject(new Error('this test has no files of projects'));
const NO_PROJECT_FILES: ProjectFiles = {
  readTemplate: noProjectFiles,
  readTemplateFile: noProjectFiles,
  createFolder: async () => undefined,
  exists: async () => false,
  carry: async () => ({ copied: [], skipped: [] }),
  moveToTrash: async (folder, id) => `${folder}-trash-${id}`,
  restoreFromTrash: async () => undefined,
  deleteFolder: async () => undefined,
  join: (folder, name) => `${folder}/${name}`,
};

const noConfigFile = () => Promise.reject(new Error('this test has no configuration file'));

/** What a test may choose. */
export interface HarnessOptions {
  readonly approvals?: Partial<Settings['approvals']>;
  /** Trusted folders. Default: all. */
  readonly trusted?: readonly string[];
  readonly agent?: Partial<AgentSettings>;
  readonly limits?: Partial<Settings['limits']>;
  /** From an earlier harness: the engine starts on what that one left. */
  readonly store?: MemoryStore;
  readonly clock?: ManualClock;
  readonly memory?: Memory;
  readonly machines?: MachineDirectory;
  readonly folders?: WorkspaceFolders;
  readonly outbound?: Outbound;
  readonly git?: Git;
  /** Whether the agent's machines may write with a stored credential. */
  readonly canWrite?: boolean;
  readonly worktreeFolders?: WorktreeFolders;
  readonly pullRequests?: PullRequests;
  readonly projectFiles?: ProjectFiles;
  readonly snapshots?: Snapshots;
  readonly grammar?: ShellGrammar;
  readonly userFiles?: UserFiles;
  /** Beside the built-in tools. */
  readonly toolSources?: readonly ToolSource[];
  readonly secretGuard?: SecretGuard;
  readonly network?: Settings['network'];
  /** Off by default, so that a script has only the calls of its runs. */
  readonly titles?: Settings['titles'];
  /** Whether the preset of read-only commands is on. Off by default, so that tests of approvals can use harmless commands. */
  readonly readOnlyCommands?: boolean;
}

/** A running engine with its parts and everything that it said. */
export interface Harness {
  readonly engine: Engine;
  readonly store: MemoryStore;
  readonly providers: ScriptedProviders;
  readonly clock: ManualClock;
  readonly notices: EngineNotice[];
  readonly settings: { agent: AgentSettings; limits: Settings['limits'] };
  send(text: string, more?: Partial<SendRequest>): ReturnType<Engine['runs']['send']>;
  /** Sends and waits for the end of the run. */
  ask(text: string, more?: Partial<SendRequest>): ReturnType<Engine['runs']['wait']>;
  events(key?: string): readonly SessionEvent[];
  types(key?: string): readonly string[];
}

/** Builds an engine that plays `script`. */
export function harness(script: readonly ScriptedCall[] = [], options: HarnessOptions = {}): Harness {
  const store = options.store ?? createMemoryStore();
  const clock = options.clock ?? new ManualClock();
  store.now = () => clock.now();
  const providers = new ScriptedProviders(...script);
  const notices: EngineNotice[] = [];
  const settings = { agent: { ...AGENT, ...options.agent }, limits: { ...LIMITS, ...options.limits } };
  let id = store.writes * 1000;
  const engine = createEngine({
    store,
    clock,
    memory: options.memory ?? UNKNOWN_MEMORY,
    providers,
    models: new ModelsInEffect(store.settings),
    machines: options.machines ?? NO_SANDBOX,
    outbound: options.outbound ?? NO_OUTBOUND,
    git: options.git ?? NO_GIT,
    credentials: { canWrite: async () => options.canWrite ?? false },
    worktreeFolders: options.worktreeFolders ?? NO_WORKTREE_FOLDERS,
    pullRequests: options.pullRequests ?? NO_PULL_REQUESTS,
    projectFiles: options.projectFiles ?? NO_PROJECT_FILES,
    isPortFree: async () => true,
    searchRepositories: async () => undefined,
    snapshots: options.snapshots ?? NO_SNAPSHOTS,
    grammar: options.grammar ?? AGREEING_GRAMMAR,
    folders: options.folders ?? NO_FOLDERS,
    userFiles: options.userFiles ?? NO_USER_FILES,
    toolSources: [BUILT_IN_TOOLS, ...(options.toolSources ?? [])],
    log: QUIET,
    secretGuard: options.secretGuard ?? new SecretGuard(),
    ids: { next: () => `id-${(id += 1)}` },
    config: {
      snapshot: noConfigFile,
      merge: noConfigFile,
      settings: () => ({
        ...DEFAULT_SETTINGS,
        agents: [settings.agent],
        workspaces: { trusted: [...(options.trusted ?? ['/'])] },
        limits: settings.limits,
        titles: options.titles ?? { automatic: false },
        approvals: {
          ...DEFAULT_SETTINGS.approvals,
          readOnlyCommands: options.readOnlyCommands ?? false,
          confinedCommands: true,
          ...options.approvals,
        },
        ...(options.network === undefined ? {} : { network: options.network }),
      }),
    },
  });
  engine.onNotice((notice) => notices.push(notice));
  let count = 0;
  const send = (text: string, more: Partial<SendRequest> = {}) =>
    engine.runs.send({
      sessionKey: KEY,
      text,
      images: [],
      runId: `run-${store.writes}-${(count += 1)}`,
      queueMode: 'steer',
      by: testPrincipal('me'),
      ...more,
    });
  return {
    engine,
    store,
    providers,
    clock,
    notices,
    settings,
    send,
    ask: async (text, more) => {
      const { runId } = await send(text, more);
      const outcome = engine.runs.wait(runId, 600_000);
      await settle();
      return outcome;
    },
    events: (key = KEY) => store.tables.events.get(key) ?? [],
    types: (key = KEY) => (store.tables.events.get(key) ?? []).map((event) => event.type),
  };
}
