// Sessions that don't exist yet, or no longer.
import { defined } from '#contract/types/defined.ts';
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { NewSessionRequest } from '../engine/sessions-facet.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { Principal } from '../principal.ts';
import { endFullAccess } from './end-full-access.ts';
import { cleanTitle } from './record-patch.ts';
import type { SessionActor } from './session-actor.ts';

/** The record of a new session that belongs to `by`, in the agent's workspace unless another one was chosen. */
export function newSession(
  { clock, ids }: EnginePorts,
  agent: Pick<SessionRecord, 'agentId' | 'workspace'>,
  request: NewSessionRequest,
  by: Principal,
): SessionRecord {
  const now = clock.now();
  const { key, title, workspace, model, category, thinkingLevel, approvalMode } = request;
  const { parentKey, projectId, worktreeId, persona, machine, context } = request;
  return {
    key,
    sessionId: ids.next(),
    agentId: agent.agentId,
    ownerId: by.userId,
    workspace: workspace ?? agent.workspace,
    ...defined({ title: cleanTitle(title ?? ''), model, category, thinkingLevel, approvalMode }),
    ...defined({ parentKey, projectId, worktreeId, persona, machine, context }),
    unread: false,
    createdAt: now,
    updatedAt: now,
    lastSeq: 0,
    usage: EMPTY_SESSION.usage,
    contextTokens: 0,
  };
}

/** Fields of a deleted session that aren't restored with its key. */
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
  machine: undefined,
  persona: undefined,
  context: undefined,
} as const;

/**
 * Reuses the key of a deleted session for a new, empty conversation. The old one is hidden first, so a crash in between
 * never reveals it.
 */
export async function revive({ ids }: EnginePorts, actor: SessionActor): Promise<void> {
  if (actor.record?.deletedAt === undefined) return;
  await actor.commit(({ record }) => {
    if (record?.deletedAt === undefined) return undefined;
    const { sessionId: previousSessionId } = record;
    const reset = { type: 'reset', sessionId: ids.next(), previousSessionId, reason: 'deleted' } as const;
    return { events: [reset], hideRowsFrom: 1 };
  });
  await endFullAccess(actor);
  await actor.patch(FORGOTTEN, 'restore');
}
