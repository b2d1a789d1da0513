// Resolves the session names that callers enter, and checks their expectations.
import { takeStart } from '#contract/types/truncate-text.ts';
import { canonicalSessionKey, MAIN_KEY, parseSessionKey } from '#contract/types/ids.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { SessionsFacet } from '../engine/sessions-facet.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import { requireAgent } from '../runs/model-choice.ts';

/** The part of the sessions facet that this file implements. */
export type SessionInput = Pick<SessionsFacet, 'resolveKey' | 'resolveWritableKey' | 'resolveTarget' | 'require'>;

/** The lookups of the engine. */
export function sessionInput({ config }: EnginePorts, get: SessionsFacet['get']): SessionInput {
  const resolveKey: SessionInput['resolveKey'] = (asked, agentId) => {
    const key = canonicalSessionKey(asked, agentId ?? config.settings().defaultAgentId);
    if (key !== undefined) return key;
    const hint = 'Use "main", a name, or agent:<agent>:<name>.';
    throw invalidRequest(`"${takeStart(asked, 100)}" is not a session key.`, 'INVALID_SESSION_KEY', hint);
  };
  const resolveWritableKey: SessionInput['resolveWritableKey'] = (asked, agentId) => {
    const key = resolveKey(asked, agentId);
    requireAgent(config.settings(), parseSessionKey(key)?.agentId ?? '');
    return key;
  };
  return {
    resolveKey,
    resolveWritableKey,
    resolveTarget(asked, sessionKey = MAIN_KEY) {
      const { agentId } = requireAgent(config.settings(), asked ?? config.settings().defaultAgentId);
      const key = resolveWritableKey(sessionKey, agentId);
      return { agentId: parseSessionKey(key)?.agentId ?? agentId, sessionKey: key };
    },
    async require(asked, agentId) {
      const key = resolveKey(asked, agentId);
      const record = await get(key);
      if (record !== undefined) return record;
      const hint = 'It was deleted, or it has no messages yet.';
      throw invalidRequest(`No session found: ${key}`, 'SESSION_NOT_FOUND', hint);
    },
  };
}

/** Rejects an action on a conversation that has been reset since the caller read it. @throws {GatewayError} */
export function requireSameConversation(record: SessionRecord, expectedSessionId: string | undefined): void {
  if (expectedSessionId !== undefined && expectedSessionId !== record.sessionId) throw sessionChanged();
}

/** The error for a session that has changed since the caller read it. */
export function sessionChanged(): GatewayError {
  return new GatewayError('INVALID_REQUEST', 'the session has changed since it was read; reload it and retry', {
    details: { reason: 'session-changed', code: 'SESSION_CHANGED' },
  });
}
