// A key whose session was deleted can be used again: it begins a new, empty conversation.
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionActor } from './session-actor.ts';

/** What the deleted session was called and how it was sorted does not come back with its key. */
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

/** Makes a deleted session a new one; the old conversation is set aside first, so that a kill between never shows it. */
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
