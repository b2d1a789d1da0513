// Sessions in the OpenClaw dialect.
import { defined } from '#contract/types/defined.ts';
import type { QuotaPause } from '#contract/sessions/session-view.ts';
import type { QuotaWait } from '#contract/types/quota.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { MAIN_KEY, parseSessionKey } from '#contract/types/ids.ts';
import type { Engine } from '#core/engine/engine.ts';
import type { SessionGroups } from '#core/sessions/session-groups.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { toPermissionMode } from './permission-modes.ts';

const STATUS = {
  running: 'running',
  done: 'done',
  failed: 'failed',
  aborted: 'killed',
  interrupted: 'failed',
} as const;

/** A model `provider/model`, split at the first slash. */
export function splitModel(model: string | undefined): { readonly modelProvider: string; readonly model: string } {
  const slash = model?.indexOf('/') ?? -1;
  if (model === undefined || slash <= 0) return { modelProvider: 'none', model: model ?? 'none' };
  return { modelProvider: model.slice(0, slash), model: model.slice(slash + 1) };
}

/** What rows need of the engine. */
export interface RowSource {
  readonly engine: {
    readonly agents: Pick<Engine['agents'], 'model' | 'machine' | 'require'>;
    readonly projects: Pick<Engine['projects'], 'machine'>;
    readonly providers: Pick<Engine['providers'], 'contextWindow'>;
    readonly quota: Pick<Engine['quota'], 'find'>;
    readonly queuedRuns: Pick<Engine['queuedRuns'], 'has'>;
    readonly worktrees: Pick<Engine['worktrees'], 'peek'>;
  };
}

/** A session as lists and events show it. */
export function sessionRow(record: SessionRecord, { engine }: RowSource): SessionRow {
  const model = record.model ?? engine.agents.model(record.agentId);
  const { input, output, cacheRead, cacheWrite, cost } = record.usage;
  const running = record.runStatus === 'running';
  return {
    key: record.key,
    kind: 'direct',
    sessionId: record.sessionId,
    agentId: record.agentId,
    isMain: parseSessionKey(record.key)?.rest === MAIN_KEY,
    updatedAt: record.updatedAt,
    createdAt: record.createdAt,
    lastActivityAt: record.updatedAt,
    archived: record.archivedAt !== undefined,
    pinned: record.pinnedAt !== undefined,
    unread: record.unread,
    hasActiveRun: running,
    activeRunIds: running && record.runId !== undefined ? [record.runId] : [],
    inputTokens: input + cacheRead + cacheWrite,
    outputTokens: output,
    totalTokens: record.contextTokens,
    totalTokensFresh: true,
    execCwd: record.workspace,
    ...defined({
      label: record.title,
      derivedTitle: record.derivedTitle,
      displayName: record.title ?? record.derivedTitle,
      lastMessagePreview: record.preview,
      icon: record.icon,
      color: record.color,
      category: record.category,
      thinkingLevel: record.thinkingLevel,
      approvalMode: record.approvalMode,
      permissionMode: record.approvalMode === undefined ? undefined : toPermissionMode(record.approvalMode),
      archivedAt: record.archivedAt,
      deletedAt: record.deletedAt,
      pinnedAt: record.pinnedAt,
      status: record.runStatus === undefined ? undefined : STATUS[record.runStatus],
      lastRunId: record.runId,
      lastRunError: record.runError?.message,
      startedAt: record.runStartedAt,
      endedAt: running ? undefined : record.runEndedAt,
      runtimeMs: measureRun(record),
      abortedLastRun: record.runStatus === 'aborted' ? true : undefined,
      estimatedCostUsd: cost,
      parentSessionKey: record.parentKey,
      lastInteractionAt: record.lastInteractionAt,
      isQueued: running && engine.queuedRuns.has(record.key) ? true : undefined,
      quota: running ? toQuota(engine.quota.find(record.key)) : undefined,
      resetPolicy: record.resetPolicy,
      retentionDays: record.retentionDays,
      machine: record.machine ?? engine.projects.machine(record.projectId) ?? engine.agents.machine(record.agentId),
      projectId: record.projectId,
      persona: record.persona === undefined ? undefined : { id: record.persona.id, name: record.persona.name },
      worktree: findWorktree(record, engine),
    }),
    contextTokens: engine.providers.contextWindow(model),
    ...(model === undefined ? {} : splitModel(model)),
  };
}

function toQuota(pause: QuotaPause | undefined): QuotaWait | undefined {
  if (pause === undefined) return undefined;
  const { since: _, ...wait } = pause;
  return wait;
}

/** An agent's model and context window, as the defaults of a list. */
export function modelDefaults({ engine }: RowSource, agentId?: string) {
  const model = engine.agents.model(agentId ?? engine.agents.require().agentId);
  return { ...splitModel(model), contextTokens: engine.providers.contextWindow(model) };
}

/** Session groups with their positions. */
export function toGroups({ names, sectionOrder }: SessionGroups) {
  return { groups: names.map((name, position) => ({ name, position })), sectionOrder };
}

function findWorktree({ worktreeId }: SessionRecord, { worktrees }: RowSource['engine']) {
  const found = worktreeId === undefined ? undefined : worktrees.peek(worktreeId);
  return found === undefined ? undefined : { id: found.id, branch: found.branch, repoRoot: found.repoRoot };
}

function measureRun({ runStartedAt, runEndedAt, runStatus }: SessionRecord): number | undefined {
  if (runStatus === 'running' || runStartedAt === undefined || runEndedAt === undefined) return undefined;
  return Math.max(0, runEndedAt - runStartedAt);
}
