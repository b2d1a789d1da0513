// The engine, put together from its ports: sessions, runs, tools, approvals, commands.
import { agentFiles } from '../agents/agent-files.ts';
import { Approvals } from '../answers/approvals.ts';
import { ExternalApprovals } from '../answers/external-approvals.ts';
import { ruleStore } from '../policy/rule-store.ts';
import { BUILT_IN_COMMANDS } from '../commands/built-in.ts';
import { Commands } from '../commands/commands.ts';
import type { Engine, EngineNotice } from './engine.ts';
import type { EnginePorts, Publish } from './engine-parts.ts';
import { editSummary, undoCompaction } from '../runs/change-compaction.ts';
import { compactIdle } from '../runs/compact-idle.ts';
import { callTool } from '../runs/direct-call.ts';
import { Questions } from '../answers/questions.ts';
import { agentOf } from '../runs/model-choice.ts';
import { readOutcome } from '../runs/run-history.ts';
import { recover } from '../runs/recover.ts';
import { logRun } from '../runs/run-log.ts';
import { Runner } from '../runs/runner.ts';
import { editQueued, moveQueued, resend, send, cancelQueued } from '../runs/sender.ts';
import { sessionAdmin } from '../sessions/session-admin.ts';
import { SessionCache } from '../sessions/session-cache.ts';
import { historyEditing } from '../sessions/history-editing.ts';
import { sessionViews } from '../sessions/session-views.ts';
import { BackgroundJobs } from '../tools/background-jobs.ts';
import { toolFacts } from '../tools/registry.ts';
import { createToolExecutor } from '../tools/tool-executor.ts';
import { callCost } from '../usage/usage-record.ts';

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
  const jobs = new BackgroundJobs();
  const rulesChanged = () => publish({ kind: 'rules' });
  const outside = new ExternalApprovals(ports, publish);
  const desk = new Approvals(ports, { sessions, outside, rulesChanged });
  const questions = new Questions(ports);
  const runner = new Runner(ports, createToolExecutor({ ports, desk, questions, jobs }));
  const commands = new Commands(ports, BUILT_IN_COMMANDS, () => engine);
  const parts = { ports, sessions, runner, commands, release: (key: string) => jobs.release(key) };
  listeners.add((notice) => followMerges(runner, notice));
  listeners.add((notice) => desk.follow(notice));
  listeners.add((notice) => questions.follow(notice));
  listeners.add((notice) => logRun(ports.log, notice));

  const engine: Engine = {
    recover: () => recover(parts).then(() => outside.recover()),
    async stop() {
      outside.stop();
      await runner.stop();
      jobs.releaseAll();
    },
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send: (request) => send(parts, request),
    resend: (request) => resend(parts, request),
    callTool: (call) => callTool(parts, call),
    abort: (key, runId) => runner.abort(key, 'user', runId),
    editQueued: (key, messageId, change) => editQueued(parts, key, messageId, change),
    moveQueued: (key, messageId, beforeId) => moveQueued(parts, key, messageId, beforeId),
    cancelQueued: (key, messageId) => cancelQueued(parts, key, messageId),
    waitForRun: async (runId, timeoutMs) =>
      (await readOutcome(ports, runner, runId)) ?? runner.waiters.wait(runId, timeoutMs),
    activeRuns: () => runner.list(),
    ...sessionAdmin(parts),
    compactSession: (key) => compactIdle(parts, key),
    undoCompaction: (key, seq) => undoCompaction(parts, key, seq),
    editSummary: (key, seq, summary) => editSummary(parts, key, seq, summary),
    ...sessionViews(parts),
    ...historyEditing(parts),
    ...desk.face(),
    ...questions.face(),
    ...ruleStore(ports, rulesChanged),
    agentFiles: agentFiles(ports),
    tools: (agentId) => toolFacts(agentOf(ports.config.settings(), agentId)),
    commands: () => commands.describe(),
  };
  return engine;
}

/** A message that another run takes in is answered by that run's end. */
function followMerges(runner: Runner, notice: EngineNotice): void {
  if (notice.kind !== 'event') return;
  const { event } = notice;
  if (event.type === 'message.injected') runner.waiters.mergeMessage(event.messageId, event.runId);
  if (event.type === 'run.started')
    for (const messageId of event.messageIds) runner.waiters.mergeMessage(messageId, event.runId);
  if (event.type === 'message.accepted' && event.queue !== undefined)
    runner.waiters.rememberMessage(event.messageId, event.runId);
}
