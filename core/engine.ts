// The engine, put together from its ports: sessions, runs, tools, approvals, commands.
import { invalidRequest } from '#contract/errors.ts';
import { BUILT_IN_COMMANDS } from './commands/built-in.ts';
import { Commands } from './commands/commands.ts';
import type { Engine, EngineNotice } from './engine-api.ts';
import type { EnginePorts, Publish } from './engine-parts.ts';
import { compactIdle } from './runs/compact-idle.ts';
import { readOutcome } from './runs/run-history.ts';
import { recover } from './runs/recover.ts';
import type { ToolDoor } from './runs/run-loop.ts';
import { Runner } from './runs/runner.ts';
import { editQueued, resend, send, withdrawQueued } from './runs/sender.ts';
import { sessionAdmin } from './sessions/session-admin.ts';
import { SessionCache } from './sessions/session-cache.ts';
import { sessionViews } from './sessions/session-views.ts';
import { callCost } from './usage/usage-record.ts';

/** Builds the engine. Nothing runs before {@link Engine.recover}. */
export function createEngine(ports: EnginePorts): Engine {
  const listeners = new Set<(notice: EngineNotice) => void>();
  const publish: Publish = (notice) => {
    for (const listener of listeners) listener(notice);
  };
  const sessions = new SessionCache(ports, publish, (provider, model, usage) => callCost(ports, provider, model, usage), (key) => runner.isActive(key));
  const tools: ToolDoor = { specs: () => [], run: async () => undefined };
  const runner = new Runner(ports, tools);
  const commands = new Commands(ports, BUILT_IN_COMMANDS, () => engine);
  const parts = { ports, sessions, runner, commands, release: () => {} };
  listeners.add((notice) => followMerges(runner, notice));

  const engine: Engine = {
    recover: () => recover(parts),
    stop: () => runner.stop(),
    onNotice(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send: (request) => send(parts, request),
    resend: (request) => resend(parts, request),
    abort: (key, runId) => runner.abort(key, 'user', runId),
    editQueued: (key, messageId, change) => editQueued(parts, key, messageId, change),
    withdrawQueued: (key, messageId) => withdrawQueued(parts, key, messageId),
    waitForRun: async (runId, timeoutMs) => (await readOutcome(ports, runner, runId)) ?? runner.waiters.wait(runId, timeoutMs),
    activeRuns: () => runner.list(),
    ...sessionAdmin(parts),
    compactSession: (key) => compactIdle(parts, key),
    ...sessionViews(parts),
    pendingApprovals: async () => [],
    resolvedApprovals: async () => [],
    getApproval: async () => undefined,
    resolveApproval: () => Promise.reject(invalidRequest('Unknown approval.')),
    rules: async () => [],
    removeRule: async () => false,
    restoreRule: async () => false,
    replaceRules: async () => undefined,
    testPolicy: async () => ({ verdict: 'ask', reason: '' }),
    commands: () => commands.describe(),
  };
  return engine;
}

/** A message that another run takes in is answered by that run's end. */
function followMerges(runner: Runner, notice: EngineNotice): void {
  if (notice.kind !== 'event') return;
  const { event } = notice;
  if (event.type === 'message.injected') runner.waiters.mergeMessage(event.messageId, event.runId);
  if (event.type === 'run.started') for (const messageId of event.messageIds) runner.waiters.mergeMessage(messageId, event.runId);
  if (event.type === 'message.accepted' && event.queue !== undefined) runner.waiters.rememberMessage(event.messageId, event.runId);
}
