// Samples for the conformance suite of a store: sessions and messages.
import { testPrincipal } from '../support/core/test-principal.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { SessionCommit, SessionRecord } from '#core/ports/sessions-store.ts';

/** The session of most tests. */
export const KEY = 'agent:main:one';
/** Time of the samples. */
export const T0 = Date.UTC(2026, 10, 21, 8, 0, 0);

/** An audit entry of most writes. */
export const AUDIT = { by: testPrincipal('test'), action: 'rule.added', subject: 'rule', details: {} };

/** A session as the engine would create it. */
export function sessionRecord(key: string, fields: Partial<SessionRecord> = {}): SessionRecord {
  return {
    key,
    sessionId: `id of ${key}`,
    agentId: 'main',
    ownerId: 'ada',
    workspace: '/tmp/workspace',
    unread: false,
    createdAt: T0,
    updatedAt: T0,
    lastSeq: 0,
    usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    contextTokens: 0,
    ...fields,
  };
}

/** A commit with a message, which creates the session if it does not exist. */
export function saying(key: string, text: string, fields: Partial<SessionCommit> = {}): SessionCommit {
  return { key, create: sessionRecord(key), ts: T0, events: [accepted(`message of ${text}`, text)], ...fields };
}

/** An accepted or queued message. */
export function accepted(messageId: string, text: string, queue?: 'followup'): SessionEventDraft {
  return {
    type: 'message.accepted',
    messageId,
    runId: `run of ${messageId}`,
    text,
    ...(queue === undefined ? {} : { queue }),
  };
}

/** The start of a run. */
export function started(messageIds: readonly string[], runId = 'r1'): SessionEventDraft {
  return { type: 'run.started', runId, messageIds: [...messageIds], agentId: 'main', provider: 'demo', model: 'demo' };
}

/** A pending approval. */
export function approval(id: string, fields: Partial<ApprovalRecord> = {}): ApprovalRecord {
  const subject = { tool: 'exec', command: 'ls', cwd: '/tmp', sandbox: 'host', reason: 'no rule', risks: [] };
  return {
    id,
    sessionKey: KEY,
    sessionTitle: 'One',
    agentId: 'main',
    runId: 'r1',
    callId: `call ${id}`,
    subject,
    createdAtMs: T0,
    expiresAtMs: T0 + 1000,
    ...fields,
  };
}
