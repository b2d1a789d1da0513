// Creates, changes, resets, deletes and restores sessions.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { requireAgent, parseModel } from '../runs/model-choice.ts';
import { interrupt } from '../runs/recover.ts';
import type { Runner } from '../runs/runner.ts';
import type { AuditDraft } from '../ports/audit.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import { newSession } from './new-session.ts';
import { revive } from './revive.ts';
import type { SessionActor } from './session-actor.ts';
import type { SessionCache } from './session-cache.ts';
import { requireWritable } from './writable.ts';
import type { Principal } from '../principal.ts';

interface Parts {
  readonly ports: EnginePorts;
  readonly sessions: SessionCache;
  readonly runner: Runner;
  /** Releases external resources of the session: background commands. */
  readonly release: (key: string) => void;
}

type Changes = { readonly [K in keyof SessionRecord]: SessionRecord[K] | undefined };

/** Settings that only matter for an active session; titles and pins can be changed in the archive too. */
const WORK_FACTS = ['model', 'thinkingLevel', 'permissionMode'] as const;

type Admin = Omit<
  SessionsFacet,
  'compact' | 'undoCompaction' | 'editSummary' | 'resolveKey' | 'resolveWritableKey' | 'resolveTarget' | 'require'
>;

/** The session operations of the engine. */
export function sessionAdmin(parts: Parts): Admin {
  const { ports, sessions, runner } = parts;
  return {
    async get(key) {
      const record = sessions.peek(key)?.record ?? (await ports.store.sessions.get(key));
      return record?.deletedAt === undefined ? record : undefined;
    },
    list: (query) => ports.store.sessions.list(query),
    async create(request, by) {
      const actor = await sessions.load(request.key);
      const agent = requireAgent(ports.config.settings(), actor.agentId);
      await revive(ports, actor);
      await actor.commit(({ record }) =>
        record === undefined ? { events: [], create: newSession(ports, agent, { ...request, by }) } : undefined,
      );
      return existing(actor);
    },
    async patch(key, patch, by) {
      const actor = await sessions.load(key);
      const before = existing(actor);
      const stays = 'archivedAt' in patch ? patch.archivedAt !== undefined : before.archivedAt !== undefined;
      if (stays && WORK_FACTS.some((fact) => fact in patch)) requireWritable(before);
      // An archived session has no active run.
      if (stays && before.archivedAt === undefined) await runner.abort(key, 'user');
      const record = await actor.patch(patch, 'patch', modeChange(before, patch, by));
      if ('model' in patch && patch.model !== before.model) await noteModel(actor, record);
      return record;
    },
    reset: (key, by) => resetSession(parts, key, by),
    delete: (key, by) => deleteSession(parts, key, by),
    async purgeAll(by) {
      const keys = await ports.store.sessions.keys();
      for (const { sessionKey } of runner.list()) await runner.abort(sessionKey, 'user');
      for (const key of keys) parts.release(key);
      const audit = { by, action: 'user.purged', subject: 'owner', details: { sessions: keys.length } };
      const removed = await ports.store.sessions.purgeAll(audit);
      sessions.forget(() => true);
      return { total: keys.length, removed };
    },
    purgeDeleted(before) {
      sessions.forget(({ record }) => record?.deletedAt !== undefined && record.deletedAt < before);
      return ports.store.sessions.purgeDeleted(before);
    },
    async restore(key, by) {
      const actor = await sessions.load(key);
      if (actor.record?.deletedAt === undefined) return false;
      await actor.patch({ deletedAt: undefined }, 'restore', {
        by,
        action: 'session.restored',
        subject: key,
        details: {},
      });
      if (!runner.isActive(key)) await interrupt(ports, actor);
      await runner.startNext(actor);
      return true;
    },
  };
}

/** Changes of the permission mode are audited with their author. */
function modeChange(before: SessionRecord, patch: Partial<Changes>, by: Principal): AuditDraft | undefined {
  if (!('permissionMode' in patch) || patch.permissionMode === before.permissionMode) return undefined;
  const details = { from: before.permissionMode ?? 'agent', to: patch.permissionMode ?? 'agent' };
  return { by, action: 'session.permissions', subject: before.key, details };
}

async function resetSession(
  { ports, sessions, runner, release }: Parts,
  key: string,
  by: Principal,
): Promise<SessionRecord> {
  const actor = await sessions.load(key);
  requireWritable(existing(actor));
  await runner.abort(key, 'user');
  release(key);
  await actor.commit(({ record }) => ({
    events: [{ type: 'reset', sessionId: ports.ids.next(), previousSessionId: record?.sessionId ?? '' }],
    hideRowsFrom: 1,
    audit: { by, action: 'session.reset', subject: key, details: {} },
  }));
  return existing(actor);
}

async function deleteSession(
  { ports, sessions, runner, release }: Parts,
  key: string,
  by: Principal,
): Promise<boolean> {
  const actor = await sessions.load(key);
  if (actor.record === undefined || actor.record.deletedAt !== undefined) return false;
  await runner.abort(key, 'user');
  release(key);
  await actor.patch({ deletedAt: ports.clock.now() }, 'delete', {
    by,
    action: 'session.deleted',
    subject: key,
    details: {},
  });
  return true;
}

/** A change of model is recorded in the transcript once the conversation has started. */
async function noteModel(actor: SessionActor, record: SessionRecord): Promise<void> {
  const choice = parseModel(record.model ?? '');
  if (choice === undefined || actor.view.items.length === 0) return;
  await actor.commit(() => ({ events: [{ type: 'model.changed', ...choice }] }));
}

/** The record of an existing session. @throws {GatewayError} */
function existing(actor: SessionActor): SessionRecord {
  if (actor.record === undefined || actor.record.deletedAt !== undefined)
    throw invalidRequest('Session not found.', 'SESSION_NOT_FOUND', 'It may have been deleted.');
  return actor.record;
}
