// The key of a deleted session can be reused: it starts a new, empty conversation.
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionActor } from './session-actor.ts';

/** Title, group and other facts of the deleted session are not restored with its key. */
const FORGOTTEN = {
  deletedAt: undefined,
  title: undefined,
  derivedTitle: undefined,
  preview: undefined,
  pinnedAt: undefined,
  archivedAt: undefined,
  category: undefined,
  icon: undefined,
  color: undefined,
} as const;

/** Revives a deleted session as a new one. The old conversation is hidden first, so a crash in between never reveals it. */
export async function revive(ports: EnginePorts, actor: SessionActor): Promise<void> {
  if (actor.record?.deletedAt === undefined) return;
  const previousSessionId = actor.record.sessionId;
  await actor.commit(({ record }) =>
    record?.deletedAt === undefined
      ? undefined
      : {
          events: [{ type: 'reset', sessionId: ports.ids.next(), previousSessionId, reason: 'deleted' }],
          hideRowsFrom: 1,
        },
  );
  await actor.patch(FORGOTTEN, 'restore');
}
