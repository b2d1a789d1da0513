// Builds the engine from its ports: sessions, runs, tools, approvals, commands.
import { agentFiles } from '../agents/agent-files.ts';
import { agents } from '../agents/agents.ts';
import { Approvals } from '../answers/approvals.ts';
import { ExternalApprovals } from '../answers/external-approvals.ts';
import { ruleStore } from '../policy/rule-store.ts';
import { BUILT_IN_COMMANDS } from '../commands/built-in.ts';
import { Commands } from '../commands/commands.ts';
import type { Engine } from './engine.ts';
import type { QueueFacet } from './queue-facet.ts';
import type { RunsFacet } from './runs-facet.ts';
import type { SessionsFacet } from './sessions-facet.ts';
import type { ToolsFacet } from './tools-facet.ts';
import type { EnginePorts } from './engine-ports.ts';
import type { EngineNotice, Publish, SettingsTopic } from './notices.ts';
import { editSummary, undoCompaction } from '../runs/change-compaction.ts';
import { compactIdle } from '../runs/compact-idle.ts';
import { callTool } from '../runs/direct-call.ts';
import { Questions } from '../answers/questions.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { providerAdmin } from '../runs/provider-admin.ts';
import { readOutcome } from '../runs/run-history.ts';
import { recover } from '../runs/recover.ts';
import { logRun } from '../runs/run-log.ts';
import { Runner } from '../runs/runner.ts';
import { editQueued, moveQueued, resend, send, cancelQueued } from '../runs/sender.ts';
import { sessionAdmin } from '../sessions/session-admin.ts';
import { SessionCache } from '../sessions/session-cache.ts';
import { sessionGroups } from '../sessions/session-groups.ts';
import { sessionInput } from '../sessions/session-input.ts';
import { historyEditing } from '../sessions/history-editing.ts';
import { listQueue, sessionQueries } from '../sessions/session-queries.ts';
import { setup } from '../setup/setup.ts';
import { BackgroundJobs } from '../tools/background-jobs.ts';
import { invokeTool } from '../tools/invoke-tool.ts';
import { createToolExecutor } from '../tools/tool-executor.ts';
import { ToolSources } from '../tools/tool-sources.ts';
import { callCost } from '../usage/usage-record.ts';
import { usageReports } from '../usage/usage-reports.ts';
import { workspaces } from '../workspaces/open-workspace.ts';
import { userData } from '../user-data/user-data.ts';

interface Parts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
  readonly runner: Runner;
  readonly toolSources: ToolSources;
  readonly commands: Commands;
  readonly release: (key: string) => void;
}

/** Builds the engine. Nothing runs before {@link Engine.recover}. */
export function createEngine(ports: EnginePorts): Engine {
  const listeners = new Set<(notice: EngineNotice) => void>();
  const publish: Publish = (notice) => {
    for (const listener of listeners) listener(notice);
  };
  const sessions = new SessionCache(
    ports,
    publish,
    (provider, model, usage) => callCost(ports, provider, model, usage),
    (key) => runner.isActive(key),
  );
  const background = new BackgroundJobs();
  const changed = (what: SettingsTopic) => () => publish({ kind: 'settings', what });
  const external = new ExternalApprovals(ports, publish);
  const approvals = new Approvals(ports, { sessions, external, rulesChanged: changed('rules') });
  const questions = new Questions(ports);
  const toolSources = new ToolSources(ports);
  const runner = new Runner(ports, createToolExecutor({ ports, toolSources, approvals, questions, jobs: background }));
  const commands = new Commands(ports, BUILT_IN_COMMANDS, () => engine);
  const release = (key: string): void => background.release(key);
  const parts: Parts = { ports, sessions, runner, toolSources, commands, release };
  listeners.add((notice) => followQueue(runner, notice));
  listeners.add((notice) => approvals.follow(notice));
  listeners.add((notice) => questions.follow(notice));
  listeners.add((notice) => logRun(ports.log, notice));

  const allSessions = sessionsFacet(parts);
  const runs = runsFacet(parts);
  const engine: Engine = {
    recover: () => recover(parts).then(() => external.recover()),
    async stop() {
      external.stop();
      await runner.stop();
      background.releaseAll();
      await toolSources.dispose();
    },
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sessions: allSessions,
    groups: sessionGroups(ports.store.settings, allSessions),
    runs,
    queue: queueFacet(parts),
    queries: sessionQueries(parts),
    history: historyEditing(parts),
    approvals,
    questions,
    rules: ruleStore(ports, changed('rules')),
    agents: agents(ports, { approvals, runs }),
    agentFiles: agentFiles(ports, changed('agents')),
    providers: providerAdmin(ports, changed('providers')),
    setup: setup(ports, changed('setup')),
    workspaces: workspaces(ports, allSessions),
    tools: toolsFacet(parts, () => engine),
    commands,
    usage: usageReports(ports),
    userData: userData(ports, allSessions),
  };
  return engine;
}

function sessionsFacet(parts: Parts): SessionsFacet {
  const admin = sessionAdmin(parts);
  return {
    ...admin,
    ...sessionInput(parts.ports, admin.get),
    compact: (key) => compactIdle(parts, key),
    undoCompaction: (key, seq) => undoCompaction(parts, key, seq),
    editSummary: (key, seq, summary) => editSummary(parts, key, seq, summary),
  };
}

function runsFacet(parts: Parts): RunsFacet {
  const { ports, runner } = parts;
  return {
    send: (request) => send(parts, request),
    resend: (request) => resend(parts, request),
    callTool: (call) => callTool(parts, call),
    abort: (key, runId) => runner.abort(key, 'user', runId),
    wait: async (runId, timeoutMs) =>
      (await readOutcome(ports, runner, runId)) ?? runner.waiters.wait(runId, timeoutMs),
    active: () => runner.list(),
  };
}

function toolsFacet({ ports, toolSources }: Parts, engine: () => Engine): ToolsFacet {
  return {
    list: async (agentId, sessionKey) => toolSources.list(requireAgent(ports.config.settings(), agentId), sessionKey),
    invoke: (call, signal) => invokeTool(ports, engine(), call, signal),
  };
}

function queueFacet(parts: Parts): QueueFacet {
  return {
    list: listQueue(parts),
    edit: (key, messageId, change) => editQueued(parts, key, messageId, change),
    move: (key, messageId, beforeId) => moveQueued(parts, key, messageId, beforeId),
    cancel: (key, messageId) => cancelQueued(parts, key, messageId),
  };
}

/** A queued message is answered when the run that picks it up ends; one that leaves the queue otherwise never is. */
function followQueue({ waiters }: Runner, notice: EngineNotice): void {
  if (notice.kind !== 'event') return;
  const { event, sessionKey } = notice;
  if (event.type === 'message.injected') waiters.mergeMessage(event.messageId, event.runId);
  if (event.type === 'run.started')
    for (const messageId of event.messageIds) waiters.mergeMessage(messageId, event.runId);
  if (event.type === 'message.accepted' && event.queue !== undefined)
    waiters.rememberMessage(event.messageId, { runId: event.runId, sessionKey });
  if (event.type === 'message.withdrawn') waiters.cancelQueued({ messageId: event.messageId }, event.ts);
  if (event.type === 'reset' || event.type === 'rewound' || event.type === 'branch.switched')
    waiters.cancelQueued({ sessionKey }, event.ts);
}
