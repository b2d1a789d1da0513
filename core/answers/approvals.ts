// The desk: questions to a person, and their answers. The first answer wins; no answer in time is a no.
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import type { ApprovalOutcome, ApprovalSubject, SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { ApprovalView, AssistantItem, SessionView, ToolCallView } from '#contract/sessions/session-view.ts';
import type { Engine, EngineNotice } from '../engine/engine.ts';
import type { EnginePorts } from '../engine/engine-parts.ts';
import { callOf, setPhase, type ActiveRun } from '../runs/active-run.ts';
import { commitWithRetry } from '../runs/commit-with-retry.ts';
import { untilAborted } from '../runs/wait.ts';
import type { SessionActor, Step } from '../sessions/session-actor.ts';
import type { SessionCache } from '../sessions/session-cache.ts';
import { approvalRecord } from './approval-record.ts';
import { parseLine } from '../policy/command-line.ts';
import type { ExternalApprovals } from './external-approvals.ts';
import { covers, ruleProblem } from '../policy/rules.ts';

type Resolution = Parameters<Engine['resolveApproval']>[0];

/** Who answers when nobody did. */
const NOBODY = 'gatehouse';

/** Pending approvals that are listed. */
const MAX_PENDING = 1_000;

/** Asks and answers. */
export class Approvals {
  readonly #ports: EnginePorts;
  readonly #sessions: SessionCache;
  readonly #rulesChanged: () => void;
  readonly #outside: ExternalApprovals;
  readonly #waiting = new Map<string, () => void>();

  constructor(
    ports: EnginePorts,
    {
      sessions,
      outside,
      rulesChanged,
    }: { readonly sessions: SessionCache; readonly outside: ExternalApprovals; readonly rulesChanged: () => void },
  ) {
    this.#ports = ports;
    this.#outside = outside;
    this.#sessions = sessions;
    this.#rulesChanged = rulesChanged;
  }

  /** Hears of answers, wherever they were given. */
  follow(notice: EngineNotice): void {
    this.#outside.follow(notice);
    if (notice.kind === 'event' && notice.event.type === 'approval.resolved')
      this.#waiting.get(notice.event.approvalId)?.();
  }

  /** Writes the question down and shows it everywhere. */
  async ask(run: ActiveRun, call: ToolCallView, subject: ApprovalSubject): Promise<void> {
    const { actor, ports } = run;
    const approvalId = ports.ids.next();
    const now = ports.clock.now();
    const expiresAtMs = now + ports.config.settings().limits.approvalTtlMs;
    const approval = approvalRecord(actor, run.runId, call, { approvalId, subject, requestedAt: now, expiresAtMs });
    await commitWithRetry(run, () => ({
      events: [{ type: 'approval.requested', approvalId, callId: call.callId, runId: run.runId, subject, expiresAtMs }],
      approval,
      audit: {
        actor: `agent:${actor.agentId}`,
        action: 'approval.requested',
        subject: approvalId,
        details: { sessionKey: actor.key, tool: subject.tool, command: subject.command, cwd: subject.cwd },
      },
    }));
  }

  /** Waits until the call's question is answered, its time is over, or the run is stopped. The answer is in the view. */
  async wait(run: ActiveRun, callId: string): Promise<void> {
    const pending = callOf(run.actor.view, callId);
    if (pending?.state !== 'approval' || pending.approval === undefined) return;
    const { approvalId, expiresAtMs, subject } = pending.approval;
    setPhase(run, 'approval', subject.command, expiresAtMs);
    const answered = new Promise<void>((resolve) => this.#waiting.set(approvalId, resolve));
    const cancel = this.#ports.clock.after(
      Math.max(0, expiresAtMs - this.#ports.clock.now()),
      () => void this.#expire(run, approvalId),
    );
    await untilAborted(answered, run.signal);
    cancel();
    this.#waiting.delete(approvalId);
  }

  /** The part of the engine that others see. */
  face(): Pick<Engine, 'pendingApprovals' | 'resolvedApprovals' | 'getApproval' | 'resolveApproval'> &
    ReturnType<ExternalApprovals['face']> {
    const { approvals } = this.#ports.store;
    return {
      ...this.#outside.face(),
      pendingApprovals: () => approvals.list({ status: 'pending', limit: MAX_PENDING }),
      resolvedApprovals: (limit, before) =>
        approvals.list({ status: 'resolved', limit, ...(before === undefined ? {} : { before }) }),
      getApproval: (id) => approvals.get(id),
      resolveApproval: (request) => this.#resolve(request),
    };
  }

  /** `applied` is false when it had been answered before. */
  async #resolve(request: Resolution): Promise<{ readonly applied: boolean; readonly approval: ApprovalRecord }> {
    const record = await this.#ports.store.approvals.get(request.id);
    if (record === undefined)
      throw new GatewayError('APPROVAL_NOT_FOUND', 'There is no such approval.', {
        details: { code: 'APPROVAL_NOT_FOUND', reason: 'APPROVAL_NOT_FOUND' },
      });
    if (record.outcome !== undefined) return { applied: false, approval: record };
    if (request.reason !== undefined) this.#ports.secretGuard.refuse(request.reason);
    if (record.requester !== undefined) return this.#outside.resolve(request, record);
    const words = ruleWords(record, request);
    const actor = await this.#sessions.load(record.sessionKey);
    const applied = await this.#answer(actor, record.id, {
      outcome: request.decision,
      resolvedBy: request.by,
      ...(request.reason === undefined ? {} : { reason: request.reason }),
    });
    if (applied && words !== undefined) await this.#store(record, actor, words, request);
    return { applied, approval: (await this.#ports.store.approvals.get(record.id)) ?? record };
  }

  async #expire(run: ActiveRun, approvalId: string): Promise<void> {
    try {
      await this.#answer(run.actor, approvalId, { outcome: 'expired', resolvedBy: NOBODY });
    } catch (error) {
      this.#ports.log.error('An approval that was not answered could not be closed; trying again.', {
        approvalId,
        error: String(error),
      });
      this.#ports.clock.after(5_000, () => void this.#expire(run, approvalId));
    }
  }

  async #answer(
    actor: SessionActor,
    approvalId: string,
    answer: { readonly outcome: ApprovalOutcome; readonly resolvedBy: string; readonly reason?: string },
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
    { by, decision }: Resolution,
  ): Promise<void> {
    const rule: ApprovalRule = {
      id: this.#ports.ids.next(),
      agentId: record.agentId,
      words,
      ...(decision === 'allow-session' ? { sessionKey: record.sessionKey } : {}),
      workspace: actor.record?.workspace ?? '',
      createdBy: by,
      createdAtMs: this.#ports.clock.now(),
      uses: 0,
    };
    await this.#ports.store.approvals.addRule(rule, {
      actor: by,
      action: 'rule.added',
      subject: rule.id,
      details: { words, agentId: rule.agentId, workspace: rule.workspace, approvalId: record.id },
    });
    this.#rulesChanged();
  }
}

/** The words to store with an answer. @throws {GatewayError} when "always" cannot be stored for this. */
function ruleWords(record: ApprovalRecord, { decision, rule }: Resolution): readonly string[] | undefined {
  if (decision !== 'allow-always' && decision !== 'allow-session') return undefined;
  const words = rule ?? record.subject.suggestedRule;
  if (words === undefined) {
    if (decision === 'allow-session') return undefined;
    throw invalidRequest('No rule can be stored for this. Allow it once, or for this session.', 'RULE_NOT_STORABLE');
  }
  const problem = ruleProblem(words);
  if (problem !== undefined) throw invalidRequest(`This rule cannot be stored: ${problem}.`, 'RULE_NOT_STORABLE');
  const parsed = parseLine(record.subject.command);
  if (!parsed.ok || !covers(words, parsed.words))
    throw invalidRequest('This rule does not cover the command that was asked about.', 'RULE_DOES_NOT_COVER');
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

/** A no finishes the call in the same write, so that it can never run afterwards. */
function answerStep(
  actor: SessionActor,
  { runId, call, approval }: { readonly runId: string; readonly call: ToolCallView; readonly approval: ApprovalView },
  answer: {
    readonly outcome: ApprovalOutcome;
    readonly resolvedBy: string;
    readonly resolvedAtMs: number;
    readonly reason?: string;
  },
): Step {
  const { outcome, resolvedBy, reason } = answer;
  const { approvalId, subject } = approval;
  const resolved: SessionEventDraft = {
    type: 'approval.resolved',
    approvalId,
    callId: call.callId,
    runId,
    outcome,
    resolvedBy,
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
      actor: resolvedBy,
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

/** What the model is told about a no; undefined for a yes. */
function denialText(outcome: ApprovalOutcome, reason: string | undefined): string | undefined {
  switch (outcome) {
    case 'deny':
      return reason === undefined || reason.trim() === '' ? 'Denied by the user.' : `Denied by the user: ${reason}`;
    case 'expired':
      return 'Denied: nobody answered in time.';
    case 'cancelled':
      return 'Not run: the run was stopped.';
    default:
      return undefined;
  }
}
