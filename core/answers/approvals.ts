// Approval requests of runs, and their answers. The first answer wins; a request without an answer in time is denied.
import type { AnsweredRule } from '#contract/types/approval-rules.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type {
  ApprovalOutcome,
  ApprovalSubject,
  SessionEventDraft,
  ApprovalEdit,
} from '#contract/sessions/session-events.ts';
import type { ApprovalView, SessionView, ToolCallView } from '#contract/sessions/session-view.ts';
import { defined } from '#contract/types/defined.ts';
import type { EditableValue, EditedParts } from '#contract/types/approval-edits.ts';
import type { EditPreview } from '#contract/types/edit-previews.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type {
  ApprovalAnswer,
  ApprovalResolution,
  ApprovalsFacet,
  ExternalApprovalRequest,
} from '../engine/approvals-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { EngineNotice } from '../engine/notices.ts';
import { describeRule } from '../policy/rule-drafts.ts';
import type { ApprovalPlace } from '../policy/rule-rehearsal.ts';
import { renews } from '../policy/rules.ts';
import { GATEWAY, agentPrincipal, formatPrincipal } from '../principal.ts';
import { findCall, setPhase, type ActiveRun } from '../runs/active-run.ts';
import { commitWithRetry } from '../runs/commit-with-retry.ts';
import type { SessionActor, SessionChange } from '../sessions/session-actor.ts';
import type { SessionCache } from '../sessions/session-cache.ts';
import { draftAnsweredRules, toAnsweredRules } from './answered-rules.ts';
import { ApprovalEdits, type EditableCall } from './approval-edits.ts';
import { approvalRecord, type Answer } from './approval-record.ts';
import { CoveredApprovals, type FindRule } from './covered-approvals.ts';
import type { ExternalApprovals } from './external-approvals.ts';
import { approvalMode } from '../policy/modes.ts';
import { describePlanDenial, modeAfterPlan } from './plan-answers.ts';
import { PendingAnswers } from './pending-answers.ts';

/** Most pending approvals that a list contains. */
const MAX_PENDING = 1_000;

/** What can happen to a pending call besides an answer. */
interface Answerable {
  readonly findRule: FindRule;
  readonly editable: EditableCall;
}

interface Parts {
  readonly sessions: SessionCache;
  readonly external: ExternalApprovals;
  readonly rulesChanged: () => void;
}

/** Approvals of runs; those of external programs are delegated. */
export class Approvals implements ApprovalsFacet {
  readonly #ports: EnginePorts;
  readonly #parts: Parts;
  readonly #pending: PendingAnswers<true>;
  /** The active run of each pending approval that a run waits for. */
  readonly #runs = new Map<string, ActiveRun>();
  readonly #covered: CoveredApprovals;
  readonly #edits = new ApprovalEdits();

  constructor(ports: EnginePorts, parts: Parts) {
    this.#ports = ports;
    this.#parts = parts;
    this.#pending = new PendingAnswers({ ...ports, expire: (id) => this.#expire(id) });
    this.#covered = new CoveredApprovals(ports.log, async (id, by) => {
      const run = this.#runs.get(id);
      if (run !== undefined) await this.#answer(run.actor, id, { outcome: 'allow-once', by });
    });
  }

  /** Follows answers, wherever they were given. */
  follow(notice: EngineNotice): void {
    this.#parts.external.follow(notice);
    if (notice.kind === 'settings' && notice.what === 'rules') this.#covered.check();
    if (notice.kind === 'event' && notice.event.type === 'approval.resolved')
      this.#pending.settle(notice.event.approvalId, true);
  }

  /** Stores a request of a run and shows it everywhere. */
  async requestFor(run: ActiveRun, call: ToolCallView, subject: ApprovalSubject): Promise<void> {
    const { actor, ports, runId } = run;
    const { callId } = call;
    const approvalId = ports.ids.next();
    const now = ports.clock.now();
    const expiresAtMs = now + ports.config.settings().limits.approvalTtlMs;
    const approval = approvalRecord(actor, runId, call, { approvalId, subject, requestedAt: now, expiresAtMs });
    const { tool, command, cwd } = subject;
    const details = { sessionKey: actor.key, tool, command, cwd };
    await commitWithRetry(run, () => ({
      events: [{ type: 'approval.requested', approvalId, callId, runId, subject, expiresAtMs }],
      approval,
      audit: { by: agentPrincipal(actor), action: 'approval.requested', subject: approvalId, details },
    }));
  }

  /**
   * Waits until the call's request is answered or expires, or the run is stopped. The answer is in the view. A rule that is added
   * meanwhile also answers it, as `findRule` finds. `editable` is the call for a person who changes it first.
   */
  async waitFor(run: ActiveRun, callId: string, { findRule, editable }: Answerable): Promise<void> {
    const pending = findCall(run.actor.view, callId);
    if (pending?.state !== 'approval' || pending.approval === undefined) return;
    const { approvalId, expiresAtMs, subject } = pending.approval;
    setPhase(run, 'approval', subject.command, expiresAtMs);
    await run.slot.whileWaiting(async () => {
      this.#runs.set(approvalId, run);
      this.#pending.open(approvalId, expiresAtMs);
      this.#covered.open(approvalId, findRule);
      this.#edits.open(approvalId, editable);
      await this.#pending.wait(approvalId, run.signal);
      this.#covered.close(approvalId);
      this.#edits.close(approvalId);
      this.#pending.close(approvalId);
      this.#runs.delete(approvalId);
    });
  }

  pending(): Promise<readonly ApprovalRecord[]> {
    return this.#ports.store.approvals.list({ status: 'pending', limit: MAX_PENDING });
  }

  resolved(limit: number, before?: number): Promise<readonly ApprovalRecord[]> {
    return this.#ports.store.approvals.list({ status: 'resolved', limit, ...defined({ before }) });
  }

  get(id: string): Promise<ApprovalRecord | undefined> {
    return this.#ports.store.approvals.get(id);
  }

  request(request: ExternalApprovalRequest): Promise<ApprovalRecord> {
    return this.#parts.external.request(request);
  }

  wait(id: string, signal: AbortSignal): Promise<ApprovalRecord | undefined> {
    return this.#parts.external.wait(id, signal);
  }

  expire(id: string): Promise<boolean> {
    return this.#parts.external.expire(id);
  }

  async resolve(request: ApprovalAnswer): Promise<ApprovalResolution> {
    const record = await this.#require(request.id);
    if (record.outcome !== undefined) return { applied: false, approval: record };
    const { decision: outcome, by, reason } = request;
    if (reason !== undefined) this.#ports.secretGuard.refuse(reason);
    const edit = await this.#acceptEdit(request);
    if (record.requester !== undefined) return this.#parts.external.resolve(request, record);
    const actor = await this.#parts.sessions.load(record.sessionKey);
    const { workspace = '', projectId } = actor.record ?? {};
    const rules = toAnsweredRules(record, request, projectId);
    const applied = await this.#answer(actor, record.id, { outcome, by, ...defined({ reason, edit }) });
    if (applied) await this.#storeRules(record, { sessionKey: actor.key, workspace, projectId }, rules, request);
    return { applied, approval: (await this.get(record.id)) ?? record };
  }

  async draft(id: string): Promise<readonly EditableValue[]> {
    await this.#requirePending(id);
    return this.#edits.draft(id);
  }

  async preview(id: string, edited: EditedParts): Promise<EditPreview> {
    await this.#requirePending(id);
    return this.#edits.preview(id, edited);
  }

  /** @throws {GatewayError} */
  async #acceptEdit({ id, decision, edited }: ApprovalAnswer): Promise<ApprovalEdit | undefined> {
    if (edited === undefined) return undefined;
    // Rules and grants are about what the model requested.
    if (decision !== 'allow-once')
      throw invalidRequest(
        'An edited request can only be allowed once.',
        'EDIT_ONCE',
        'Use the decision "allow-once".',
      );
    return this.#edits.accept(id, edited);
  }

  async #require(id: string): Promise<ApprovalRecord> {
    const record = await this.get(id);
    if (record !== undefined) return record;
    throw new GatewayError('APPROVAL_NOT_FOUND', 'No approval has this ID.', {
      details: { code: 'APPROVAL_NOT_FOUND', reason: 'APPROVAL_NOT_FOUND' },
    });
  }

  async #requirePending(id: string): Promise<void> {
    const { outcome } = await this.#require(id);
    if (outcome !== undefined) throw invalidRequest('This request was already answered.', 'ALREADY_ANSWERED');
  }

  async #expire(approvalId: string): Promise<void> {
    const run = this.#runs.get(approvalId);
    if (run !== undefined) await this.#answer(run.actor, approvalId, { outcome: 'expired', by: GATEWAY });
  }

  async #answer(actor: SessionActor, approvalId: string, answer: Omit<Answer, 'resolvedAtMs'>): Promise<boolean> {
    const resolvedAtMs = this.#ports.clock.now();
    const events = await actor.commit(({ view }) => {
      const found = findPending(view, approvalId);
      if (found === undefined) return undefined;
      return { ...planAnswer(actor, found, { ...answer, resolvedAtMs }), ...this.#endPlanMode(actor, found, answer) };
    });
    return events.length > 0;
  }

  /** In the same write as the answer, so that a crash can't separate them. A mode that was chosen since the request stays. */
  #endPlanMode(actor: SessionActor, { approval }: Pending, { outcome }: Pick<Answer, 'outcome'>) {
    const mode = modeAfterPlan(approval.subject, outcome);
    if (mode === undefined) return {};
    const agent = this.#ports.config.settings().agents.find(({ agentId }) => agentId === actor.agentId);
    const isPlanning = agent === undefined || approvalMode(agent, actor.record) === 'plan';
    return isPlanning ? { patch: { approvalMode: mode } } : {};
  }

  async #storeRules(
    record: ApprovalRecord,
    place: ApprovalPlace,
    chosen: readonly AnsweredRule[],
    answer: ApprovalAnswer,
  ): Promise<void> {
    const { by } = answer;
    const rules = await draftAnsweredRules(this.#ports, record, place, chosen, answer);
    const [first] = rules;
    if (first === undefined) return;
    const details = { approvalId: record.id, rules: rules.map(describeRule) };
    const { approvals } = this.#ports.store;
    await approvals.addRules(rules, { by, action: 'rule.added', subject: first.id, details });
    // One that waits for an earlier content of its files covers nothing anymore.
    for (const earlier of await approvals.rules(record.agentId)) {
      const next = rules.find((rule) => renews(rule, earlier));
      const replaced = { by, action: 'rule.removed', subject: earlier.id, details: { replacedBy: next?.id } };
      if (next !== undefined) await approvals.removeRule(earlier.id, replaced);
    }
    this.#parts.rulesChanged();
  }
}

interface Pending {
  readonly runId: string;
  readonly call: ToolCallView;
  readonly approval: ApprovalView;
}

function findPending(view: SessionView, approvalId: string): Pending | undefined {
  for (const item of view.items.toReversed()) {
    if (item.kind !== 'assistant') continue;
    const call = item.calls.find(({ approval }) => approval?.approvalId === approvalId);
    if (call?.approval === undefined) continue;
    const isPending = call.state === 'approval' && call.approval.outcome === undefined;
    return isPending ? { runId: item.runId, call, approval: call.approval } : undefined;
  }
  return undefined;
}

/** A denial finishes the call in the same write, so that it can never run afterwards. */
function planAnswer(actor: SessionActor, { runId, call, approval }: Pending, answer: Answer): SessionChange {
  const { outcome, by } = answer;
  const { approvalId, subject } = approval;
  const { callId, name } = call;
  const reason = defined({ reason: answer.reason });
  const isByPolicy = by.origin.kind === 'policy' ? (true as const) : undefined;
  const said = { ...reason, ...defined({ edit: answer.edit, isByPolicy }) };
  const events: SessionEventDraft[] = [
    { type: 'approval.resolved', approvalId, callId, runId, outcome, resolvedBy: formatPrincipal(by), ...said },
  ];
  const text = (subject.isPlan === true ? describePlanDenial : describeDenial)(outcome, answer.reason);
  const details = { denied: true, outcome, ...reason };
  if (text !== undefined)
    events.push({ type: 'tool.finished', callId, runId, name, isError: true, text, details, durationMs: 0 });
  const { tool, command } = subject;
  return {
    events,
    approval: approvalRecord(actor, runId, call, approval, answer),
    audit: {
      by,
      action: 'approval.resolved',
      subject: approvalId,
      details: {
        outcome,
        sessionKey: actor.key,
        tool,
        command,
        ...reason,
        ...defined({ mode: modeAfterPlan(subject, outcome), edited: answer.edit && describeAllowed(answer.edit) }),
      },
    },
  };
}

/** For the audit log, which has no contents of files. */
function describeAllowed({ changes, subject }: ApprovalEdit) {
  return { command: subject.command, cwd: subject.cwd, parts: changes.map(({ part }) => part) };
}

/** Tool result for a denial; undefined when the call was allowed. */
function describeDenial(outcome: ApprovalOutcome, reason = ''): string | undefined {
  switch (outcome) {
    case 'deny':
      return reason.trim() === '' ? 'Denied by the user.' : `Denied by the user: ${reason}`;
    case 'expired':
      return 'Denied: the approval request expired without an answer.';
    case 'cancelled':
      return 'Not executed: the run was stopped.';
    default:
      return undefined;
  }
}
