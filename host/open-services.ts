// Opens all services of a host in order, and closes them in reverse order.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openConfiguration, type OpenConfiguration } from '#adapters/configuration/open-configuration.ts';
import { settlePrograms } from '#adapters/git/running-programs.ts';
import { openHome, type Home } from '#adapters/home/open-home.ts';
import { secretsOfEnvironment } from '#adapters/logs/mask.ts';
import { openUserFiles } from '#adapters/home/user-files.ts';
import { openLogs } from '#adapters/logs/open-logs.ts';
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import { createProviderDirectory } from '#adapters/providers/directory.ts';
import type { Environment } from '#adapters/configuration/substitution.ts';
import type { MachineContext } from '#adapters/machines/define-machine.ts';
import { createMachineDirectory, getDataFolder, type HostMachines } from '#adapters/machines/directory.ts';
import { openWorkspaceFolders } from '#adapters/machines/host/workspace-folders.ts';
import { removeTemporaries } from '#adapters/machines/workspace-tools/write-journal.ts';
import { defined } from '#contract/types/defined.ts';
import { createCronExpressions } from '#adapters/schedules/cron-expressions.ts';
import { createOpenInEditor } from '#adapters/editors/open-in-editor.ts';
import { probePort } from '#adapters/projects/probe-port.ts';
import { PROJECT_FILES } from '#adapters/projects/project-files.ts';
import { loadSealingKeys } from '#adapters/secrets/sealing-key.ts';
import { openStore } from '#adapters/sqlite/open-store.ts';
import { createChannelTools, type ChannelToolPorts } from '#core/channels/channel-tools.ts';
import { Channels, type ChannelPorts } from '#core/channels/channels.ts';
import { connectable, CHANNEL_TOOLS } from './open-channels.ts';
import { ModelsInEffect } from '#core/models/models-in-effect.ts';
import { createEngine } from '#core/engine/create-engine.ts';
import type { AuditStore } from '#core/ports/audit.ts';
import type { Log } from '#core/ports/log.ts';
import { Secret } from '#core/ports/secrets.ts';
import type { Store } from '#core/ports/store.ts';
import type { Attention } from '#core/escalation/escalations.ts';
import { Updates, type UpdateParts } from '#core/updates/updates.ts';
import type { WorkspaceFolders } from '#core/ports/workspace-folders.ts';
import type { SchedulePorts } from '#core/jobs/schedules-api.ts';
import { JobRunner } from '#core/jobs/job-runner.ts';
import { createSchedules } from '#core/jobs/schedules.ts';
import { areFilesTrusted } from '#core/trust/folder-trust.ts';
import { SecretGuard } from '#core/secrets/secret-guard.ts';
import type { Git } from '#core/ports/git.ts';
import { readPerson } from '#core/worktrees/read-person.ts';
import type { GatewayServices, GatewayToken } from '#gateway/server/services.ts';
import { FAMILIES, type Families } from './families.ts';
import type { HostOptions } from './host-api.ts';
import { SYSTEM_MEMORY } from './system-memory.ts';
import { openKeptTerminals, openUploads, openVersions } from './open-file-services.ts';
import { openGitServices } from './open-git-services.ts';
import { openBackups, type BackupOptions } from './open-backups.ts';
import { openEscalations, type EscalationOptions } from './open-escalations.ts';
import { openOutboundParts } from './open-outbound.ts';
import { RANDOM_IDS, SYSTEM_CLOCK } from './system-clock.ts';
import { warnFullAccess } from './warn-full-access.ts';
import { gatewayPrincipal } from '#core/principal.ts';

const OWNER_ONLY = 0o700;
/** Most time to read git settings. */
const PERSON_MS = 5_000;

/** All services of a running host. */
export interface OpenServices {
  readonly services: GatewayServices;
  /** Tells escalations who looks at an app. */
  readonly attendTo: (attention: () => Attention) => void;
  readonly home: Home;
  /** Closes everything. The caller stops the engine first. */
  close(): Promise<void>;
}

/** Opens all services. On failure, closes those that were already open. */
export async function openServices(options: HostOptions): Promise<OpenServices> {
  const closers: Closers = [];
  const close = async (): Promise<void> => {
    for (const run of closers.splice(0).reverse()) await run();
  };
  try {
    return { ...(await openAll(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Closers = (() => void | Promise<void>)[];

async function openAll(options: HostOptions, closers: Closers): Promise<Omit<OpenServices, 'close'>> {
  const clock = SYSTEM_CLOCK;
  const ids = RANDOM_IDS;
  const { environment } = options;
  const families = { ...FAMILIES, ...options.families };
  const startedAt = clock.now();
  const { home, logs, config, token } = await openFoundation(options, closers, startedAt);
  const { log } = logs;
  const secretGuard = new SecretGuard(() => config.settings().secretScan);
  const { store, sealingKey } = await openSealedStore(options, { home, logs, token, secretGuard });
  closers.push(() => store.close(), recordChanges(config, home, store.audit), warnFullAccess(config, log));
  const { outbound, egress, ...recorded } = await openOutboundParts({ store, environment, log, clock }, closers);
  await Promise.all([settlePrograms(home.folder), removeTemporaries(getDataFolder(home.folder))]);
  const folders = openWorkspaceFolders(home.folder);
  const { git, ...gitParts } = openGitServices(home, environment, recorded.ledger);
  const machineParts = { home, config, store, folders, git, egress, environment, log, clock };
  const machines = openMachines(machineParts, families, closers);
  const { ledger } = recorded;
  const { models, providers } = await openProviders(families, { store, config, environment, ledger, log, clock });
  const stored = { store, config, providers, machines, git, folders };
  const parts = { ...stored, clock, ids, secretGuard, projectFiles: PROJECT_FILES };
  const versions = openVersions({ store, clock, log }, closers);
  const engine = createEngine({
    versions,
    ...parts,
    ...gitParts,
    isPortFree: probePort,
    memory: SYSTEM_MEMORY,
    models,
    toolSources: [...families.toolSources.map((open) => open()), createChannelTools(() => channelTools)],
    outbound,
    credentials: recorded.credentials,
    grammar: openGrammar(log),
    ...defined({ model: options.model }),
    userFiles: openUserFiles(home, clock),
    log: log.part('engine'),
  });
  // Tools are called only once everything is open.
  const channelTools: ChannelToolPorts = {
    turn: (sessionKey) => around.channels.turn(sessionKey),
    connection: (id) => around.channels.connections.get(id),
    ids,
  };
  const { attendTo, ...around } = openAround(
    options,
    families,
    { ...parts, home, sealingKey, engine, outbound, ledger, environment, log },
    closers,
  );
  const { folder, database } = home;
  const uploads = openUploads({ home, workspaces: engine.workspaces, versions, clock, ids, log }, closers);
  const terminals = openKeptTerminals({ home, store, config, secretGuard, clock });
  const identity = { version: options.version, bootId: ids.next(), home: folder, database, startedAt };
  const gateway = { identity, token, logs: logs.reader, log, clock, ids, terminals, secretGuard };
  const { kinds, managers } = machines;
  const openInEditor = createOpenInEditor(environment, () => config.settings().workspaces.editor);
  const files = { folders, uploads, versions, openInEditor };
  const opened = { ...recorded, store, config, providers, machines, kinds, managers, ...files };
  return { services: { engine, ...around, ...opened, ...gateway }, attendTo, home };
}

type ProviderParts = Pick<
  Parameters<typeof createProviderDirectory>[0],
  'config' | 'environment' | 'ledger' | 'clock'
> & {
  readonly store: Pick<Store, 'secrets' | 'settings'>;
  readonly log: Log;
};

async function openProviders({ providers }: Families, { store: { secrets, settings }, log, ...parts }: ProviderParts) {
  const models = new ModelsInEffect(settings);
  await models.load(log.part('models'));
  const options = { ...parts, providers, secrets, settings, models, log: log.part('providers') };
  return { models, providers: createProviderDirectory(options) };
}

function openGrammar(log: Log) {
  return createShellGrammar((error) =>
    log.error("Couldn't load the second shell grammar, so every command requires approval.", { error: String(error) }),
  );
}

interface MachineParts extends Pick<MachineContext, 'egress' | 'environment' | 'log' | 'clock'> {
  readonly home: Home;
  readonly config: OpenConfiguration;
  readonly store: Pick<Store, 'audit' | 'settings' | 'worktrees'>;
  readonly folders: WorkspaceFolders;
  readonly git: Git;
}

/** The machines, and in the background the end of what a killed host left on them. */
function openMachines(
  { home, config, store, folders, git, log, ...parts }: MachineParts,
  families: Families,
  closers: Closers,
) {
  const machines = createMachineDirectory(
    {
      home: home.folder,
      forbiddenFolders: [home.folder, dirname(home.database)],
      settings: () => config.settings().machines,
      isTrusted: (folder, agentId, files = []) =>
        areFilesTrusted(
          { config, clock: parts.clock, store, folders },
          config.settings().agents.find((agent) => agent.agentId === agentId),
          folder,
          files,
        ),
      borrowedObjects: async (folder) =>
        (await store.worktrees.list()).find(({ path, state }) => path === folder && state === 'ready')?.objectFolders ??
        [],
      // A machine starts without it, too.
      gitPerson: (folder) => readPerson(git, folder, AbortSignal.timeout(PERSON_MS)).catch(() => undefined),
      log: log.part('machine'),
      ...parts,
    },
    families.machines,
  );
  closers.push(() => machines.disposeAll());
  const cleaning = stopLeftovers(machines, store.audit, log);
  closers.push(() => cleaning);
  return machines;
}

/** Stops what the commands of a killed host left running, and records it. The start doesn't wait for it. */
async function stopLeftovers(machines: HostMachines, audit: AuditStore, log: Log): Promise<void> {
  try {
    const by = gatewayPrincipal('startup');
    for (const { id, command } of await machines.cleanUp()) {
      log.warn('Stopped a process or container that the previous host left running.', { id, command });
      await audit.append({ by, action: 'tool.stopped', subject: String(id), details: { command } });
    }
  } catch (error) {
    log.error("Couldn't record the processes that were stopped.", { error: String(error) });
  }
}

/** Manual edits of the file are audited too, because it decides what agents may do. Returns the stop function. */
function recordChanges(config: OpenConfiguration, { configuration: subject }: Home, audit: AuditStore) {
  return config.recordBy((paths) =>
    audit.append({ by: gatewayPrincipal('configuration'), action: 'config.changed', subject, details: { paths } }),
  );
}

const SERVER_HOW_TO =
  'This is a server. Install the package for the newer version and restart Gatehouse. See "Upgrade" in docs/server.md.';

type BackgroundParts = Omit<SchedulePorts, 'expressions' | 'jobs' | 'store'> &
  Pick<GatewayServices, 'store' | 'config' | 'engine'> &
  Pick<UpdateParts, 'ledger'> &
  Pick<ChannelPorts, 'secretGuard' | 'providers'> & { readonly environment: Environment };

type AroundParts = Omit<Parameters<typeof openBackground>[1], 'log'> &
  Omit<EscalationOptions, 'channel'> &
  Pick<UpdateParts, 'engine' | 'ledger'> &
  Pick<BackupOptions, 'home' | 'sealingKey'>;

/** What works with the engine from outside: jobs, channels, escalations, updates. */
function openAround(options: HostOptions, families: Families, parts: AroundParts, closers: Closers) {
  const { log } = parts;
  const { version } = options;
  const background = openBackground(families, { ...parts, log: log.part('jobs') });
  const { jobs, cronExpressions: expressions } = background;
  const channel: EscalationOptions['channel'] = (approval) => background.channels.requests.escalate(approval);
  return {
    ...openEscalations({ ...parts, channel }, closers),
    ...background,
    backups: openBackups({ ...parts, version, jobs, expressions, log: log.part('backup') }),
    updates: openUpdates(options, { ...parts, log: log.part('updates') }, closers),
  };
}

function openUpdates(
  { updates: source = { howTo: SERVER_HOW_TO }, version }: Pick<HostOptions, 'updates' | 'version'>,
  parts: Omit<UpdateParts, 'source' | 'version'>,
  closers: Closers,
): Updates {
  const updates = new Updates({ source, version, ...parts });
  closers.push(() => updates.stop());
  return updates;
}

/** The job runner and what it runs. Nothing is started. */
function openBackground({ channels }: Pick<Families, 'channels'>, shared: BackgroundParts) {
  const { store, clock, log, config, environment, ledger } = shared;
  const cronExpressions = createCronExpressions();
  const jobs = new JobRunner({ store: store.jobs, clock, log });
  const ports = { ...shared, jobs };
  const kinds = channels.map((kind) => connectable(kind, { store, clock, log, config, environment, ledger }));
  const hasVariable = (name: string): boolean => (environment[name] ?? '') !== '';
  const deliver: SchedulePorts['deliver'] = (schedule, run) => opened.deliverRun(schedule, run);
  const schedules = createSchedules({ ...ports, deliver, expressions: cronExpressions });
  const opened = new Channels({
    ...ports,
    ...CHANNEL_TOOLS,
    audit: store.audit,
    kinds,
    hasVariable,
    schedules: () => schedules,
  });
  return {
    cronExpressions,
    jobs,
    schedules,
    channels: opened,
  };
}

/** The store with its sealing key. The secrets in it, and the token, are never logged or sent to a model. */
async function openSealedStore(options: HostOptions, { home, logs, token, secretGuard }: StoreParts) {
  const learnSecret = (secret: string): void => {
    logs.know(secret);
    secretGuard.know(secret);
  };
  learnSecret(token.reveal());
  const { key: sealingKey, ...former } = await loadSealingKeys({
    home: home.folder,
    source: options.sealingKey,
    passphrase: options.environment['GATEHOUSE_PASSPHRASE'],
  });
  const log = logs.log.part('store');
  const store = await openStore({ path: home.database, sealingKey, ...former, clock: SYSTEM_CLOCK, log, learnSecret });
  return { store, sealingKey };
}

interface StoreParts {
  readonly home: Home;
  readonly logs: ReturnType<typeof openLogs>;
  readonly token: GatewayToken;
  readonly secretGuard: SecretGuard;
}

/** Opens what everything else depends on: the locked home folder, the logs, the configuration and the token. */
async function openFoundation(options: HostOptions, closers: Closers, startedAt: number) {
  const { environment } = options;
  const home = openHome(options.home, startedAt, environment);
  closers.push(() => home.close());
  const logs = openLogs({
    folder: home.logs,
    clock: SYSTEM_CLOCK,
    verbose: options.verbose ?? false,
    format: options.logFormat ?? 'text',
  });
  closers.push(() => logs.close());
  const config = await openConfiguration({
    file: home.configuration,
    home: home.folder,
    workspaces: home.workspaces,
    environment,
    log: logs.log.part('config'),
  });
  closers.push(() => config.close());
  const token =
    options.token === undefined ? homeToken(home, await home.token(), logs.know) : new Secret(options.token);
  for (const secret of secretsOfEnvironment(environment)) logs.know(secret);
  const apply = (): void => {
    logs.setLevel(config.settings().logs.level);
    for (const secret of config.secrets()) logs.know(secret);
    createHomeWorkspaces(
      home.workspaces,
      config.settings().agents.map(({ workspace }) => workspace),
    );
  };
  apply();
  closers.push(config.onChange(apply));
  return { home, logs, config, token };
}

/** The token in the home folder. A rotated token is valid as soon as it is on disk. */
function homeToken(home: Home, first: Secret, registerSecret: (secret: string) => void): GatewayToken {
  let current = first;
  return {
    reveal: () => current.reveal(),
    async rotate() {
      current = await home.newToken();
      registerSecret(current.reveal());
    },
  };
}

/** Creates missing workspaces inside the home folder, such as the first agent's. Folders that a user chose are never created. */
function createHomeWorkspaces(folder: string, workspaces: readonly string[]): void {
  const own = join(folder, '/');
  for (const workspace of workspaces)
    if (workspace.startsWith(own)) mkdirSync(workspace, { recursive: true, mode: OWNER_ONLY });
}
