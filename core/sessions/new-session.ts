// A session that does not exist yet.
import { defined } from '#contract/types/defined.ts';
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { Principal } from '../principal.ts';

/** Options of a new session. */
export interface SessionChoices {
  readonly key: string;
  /** Who creates it: the owner. */
  readonly by: Principal;
  readonly title?: string;
  readonly workspace?: string;
  readonly model?: string;
  readonly category?: string;
  readonly thinkingLevel?: string;
  readonly permissionMode?: SessionRecord['permissionMode'];
  readonly parentKey?: string;
}

/** The record of a new session, in the agent's workspace unless another one was chosen. */
export function newSession(ports: EnginePorts, agent: AgentSettings, choices: SessionChoices): SessionRecord {
  const now = ports.clock.now();
  const { key, title, workspace, model, category, thinkingLevel, permissionMode, parentKey, by } = choices;
  return {
    key,
    sessionId: ports.ids.next(),
    agentId: agent.agentId,
    ownerId: by.userId,
    workspace: workspace ?? agent.workspace,
    ...defined({ title, model, category, thinkingLevel, permissionMode, parentKey }),
    unread: false,
    createdAt: now,
    updatedAt: now,
    lastSeq: 0,
    usage: EMPTY_SESSION.usage,
    contextTokens: 0,
  };
}
