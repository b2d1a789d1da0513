// Approvals in the OpenClaw dialect.
import { defined } from '#contract/types/defined.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import { listSuggestedRules } from '#contract/types/needed-programs.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { ApprovalDecision, ApprovalRecord } from '#contract/types/approvals.ts';

type Snapshot = PublishedType<'ApprovalGetResult'>['approval'];

/**
 * Decisions that the protocol knows: it has none for a session. Its clients show the command only, so "always" is limited to lines
 * that need one rule.
 */
function allowedDecisions({ subject }: ApprovalRecord): readonly ApprovalDecision[] {
  return listSuggestedRules(subject).length === 1 ? ['allow-once', 'allow-always', 'deny'] : ['allow-once', 'deny'];
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
    ...defined({ commandArgv: subject.argv }),
    security: 'allowlist',
    ask: 'on-miss',
    warningText: formatRisks(approval),
    resolvedPath: subject.resolvedPath ?? null,
    nodeId: null,
    allowedDecisions: allowedDecisions(approval),
  };
}

/** Result of `exec.approval.get`. */
export function execApprovalDetail(approval: ApprovalRecord): JsonObject {
  return { id: approval.id, ...describeCommand(approval), expiresAtMs: approval.expiresAtMs };
}

function describeCommand(approval: ApprovalRecord) {
  return {
    commandText: approval.subject.command,
    commandPreview: null,
    host: approval.subject.sandbox,
    nodeId: null,
    agentId: orNull(approval.agentId),
    allowedDecisions: allowedDecisions(approval),
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

/** An approval of any kind, pending or resolved. */
export function approvalSnapshot(approval: ApprovalRecord): Snapshot {
  const { id, createdAtMs, expiresAtMs } = approval;
  const presentation = { kind: 'exec', ...describeCommand(approval), warningText: formatRisks(approval) };
  const urlPath = `/approve/${encodeURIComponent(id)}`;
  // A test checks the shape against the published schema.
  return { id, presentation, urlPath, createdAtMs, expiresAtMs, ...toResolution(approval) } as Snapshot;
}

function toResolution({ outcome, resolvedAtMs, createdAtMs, agentId, sessionKey }: ApprovalRecord) {
  const source = { ...(agentId === '' ? {} : { agentId }), ...(sessionKey === '' ? {} : { sessionKey }) };
  const at = { resolvedAtMs: resolvedAtMs ?? createdAtMs, source };
  return outcome === undefined ? ({ status: 'pending' } as const) : { ...at, ...RESOLUTIONS[outcome] };
}

const RESOLUTIONS = {
  'allow-once': { status: 'allowed', decision: 'allow-once', reason: 'user' },
  'allow-session': { status: 'allowed', decision: 'allow-once', reason: 'user' },
  'allow-always': { status: 'allowed', decision: 'allow-always', reason: 'user' },
  deny: { status: 'denied', decision: 'deny', reason: 'user' },
  expired: { status: 'expired', reason: 'timeout' },
  cancelled: { status: 'cancelled', reason: 'run-aborted' },
} as const;

/** The decision as the protocol names it; null when there is none. */
export function wireDecision(outcome: ApprovalRecord['outcome']): string | null {
  const resolution = outcome && RESOLUTIONS[outcome];
  return resolution && 'decision' in resolution ? resolution.decision : null;
}

/** Why an approval ended; undefined while it is pending. */
export function terminalReason({ outcome }: ApprovalRecord): string | undefined {
  return outcome && RESOLUTIONS[outcome].reason;
}

/** Fields that a program left out are empty in the record. */
function orNull(text: string): string | null {
  return text === '' ? null : text;
}

function formatRisks({ subject }: ApprovalRecord): string | null {
  return subject.risks.length === 0 ? null : subject.risks.join('; ');
}
