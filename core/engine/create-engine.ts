// Builds the engine from its ports: sessions, runs, tools, approvals, commands.
import { defined } from '#contract/types/defined.ts';
import { agentFiles } from '../agents/agent-files.ts';
import { agents } from '../agents/agents.ts';
import { Approvals } from '../answers/approvals.ts';
import { ExternalApprovals } from '../answers/external-approvals.ts';
import { Questions } from '../answers/questions.ts';
import { openBudgets } from '../budgets/budgets.ts';
import { QuotaWaits } from '../quota/quota-waits.ts';
import type { ChangesParts } from '../changes/change-records.ts';
import { Changes } from '../changes/changes.ts';
import { BUILT_IN_COMMANDS } from '../commands/built-in.ts';
import { Commands } from '../commands/commands.ts';
import { Consoles } from '../console/consoles.ts';
import { collectForRun } from '../context/run-context.ts';
import { sessionContext } from '../context/session-context.ts';
import { dispatches as openDispatches, type DispatchesFacet } from '../dispatches/dispatches.ts';
import { modelTables } from '../models/refresh-models.ts';
import { ruleStore } from '../policy/rule-store.ts';
import { personas } from '../personas/personas.ts';
import { ProjectSetups } from '../projects/project-setups.ts';
import { Projects } from '../projects/projects.ts';
import { publishing } from '../publishing/publishing.ts';
import { AutomaticModel } from '../runs/automatic-model.ts';
import { callTool } from '../runs/direct-call.ts';
import { idleCompaction } from '../runs/idle-compaction.ts';
import { messageQueue } from '../runs/message-queue.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { providerAdmin } from '../runs/provider-admin.ts';
import { queuedRuns } from '../runs/queued-runs.ts';
import { recover } from '../runs/recover.ts';
import { waitForOutcome } from '../runs/run-history.ts';
import { logRun } from '../runs/run-log.ts';
import { Runner, type RunnerHooks } from '../runs/runner.ts';
import { sendConcurrently } from '../runs/send-concurrently.ts';
import { resend, send } from '../runs/sender.ts';
import { SessionTitles } from '../runs/session-titles.ts';
import { untilAborted } from '../runs/wait.ts';
import { historyEditing } from '../sessions/history-editing.ts';
import { sessionAdmin } from '../sessions/session-admin.ts';
import { SessionCache } from '../sessions/session-cache.ts';
import { sessionGroups } from '../sessions/session-groups.ts';
import { sessionInput } from '../sessions/session-input.ts';
import { sessionQueries } from '../sessions/session-queries.ts';
import { setup } from '../setup/setup.ts';
import { sideThreads } from '../side/side-threads.ts';
import { BackgroundJobs } from '../tools/background-jobs.ts';
import { JobRecords } from '../tools/job-records.ts';
import { invokeTool } from '../tools/invoke-tool.ts';
import { runTimelines } from '../timeline/run-timelines.ts';
import { createToolExecutor } from '../tools/tool-executor.ts';
import { ToolSources } from '../tools/tool-sources.ts';
import { folderTrust } from '../trust/folder-trust.ts';
import { usageReports } from '../usage/usage-reports.ts';
import { userData } from '../user-data/user-data.ts';
import { workspaces } from '../workspaces/open-workspace.ts';
import { keepAfterRuns } from '../worktrees/keep-after-runs.ts';
import { worktrees, type WorktreesFacet } from '../worktrees/worktrees.ts';
import type { EngineParts } from './engine-parts.ts';
import type { EnginePorts } from './engine-ports.ts';
import type { Engine } from './engine.ts';
import { projectsFacet } from './projects-facet.ts';
import type { EngineNotice, Publish, SettingsTopic } from './notices.ts';
import type { RunsFacet } from './runs-facet.ts';
import type { SessionsFacet } from './sessions-facet.ts';

/** Builds the engine. Nothing runs before {@link Engine.recover}. */
export function createEngine(given: EnginePorts): Engine {
  const automaticModel = new AutomaticModel(given);
  const ports = { ...given, config: withAutomaticModel(given.config, automaticModel) };
  const { publish, listen } = openNotices();
  const changed = (what: SettingsTopic) => () => publish({ kind: 'settings', what });
  const sessions = new SessionCache(ports, publish, (key) => runner.isActive(key));
  const jobs = new BackgroundJobs(new JobRecords(ports));
  const external = new ExternalApprovals(ports, publish);
  const approvals = new Approvals(ports, { sessions, external, rulesChanged: changed('rules') });
  const questions = new Questions(ports);
  const toolSources = new ToolSources(ports);
  const queueChanged = (key?: string) =>
    publish({ kind: 'queue', ...defined({ record: key === undefined ? undefined : sessions.peek(key)?.record }) });
  const consoles = openConsoles(publish, ports, () => parts);
  const projects = new Projects(ports, publish);
  const setups = new ProjectSetups({ ports, projects, consoles, publish });
  const changes = openChanges(
    { ports, sessions, publish },
    () => engine,
    () => parts,
  );
  const budgets = openBudgets(ports, publish);
  const gates = { budgets: budgets.gate, quota: new QuotaWaits(ports, sessions) };
  const tools = createToolExecutor({ ports, toolSources, approvals, questions, jobs, consoles, projects, changes });
  const runner = new Runner(ports, tools, { gates, projects, queueChanged, prepare: prepareRuns(setups, consoles) });
  const titles = new SessionTitles(ports, sessions, budgets.gate);
  const commands = new Commands(ports, BUILT_IN_COMMANDS, { engine: () => engine, sessions });
  const core = { ports, sessions, runner, toolSources, commands, automaticModel, projects, changes };
  const parts = { ...core, release: (key: string) => jobs.release(key), gates };
  for (const part of [runner.waiters, approvals, questions, titles, changes]) listen((notice) => part.follow(notice));
  listen((notice) => logRun(ports.log, notice));
  listen((notice) => followCheckpoints(sessions, notice));

  const allSessions = sessionsFacet(parts);
  const checkouts = worktrees(ports, changed('worktrees'));
  listen(keepAfterRuns(checkouts, ports.log));
  const dispatches = openDispatches({ ports, getEngine: () => engine }, () => publish({ kind: 'dispatches' }));
  const runs = runsFacet(parts);
  const engine: Engine = {
    recover: () =>
      recoverAll(projects, [jobs, { recover: () => recover(parts) }, checkouts, changes, external, dispatches]),
    stop: () => stop({ ...parts, external, titles, jobs, consoles, setups, checkouts, dispatches }),
    onNotice: listen,
    sessions: allSessions,
    groups: sessionGroups(ports.store.settings, allSessions),
    runs,
    ...conversationFacets(parts, { tools, consoles }),
    approvals,
    questions,
    ...administration({ ports, automaticModel, approvals, runs }, { projects, checkouts }, changed),
    ...placesFacets({ ports, projects, setups, checkouts }, allSessions),
    dispatches,
    tools: toolsFacet(parts, () => engine),
    commands,
    changes: changes.facet,
    console: consoles,
    ...spending(ports, budgets.facet, gates.quota),
    userData: userData(ports, allSessions, dispatches),
  };
  return engine;
}

function followCheckpoints(sessions: SessionCache, notice: EngineNotice): void {
  if (notice.kind !== 'event') return;
  const actor = sessions.peek(notice.sessionKey);
  if (actor !== undefined) sessions.checkpoints.follow(notice.event, actor);
}

function spending(
  ports: EnginePorts,
  budgets: Engine['budgets'],
  quota: Engine['quota'],
): Pick<Engine, 'usage' | 'budgets' | 'quota'> {
  return { usage: usageReports(ports), budgets, quota };
}

/** What changes the settings. `changed` says how to announce a change. */
function administration(
  {
    ports,
    automaticModel,
    approvals,
    runs,
  }: Pick<EngineParts, 'ports' | 'automaticModel'> & Pick<Engine, 'approvals' | 'runs'>,
  { projects, checkouts }: Pick<EngineParts, 'projects'> & { readonly checkouts: WorktreesFacet },
  changed: (what: SettingsTopic) => () => void,
) {
  return {
    rules: ruleStore(ports, changed('rules')),
    agents: agents(ports, { approvals, runs }),
    agentFiles: agentFiles(ports, changed('agents')),
    personas: personas(
      ports,
      { getProject: (id) => projects.get(id), getWorktree: (id) => checkouts.peek(id) },
      changed('personas'),
    ),
    providers: providerAdmin(ports, automaticModel, changed('providers')),
    models: modelTables(ports, changed('models')),
    setup: setup(ports, automaticModel, changed('setup')),
    trust: folderTrust(ports, changed('trust')),
  };
}

/** The conversations of sessions, and what waits for them. */
function conversationFacets(
  parts: EngineParts,
  given: Parameters<typeof sessionContext>[1],
): Pick<Engine, 'queuedRuns' | 'queue' | 'queries' | 'history' | 'context' | 'timelines' | 'side'> {
  return {
    side: sideThreads(parts, (request) => send(parts, request)),
    context: sessionContext(parts, given),
    timelines: runTimelines(parts.ports),
    queuedRuns: queuedRuns(parts),
    queue: messageQueue(parts),
    queries: sessionQueries(parts),
    history: historyEditing(parts),
  };
}

/** Where sessions work. */
function placesFacets(
  {
    ports,
    projects,
    setups,
    checkouts,
  }: Pick<EngineParts, 'ports' | 'projects'> & Pick<Stoppable, 'setups' | 'checkouts'>,
  allSessions: SessionsFacet,
): Pick<Engine, 'workspaces' | 'projects' | 'worktrees' | 'publishing'> {
  return {
    workspaces: workspaces(ports, allSessions, projects),
    projects: projectsFacet(ports, projects, setups),
    worktrees: checkouts,
    publishing: publishing(ports, checkouts),
  };
}

/** Runs the setup script of the project, then collects what the model gets besides the conversation. */
function prepareRuns(setups: ProjectSetups, consoles: Consoles): RunnerHooks['prepare'] {
  return async (run) => {
    const error = await setups.prepare(run);
    if (error === undefined) run.context = (await untilAborted(collectForRun(run, consoles), run.signal)) ?? [];
    return error;
  };
}

type Listener = (notice: EngineNotice) => void;

/** Notices reach every listener, in the order in which they subscribed. */
function openNotices(): { readonly publish: Publish; readonly listen: (listener: Listener) => () => void } {
  const listeners = new Set<Listener>();
  return {
    publish: (notice) => {
      for (const listener of listeners) listener(notice);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function openChanges(
  shared: Pick<ChangesParts, 'ports' | 'sessions' | 'publish'>,
  getEngine: () => Engine,
  getParts: () => EngineParts,
): Changes {
  return new Changes({
    ...shared,
    isActive: (key) => getParts().runner.isActive(key),
    abort: (key) => getParts().runner.abort(key, 'user'),
    history: () => getEngine().history,
    findMachineKind: (key) => getEngine().workspaces.findKind(key),
    send: (request) => send(getParts(), request),
  });
}

function openConsoles(publish: Publish, ports: EnginePorts, getParts: () => EngineParts): Consoles {
  return new Consoles({
    ports,
    publish: (output) => publish({ kind: 'console', output }),
    send: (request) => send(getParts(), request),
    isBusy: (key) => getParts().runner.isActive(key),
  });
}

/** Settles what the previous process left, one part after another. */
async function recoverAll(
  projects: Pick<Engine['projects'], 'list'>,
  parts: readonly { recover(): Promise<unknown> }[],
): Promise<void> {
  await projects.list();
  for (const part of parts) await part.recover();
}

interface Stoppable extends Pick<EngineParts, 'runner' | 'toolSources' | 'changes'> {
  readonly external: ExternalApprovals;
  readonly titles: SessionTitles;
  readonly jobs: BackgroundJobs;
  readonly consoles: Consoles;
  readonly setups: ProjectSetups;
  readonly checkouts: WorktreesFacet;
  readonly dispatches: DispatchesFacet;
}

/** Stops everything, in an order in which each part can still save its last state. */
async function stop(parts: Stoppable): Promise<void> {
  const { runner, toolSources, changes, external, titles, jobs, consoles, setups, checkouts, dispatches } = parts;
  checkouts.stop();
  external.stop();
  await dispatches.stop();
  await Promise.all([runner.stop(), titles.stop(), setups.stop()]);
  jobs.stop();
  await changes.stop();
  await consoles.stop();
  await toolSources.dispose();
}

function withAutomaticModel(config: EnginePorts['config'], model: AutomaticModel): EnginePorts['config'] {
  return {
    settings: () => model.settings(),
    snapshot: () => config.snapshot(),
    merge: (patch) => config.merge(patch),
  };
}

function sessionsFacet(parts: EngineParts): SessionsFacet {
  const admin = sessionAdmin(parts);
  return { ...admin, ...sessionInput(parts.ports, admin.get), ...idleCompaction(parts) };
}

function toolsFacet({ ports, toolSources }: EngineParts, getEngine: () => Engine): Engine['tools'] {
  return {
    list: async (agentId, key) => toolSources.list(requireAgent(ports.config.settings(), agentId), key),
    invoke: (call, signal) => invokeTool(ports, getEngine(), call, signal),
  };
}

function runsFacet(parts: EngineParts): RunsFacet {
  const { ports, runner } = parts;
  return {
    send: (request) => send(parts, request),
    resend: (request) => resend(parts, request),
    sendConcurrently: (request) => sendConcurrently(parts, request),
    callTool: (call) => callTool(parts, call),
    abort: (key, runId) => runner.abort(key, 'user', runId),
    wait: (runId, timeoutMs) => waitForOutcome(ports, runner, runId, timeoutMs),
    active: () => runner.list(),
  };
}
