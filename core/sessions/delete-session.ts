// Deletes and restores a session with its side threads, which are copies of its conversation.
import type { EngineParts } from '../engine/engine-parts.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { Principal } from '../principal.ts';
import { interrupt } from '../runs/recover.ts';
import { isSideThread } from '../side/side-key.ts';
import type { SessionActor } from './session-actor.ts';

/** More side threads than anybody asks about one conversation. */
const MAX_THREADS = 10_000;

/** Moves a session to the deleted ones. Returns whether it existed. */
export async function deleteSession(parts: EngineParts, key: string, by: Principal): Promise<boolean> {
  const actor = await parts.sessions.load(key);
  if (!isKept(actor)) return false;
  const deletedAt = parts.ports.clock.now();
  // The session itself comes last: if the host ends in between, it can be deleted again.
  for (const thread of await listThreads(parts, key, false)) await remove(parts, thread.key, deletedAt, by);
  await remove(parts, key, deletedAt, by);
  return true;
}

/** Restores a deleted session, and the side threads that were deleted with it. Returns whether it was deleted. */
export async function restoreSession(parts: EngineParts, key: string, by: Principal): Promise<boolean> {
  const actor = await parts.sessions.load(key);
  const deletedAt = actor.record?.deletedAt;
  if (deletedAt === undefined) return false;
  const threads = await listThreads(parts, key, true);
  for (const thread of threads) if (thread.deletedAt === deletedAt) await putBack(parts, thread.key, by);
  await putBack(parts, key, by);
  return true;
}

function isKept({ record }: SessionActor): boolean {
  return record !== undefined && record.deletedAt === undefined;
}

async function listThreads({ ports }: EngineParts, key: string, deleted: boolean): Promise<readonly SessionRecord[]> {
  const query = { parentKey: key, archived: 'all', deleted, limit: MAX_THREADS, offset: 0 } as const;
  const { sessions } = await ports.store.sessions.list(query);
  return sessions.filter((session) => isSideThread(session.key));
}

async function remove(parts: EngineParts, key: string, deletedAt: number, by: Principal): Promise<void> {
  const actor = await parts.sessions.load(key);
  await parts.runner.abort(key, 'user');
  parts.release(key);
  await actor.patch({ deletedAt }, 'delete', { by, action: 'session.deleted', subject: key, details: {} });
}

async function putBack({ ports, sessions, runner }: EngineParts, key: string, by: Principal): Promise<void> {
  const actor = await sessions.load(key);
  const audit = { by, action: 'session.restored', subject: key, details: {} };
  await actor.patch({ deletedAt: undefined }, 'restore', audit);
  if (!runner.isActive(key)) await interrupt(ports, actor);
  await runner.startNext(actor);
}
