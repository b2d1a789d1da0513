// Worktrees: list, create, compare, remove, restore.
import { defined } from '#contract/types/defined.ts';
import type { WorktreeDetails } from '#contract/types/worktrees.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { WorktreeRecord } from '#core/ports/worktree-store.ts';
import { KEPT_MS } from '#core/worktrees/remove-worktree.ts';
import { requireFolderGrant } from '../../openclaw/sessions/session-grants.ts';
import { worktreeRow } from '../../openclaw/worktree-rows.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { MERGE_HANDLERS } from './merges.ts';

const MAX_SESSIONS = 100;

export const WORKTREE_HANDLERS = defineHandlers({
  ...MERGE_HANDLERS,
  'worktrees.list': (_params, { engine }) => ({ worktrees: engine.worktrees.list().map(worktreeRow) }),

  async 'worktrees.branches'({ repoRoot, includeRepositoryStatus }, call) {
    const folder = await requireFolderGrant(await call.services.folders.require(repoRoot), call);
    const found = await call.engine.worktrees.branches(folder, call.signal);
    if (found === undefined && includeRepositoryStatus !== true)
      throw invalidRequest(
        `${folder} isn't in a git repository.`,
        'NOT_A_REPOSITORY',
        'Choose a folder of a repository.',
      );
    const repositoryStatus = found === undefined ? ('not_git' as const) : ('git' as const);
    return {
      ...(found ?? { branches: [] }),
      ...(includeRepositoryStatus === true ? { repositoryStatus } : {}),
    };
  },

  async 'worktrees.create'({ repoRoot, name, baseRef }, call) {
    const folder = await requireFolderGrant(await call.services.folders.require(repoRoot), call);
    const project = await call.engine.projects.findByFolder(folder);
    const request = { repoRoot: folder, ...defined({ name, baseRef, projectId: project?.id }) };
    const created = await call.engine.worktrees.create(request, call.by, call.signal);
    if (project !== undefined) await call.engine.projects.carry(project, { from: created.repoRoot, to: created.path });
    return worktreeRow(created);
  },

  async 'worktrees.remove'({ id, force }, call) {
    const record = call.engine.worktrees.require(id);
    await requireIdle(record, force === true, call);
    const removed = await call.engine.worktrees.remove(id, call.by, call.signal);
    return { removed: true, ...defined({ snapshotRef: worktreeRow(removed).snapshotRef }) };
  },

  'worktrees.restore': async ({ id }, { engine, by, signal }) =>
    worktreeRow(await engine.worktrees.restore(id, by, signal)),

  async 'worktrees.gc'(_params, { engine, by }) {
    const orphansDeleted = await engine.worktrees.adoptOrphans(by);
    const before = engine.worktrees.list();
    const snapshotsPruned = await engine.worktrees.collect();
    const left = new Set(engine.worktrees.list().map(({ id }) => id));
    return { removed: before.map(({ id }) => id).filter((id) => !left.has(id)), orphansDeleted, snapshotsPruned };
  },

  async 'worktrees.details'({ ids, status, size }, call) {
    const records = call.engine.worktrees.list().filter(({ id }) => ids?.includes(id) !== false);
    const sessions = await findSessions(call);
    const withStatus = status === true || size === true;
    const worktrees = await Promise.all(
      records.map(async (record) => {
        const details = toDetails(record, sessions.get(record.id) ?? [], call);
        const options = { withSize: size === true, signal: call.signal };
        return withStatus ? { ...details, status: await call.engine.worktrees.status(record.id, options) } : details;
      }),
    );
    return { worktrees };
  },

  'worktrees.status': ({ id, size }, { engine, signal }) =>
    engine.worktrees.status(id, { withSize: size === true, signal }),

  async 'worktrees.purge'({ id }, { engine, by }) {
    await engine.worktrees.purge(id, by);
    return { ok: true };
  },
});

/** Nobody's work is moved away from under a run. @throws {GatewayError} `WORKTREE_BUSY` */
async function requireIdle(record: WorktreeRecord, isForced: boolean, { engine }: Call): Promise<void> {
  const active = engine.runs.active().map(({ sessionKey }) => sessionKey);
  for (const key of active) {
    if ((await engine.sessions.get(key))?.worktreeId !== record.id) continue;
    if (!isForced)
      throw invalidRequest(
        `A run is active in the worktree "${record.name}".`,
        'WORKTREE_BUSY',
        'Wait until it has ended or stop it, then retry.',
      );
    await engine.runs.abort(key);
  }
}

/** Keys of sessions by worktree. */
async function findSessions({ engine }: Call): Promise<ReadonlyMap<string, readonly string[]>> {
  const { sessions } = await engine.sessions.list({ limit: MAX_SESSIONS * 10, offset: 0, archived: 'all' });
  const used = sessions.filter(({ worktreeId }) => worktreeId !== undefined);
  return new Map(
    [...Map.groupBy(used, ({ worktreeId }) => worktreeId ?? '')].map(([id, records]) => [
      id,
      records.slice(0, MAX_SESSIONS).map(({ key }) => key),
    ]),
  );
}

function toDetails(record: WorktreeRecord, sessionKeys: readonly string[], { connection }: Call): WorktreeDetails {
  const { id, name, projectId, repoRoot, path, branch, baseRef, notes, createdAt, lastActiveAt, removedAt } = record;
  return {
    id,
    name,
    repoRoot,
    repoName:
      repoRoot
        .replace(/[/\\]+$/, '')
        .split(/[/\\]/)
        .at(-1) ?? repoRoot,
    branch,
    baseRef,
    sessionKeys,
    notes,
    createdAt,
    lastActiveAt,
    ...(connection.holds('operator.write') ? { path } : {}),
    ...defined({ projectId, removedAt }),
    ...(removedAt === undefined ? {} : { expiresAt: removedAt + KEPT_MS }),
  };
}
