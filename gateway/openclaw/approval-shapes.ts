// Approvals in the OpenClaw dialect (protocol facts, section 14).
import type { JsonObject } from '#contract/types/json-object.ts';
import { assertNever } from '../feeds/assert-never.ts';
import type { ApprovalDecision, ApprovalRecord } from '#contract/types/approvals.ts';

/** Decisions that the protocol knows; ours for the session has no name there. */
function allowedDecisions({ subject }: ApprovalRecord): readonly ApprovalDecision[] {
  return subject.suggestedRule === undefined ? ['allow-once', 'deny'] : ['allow-once', 'allow-always', 'deny'];
}

/** A pending approval as `exec.approval.requested` and `exec.approval.list` send it. */
export function execApproval(approval: ApprovalRecord): JsonObject {
  return {
    approvalKind: 'exec',
    id: approval.id,
    createdAtMs: approval.createdAtMs,
    expiresAtMs: approval.expiresAtMs,
    request: execRequest(approval),
  };
}

/** Requester and subject. */
function execRequest(approval: ApprovalRecord): JsonObject {
  const { subject } = approval;
  return {
    command: subject.command,
    cwd: subject.cwd,
    host: subject.sandbox,
    agentId: orNull(approval.agentId),
    sessionKey: orNull(approval.sessionKey),
    runId: orNull(approval.runId),
    toolCallId: orNull(approval.callId),
    ...(subject.argv === undefined ? {} : { commandArgv: subject.argv }),
    security: 'allowlist',
    ask: 'on-miss',
    warningText: formatRisks(approval),
    resolvedPath: subject.resolvedPath ?? null,
    nodeId: null,
    allowedDecisions: allowedDecisions(approval),
  };
}

/** Answer to `exec.approval.get`. */
export function execApprovalDetail(approval: ApprovalRecord): JsonObject {
  const { subject, id, agentId, expiresAtMs } = approval;
  return {
    id,
    commandText: subject.command,
    commandPreview: null,
    allowedDecisions: allowedDecisions(approval),
    host: subject.sandbox,
    nodeId: null,
    agentId: orNull(agentId),
    expiresAtMs,
  };
}

/** Payload of `exec.approval.resolved`. */
export function execApprovalResolved(approval: ApprovalRecord): JsonObject {
  const { id, outcome, resolvedBy, resolvedAtMs } = approval;
  return {
    id,
    // An expired approval counts as denied: clients of this event need a decision.
    decision: wireDecision(outcome) ?? 'deny',
    resolvedBy: resolvedBy ?? null,
    ts: resolvedAtMs ?? approval.createdAtMs,
    request: execRequest(approval),
  };
}

/** Payload of `session.approval`. */
export function sessionApproval(approval: ApprovalRecord): JsonObject {
  return {
    sessionKey: approval.sessionKey,
    sourceSessionKey: approval.sessionKey,
    updatedAtMs: approval.resolvedAtMs ?? approval.createdAtMs,
    phase: approval.outcome === undefined ? 'pending' : 'terminal',
    approval: approvalSnapshot(approval),
  };
}

/** The kind-agnostic snapshot, pending or decided. */
export function approvalSnapshot(approval: ApprovalRecord): JsonObject {
  const { subject, id, agentId, createdAtMs, expiresAtMs } = approval;
  const common = {
    id,
    presentation: {
      kind: 'exec',
      commandText: subject.command,
      commandPreview: null,
      warningText: formatRisks(approval),
      host: subject.sandbox,
      nodeId: null,
      agentId: orNull(agentId),
      allowedDecisions: allowedDecisions(approval),
    },
    urlPath: `/approve/${encodeURIComponent(id)}`,
    createdAtMs,
    expiresAtMs,
  };
  return { ...common, ...terminalPart(approval) };
}

function terminalPart({ outcome, resolvedAtMs, createdAtMs, agentId, sessionKey }: ApprovalRecord): JsonObject {
  const source = { ...(agentId === '' ? {} : { agentId }), ...(sessionKey === '' ? {} : { sessionKey }) };
  const at = { resolvedAtMs: resolvedAtMs ?? createdAtMs, source };
  switch (outcome) {
    case undefined:
      return { status: 'pending' };
    case 'allow-once':
    case 'allow-session':
      return { ...at, status: 'allowed', decision: 'allow-once', reason: 'user' };
    case 'allow-always':
      return { ...at, status: 'allowed', decision: 'allow-always', reason: 'user' };
    case 'deny':
      return { ...at, status: 'denied', decision: 'deny', reason: 'user' };
    case 'expired':
      return { ...at, status: 'expired', reason: 'timeout' };
    case 'cancelled':
      return { ...at, status: 'cancelled', reason: 'run-aborted' };
    default:
      return assertNever(outcome);
  }
}

/** The decision in the protocol's words; null when nobody decided. */
export function wireDecision(outcome: ApprovalRecord['outcome']): string | null {
  if (outcome === 'allow-session') return 'allow-once';
  return outcome === 'expired' || outcome === 'cancelled' || outcome === undefined ? null : outcome;
}

/** Why an approval waits no longer; undefined while it does. */
export function terminalReason(approval: ApprovalRecord): string | undefined {
  const { reason } = terminalPart(approval);
  return typeof reason === 'string' ? reason : undefined;
}

/** What a program left out is empty in the record. */
function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function formatRisks({ subject }: ApprovalRecord): string | null {
  return subject.risks.length === 0 ? null : subject.risks.join('; ');
}
