// Creates, changes, resets, deletes and restores sessions.
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { EngineParts } from '../engine/engine-parts.ts';
import { requireAgent, parseModel } from '../runs/model-choice.ts';
import type { AuditDraft } from '../ports/audit.ts';
import type { SessionPatch, SessionRecord } from '../ports/sessions-store.ts';
import { inProject, withProject } from '../projects/session-agent.ts';
import { deleteSession, restoreSession } from './delete-session.ts';
import { endFullAccess } from './end-full-access.ts';
import { chooseMachine } from './keep-machine.ts';
import { newSession, revive } from './new-session.ts';
import { cleanTitle } from './record-patch.ts';
import type { SessionActor, SessionChange } from './session-actor.ts';
import type { SessionInput } from './session-input.ts';
import type { IdleCompaction } from '../runs/idle-compaction.ts';
import { requireSession, requireWritable } from './require-session.ts';
import type { Principal } from '../principal.ts';

/** Settings of future runs, which an archived session doesn't have; its title and pin can be changed. */
const RUN_SETTINGS = ['model', 'thinkingLevel', 'approvalMode', 'persona', 'context'] as const;

/** The session operations of the engine. */
export function sessionAdmin(parts: EngineParts): Omit<SessionsFacet, keyof SessionInput | keyof IdleCompaction> {
  const { ports, sessions, runner, projects, release } = parts;
  return {
    async get(key) {
      const record = sessions.peek(key)?.record ?? (await ports.store.sessions.get(key));
      return record?.deletedAt === undefined ? record : undefined;
    },
    list: (query) => ports.store.sessions.list(query),
    revision: () => ports.store.sessions.revision(),
    async create(request, by) {
      const actor = await sessions.load(request.key);
      const project = request.projectId === undefined ? undefined : await projects.require(request.projectId);
      const wanted = project === undefined ? request : inProject(request, project);
      const agent = withProject(requireAgent(ports.config.settings(), actor.agentId), project);
      await revive(ports, actor);
      await actor.commit(({ record }) =>
        record === undefined ? createStep(newSession(ports, agent, wanted, by), by) : undefined,
      );
      if (project !== undefined) await projects.markUsed(project.id);
      await chooseMachine(ports, agent, actor);
      return requireSession(actor);
    },
    patch: (key, patch, by) => patchSession(parts, key, patch, by),
    reset: (key, by) => resetSession(parts, key, by),
    delete: (key, by) => deleteSession(parts, key, by),
    async purgeAll(by) {
      const keys = await ports.store.sessions.keys();
      for (const { sessionKey } of runner.list()) await runner.abort(sessionKey, 'user');
      for (const key of keys) release(key);
      const audit = { by, action: 'user.purged', subject: 'owner', details: { sessions: keys.length } };
      const removed = await ports.store.sessions.purgeAll(audit);
      await ports.snapshots.clear();
      sessions.forget(() => true);
      return { total: keys.length, removed };
    },
    purgeDeleted(before) {
      sessions.forget(({ record }) => record?.deletedAt !== undefined && record.deletedAt < before);
      return ports.store.sessions.purgeDeleted(before);
    },
    restore: (key, by) => restoreSession(parts, key, by),
  };
}

async function patchSession(
  parts: EngineParts,
  key: string,
  patch: SessionPatch,
  by: Principal,
): Promise<SessionRecord> {
  const actor = await parts.sessions.load(key);
  const before = requireSession(actor);
  const stays = 'archivedAt' in patch ? patch.archivedAt !== undefined : before.archivedAt !== undefined;
  if (stays && RUN_SETTINGS.some((setting) => setting in patch)) requireWritable(before);
  // An archived session has no active run.
  if (stays && before.archivedAt === undefined) await parts.runner.abort(key, 'user');
  const clean = 'title' in patch ? { ...patch, title: cleanTitle(patch.title ?? '') } : patch;
  const record = await actor.patch(clean, 'patch', modeChange(before, patch, by) ?? machineChange(before, patch, by));
  if ('model' in patch && patch.model !== before.model) await noteModel(actor, record);
  return record;
}

/** An approval mode that is chosen for a new session is audited like a later change. */
function createStep(create: SessionRecord, by: Principal): SessionChange {
  const { key: subject, approvalMode: to } = create;
  const audit = { by, action: 'session.permissions', subject, details: { from: 'agent', to } };
  return { events: [], create, ...(to === undefined ? {} : { audit }) };
}

/** Changes of the approval mode are audited with their author. */
function modeChange(before: SessionRecord, patch: SessionPatch, by: Principal): AuditDraft | undefined {
  if (!('approvalMode' in patch) || patch.approvalMode === before.approvalMode) return undefined;
  const details = { from: before.approvalMode ?? 'agent', to: patch.approvalMode ?? 'agent' };
  return { by, action: 'session.permissions', subject: before.key, details };
}

/** So are changes of the machine, except the first choice. */
function machineChange(before: SessionRecord, patch: SessionPatch, by: Principal): AuditDraft | undefined {
  if (!('machine' in patch) || before.machine === undefined || patch.machine === before.machine) return undefined;
  const details = { from: before.machine, to: patch.machine ?? 'default' };
  return { by, action: 'session.machine', subject: before.key, details };
}

async function resetSession(parts: EngineParts, key: string, by: Principal): Promise<SessionRecord> {
  const actor = await parts.sessions.load(key);
  requireWritable(requireSession(actor));
  await parts.runner.abort(key, 'user');
  parts.release(key);
  await endFullAccess(actor);
  await actor.commit(({ record }) => ({
    events: [{ type: 'reset', sessionId: parts.ports.ids.next(), previousSessionId: record?.sessionId ?? '' }],
    hideRowsFrom: 1,
    audit: { by, action: 'session.reset', subject: key, details: {} },
  }));
  return requireSession(actor);
}

/** A change of model is recorded in the transcript once the conversation has started. */
async function noteModel(actor: SessionActor, record: SessionRecord): Promise<void> {
  const choice = parseModel(record.model ?? '');
  if (choice === undefined || actor.view.items.length === 0) return;
  await actor.commit(() => ({ events: [{ type: 'model.changed', ...choice }] }));
}
