// Approval requests of runs, and their answers. The first answer wins; a request without an answer in time is denied.
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import type { ApprovalOutcome, ApprovalSubject, SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { ApprovalView, AssistantItem, SessionView, ToolCallView } from '#contract/sessions/session-view.ts';
import type {
  ApprovalAnswer,
  ApprovalResolution,
  ApprovalsFacet,
  ExternalApprovalRequest,
} from '../engine/approvals-facet.ts';
import type { EngineNotice } from '../engine/notices.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { findCall, setPhase, type ActiveRun } from '../runs/active-run.ts';
import { commitWithRetry } from '../runs/commit-with-retry.ts';
import type { SessionActor, SessionChange } from '../sessions/session-actor.ts';
import type { SessionCache } from '../sessions/session-cache.ts';
import { approvalRecord } from './approval-record.ts';
import { parseLine } from '../policy/command-line.ts';
import type { ExternalApprovals } from './external-approvals.ts';
import { PendingAnswers } from './pending-answers.ts';
import { covers, ruleProblem } from '../policy/rules.ts';
import { GATEWAY, agentPrincipal, formatPrincipal, type Principal } from '../principal.ts';

/** Most pending approvals that a list contains. */
const MAX_PENDING = 1_000;

/** Approvals of runs; those of external programs are delegated. */
export class Approvals implements ApprovalsFacet {
  readonly #ports: EnginePorts;
  readonly #sessions: SessionCache;
  readonly #rulesChanged: () => void;
  readonly #external: ExternalApprovals;
  readonly #pending: PendingAnswers<true>;
  /** The active run of each pending approval that a run waits for. */
  readonly #runs = new Map<string, ActiveRun>();

  constructor(
    ports: EnginePorts,
    {
      sessions,
      external,
      rulesChanged,
    }: { readonly sessions: SessionCache; readonly external: ExternalApprovals; readonly rulesChanged: () => void },
  ) {
    this.#ports = ports;
    this.#external = external;
    this.#pending = new PendingAnswers({ ...ports, expire: (id) => this.#expire(id) });
    this.#sessions = sessions;
    this.#rulesChanged = rulesChanged;
  }

  /** Follows answers, wherever they were given. */
  follow(notice: EngineNotice): void {
    this.#external.follow(notice);
    if (notice.kind === 'event' && notice.event.type === 'approval.resolved')
      this.#pending.settle(notice.event.approvalId, true);
  }

  /** Stores a request of a run and shows it everywhere. */
  async requestFor(run: ActiveRun, call: ToolCallView, subject: ApprovalSubject): Promise<void> {
    const { actor, ports } = run;
    const approvalId = ports.ids.next();
    const now = ports.clock.now();
    const expiresAtMs = now + ports.config.settings().limits.approvalTtlMs;
    const approval = approvalRecord(actor, run.runId, call, { approvalId, subject, requestedAt: now, expiresAtMs });
    await commitWithRetry(run, () => ({
      events: [{ type: 'approval.requested', approvalId, callId: call.callId, runId: run.runId, subject, expiresAtMs }],
      approval,
      audit: {
        by: agentPrincipal(actor),
        action: 'approval.requested',
        subject: approvalId,
        details: { sessionKey: actor.key, tool: subject.tool, command: subject.command, cwd: subject.cwd },
      },
    }));
  }

  /** Waits until the call's request is answered or expires, or the run is stopped. The answer is in the view. */
  async waitFor(run: ActiveRun, callId: string): Promise<void> {
    const pending = findCall(run.actor.view, callId);
    if (pending?.state !== 'approval' || pending.approval === undefined) return;
    const { approvalId, expiresAtMs, subject } = pending.approval;
    setPhase(run, 'approval', subject.command, expiresAtMs);
    this.#runs.set(approvalId, run);
    this.#pending.open(approvalId, expiresAtMs);
    await this.#pending.wait(approvalId, run.signal);
    this.#pending.close(approvalId);
    this.#runs.delete(approvalId);
  }

  pending(): Promise<readonly ApprovalRecord[]> {
    return this.#ports.store.approvals.list({ status: 'pending', limit: MAX_PENDING });
  }

  resolved(limit: number, before?: number): Promise<readonly ApprovalRecord[]> {
    const page = before === undefined ? { limit } : { limit, before };
    return this.#ports.store.approvals.list({ status: 'resolved', ...page });
  }

  get(id: string): Promise<ApprovalRecord | undefined> {
    return this.#ports.store.approvals.get(id);
  }

  request(request: ExternalApprovalRequest): Promise<ApprovalRecord> {
    return this.#external.request(request);
  }

  wait(id: string, signal: AbortSignal): Promise<ApprovalRecord | undefined> {
    return this.#external.wait(id, signal);
  }

  expire(id: string): Promise<boolean> {
    return this.#external.expire(id);
  }

  async resolve(request: ApprovalAnswer): Promise<ApprovalResolution> {
    const record = await this.#ports.store.approvals.get(request.id);
    if (record === undefined)
      throw new GatewayError('APPROVAL_NOT_FOUND', 'No approval has this id.', {
        details: { code: 'APPROVAL_NOT_FOUND', reason: 'APPROVAL_NOT_FOUND' },
      });
    if (record.outcome !== undefined) return { applied: false, approval: record };
    if (request.reason !== undefined) this.#ports.secretGuard.refuse(request.reason);
    if (record.requester !== undefined) return this.#external.resolve(request, record);
    const words = ruleWords(record, request);
    const actor = await this.#sessions.load(record.sessionKey);
    const applied = await this.#answer(actor, record.id, {
      outcome: request.decision,
      by: request.by,
      ...(request.reason === undefined ? {} : { reason: request.reason }),
    });
    if (applied && words !== undefined) await this.#store(record, actor, words, request);
    return { applied, approval: (await this.#ports.store.approvals.get(record.id)) ?? record };
  }

  async #expire(approvalId: string): Promise<void> {
    const run = this.#runs.get(approvalId);
    if (run !== undefined) await this.#answer(run.actor, approvalId, { outcome: 'expired', by: GATEWAY });
  }

  async #answer(
    actor: SessionActor,
    approvalId: string,
    answer: { readonly outcome: ApprovalOutcome; readonly by: Principal; readonly reason?: string },
  ): Promise<boolean> {
    const resolvedAtMs = this.#ports.clock.now();
    const events = await actor.commit(({ view }) => {
      const found = pendingCall(view, approvalId);
      if (found === undefined) return undefined;
      const { item, call, approval } = found;
      return answerStep(actor, { runId: item.runId, call, approval }, { ...answer, resolvedAtMs });
    });
    return events.length > 0;
  }

  async #store(
    record: ApprovalRecord,
    actor: SessionActor,
    words: readonly string[],
    { by, decision }: ApprovalAnswer,
  ): Promise<void> {
    const rule: ApprovalRule = {
      id: this.#ports.ids.next(),
      agentId: record.agentId,
      words,
      ...(decision === 'allow-session' ? { sessionKey: record.sessionKey } : {}),
      workspace: actor.record?.workspace ?? '',
      createdBy: formatPrincipal(by),
      createdAtMs: this.#ports.clock.now(),
      uses: 0,
    };
    await this.#ports.store.approvals.addRule(rule, {
      by,
      action: 'rule.added',
      subject: rule.id,
      details: { words, agentId: rule.agentId, workspace: rule.workspace, approvalId: record.id },
    });
    this.#rulesChanged();
  }
}

/** Words of the rule to store with an answer. @throws {GatewayError} when no such rule can be stored. */
function ruleWords(record: ApprovalRecord, { decision, rule }: ApprovalAnswer): readonly string[] | undefined {
  if (decision !== 'allow-always' && decision !== 'allow-session') return undefined;
  const words = rule ?? record.subject.suggestedRule;
  if (words === undefined) {
    if (decision === 'allow-session') return undefined;
    throw invalidRequest(
      'No rule can be stored for this command. Allow it once or for this session.',
      'RULE_NOT_STORABLE',
    );
  }
  const problem = ruleProblem(words);
  if (problem !== undefined) throw invalidRequest(`This rule cannot be stored: ${problem}.`, 'RULE_NOT_STORABLE');
  const parsed = parseLine(record.subject.command);
  if (!parsed.ok || !covers(words, parsed.words))
    throw invalidRequest('This rule does not cover the requested command.', 'RULE_DOES_NOT_COVER');
  return words;
}

interface Pending {
  readonly item: AssistantItem;
  readonly call: ToolCallView;
  readonly approval: ApprovalView;
}

function pendingCall(view: SessionView, approvalId: string): Pending | undefined {
  for (const item of view.items.toReversed()) {
    if (item.kind !== 'assistant') continue;
    const call = item.calls.find((candidate) => candidate.approval?.approvalId === approvalId);
    if (call?.approval !== undefined)
      return call.state === 'approval' && call.approval.outcome === undefined
        ? { item, call, approval: call.approval }
        : undefined;
  }
  return undefined;
}

/** A denial finishes the call in the same write, so that it can never run afterwards. */
function answerStep(
  actor: SessionActor,
  { runId, call, approval }: { readonly runId: string; readonly call: ToolCallView; readonly approval: ApprovalView },
  answer: {
    readonly outcome: ApprovalOutcome;
    readonly by: Principal;
    readonly resolvedAtMs: number;
    readonly reason?: string;
  },
): SessionChange {
  const { outcome, by, reason } = answer;
  const { approvalId, subject } = approval;
  const resolved: SessionEventDraft = {
    type: 'approval.resolved',
    approvalId,
    callId: call.callId,
    runId,
    outcome,
    resolvedBy: formatPrincipal(by),
    ...(reason === undefined ? {} : { reason }),
  };
  const text = denialText(outcome, reason);
  const finished: readonly SessionEventDraft[] =
    text === undefined
      ? []
      : [
          {
            type: 'tool.finished',
            callId: call.callId,
            runId,
            name: call.name,
            isError: true,
            text,
            details: { denied: true, outcome, ...(reason === undefined ? {} : { reason }) },
            durationMs: 0,
          },
        ];
  return {
    events: [resolved, ...finished],
    approval: approvalRecord(actor, runId, call, approval, answer),
    audit: {
      by,
      action: 'approval.resolved',
      subject: approvalId,
      details: {
        outcome,
        sessionKey: actor.key,
        tool: subject.tool,
        command: subject.command,
        ...(reason === undefined ? {} : { reason }),
      },
    },
  };
}

/** Tool result for a denial; undefined when the call was allowed. */
function denialText(outcome: ApprovalOutcome, reason: string | undefined): string | undefined {
  switch (outcome) {
    case 'deny':
      return reason === undefined || reason.trim() === '' ? 'Denied by the user.' : `Denied by the user: ${reason}`;
    case 'expired':
      return 'Denied: the approval request expired without an answer.';
    case 'cancelled':
      return 'Not executed: the run was stopped.';
    default:
      return undefined;
  }
}
