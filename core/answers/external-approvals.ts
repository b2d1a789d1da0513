// Approvals that programs and nodes ask for, outside of any run: the same rows, the same inbox, the first answer wins.
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { ApprovalDecision, ApprovalRecord } from '#contract/types/approvals.ts';
import type { ApprovalOutcome, ApprovalSubject } from '#contract/sessions/session-events.ts';
import type { Engine, EngineNotice } from '../engine/engine.ts';
import type { EnginePorts, Publish } from '../engine/engine-parts.ts';
import { untilAborted } from '../runs/wait.ts';

/** Such approvals that may wait at the same time. */
const MAX_WAITING = 200;
/** Pending approvals, of runs too, that are looked through after a start. */
const MAX_LISTED = 1_000;
/** Who answers when nobody did. */
const NOBODY = 'gatehouse';
/** Time until a close that failed (a full disk) is tried again, ms. */
const RETRY_MS = 5_000;

/** What a program wants to be allowed. */
export interface ExternalApprovalRequest {
  readonly id: string;
  /** Who asks. */
  readonly requester: string;
  readonly subject: ApprovalSubject;
  readonly timeoutMs: number;
  readonly agentId?: string;
  readonly sessionKey?: string;
  readonly runId?: string;
  readonly callId?: string;
}

interface Answer {
  readonly outcome: ApprovalOutcome;
  readonly resolvedBy: string;
  readonly reason?: string;
}

/** Asks for programs, and takes the answers. */
export class ExternalApprovals {
  readonly #ports: EnginePorts;
  readonly #publish: Publish;
  /** Ends the wait for each approval that waits. */
  readonly #timers = new Map<string, () => void>();
  readonly #waiters = new Map<string, Set<(approval: ApprovalRecord) => void>>();

  constructor(ports: EnginePorts, publish: Publish) {
    this.#ports = ports;
    this.#publish = publish;
  }

  /** Hears of answers, wherever they were given, also those of runs. */
  follow(notice: EngineNotice): void {
    if (notice.kind !== 'approval' || notice.approval.outcome === undefined) return;
    for (const tell of this.#waiters.get(notice.approval.id) ?? []) tell(notice.approval);
  }

  /** The part of the engine that others see. */
  face(): Pick<Engine, 'askApproval' | 'waitForApproval' | 'expireApproval'> {
    return {
      askApproval: (request) => this.#ask(request),
      waitForApproval: (id, signal) => this.#wait(id, signal),
      expireApproval: (id) => this.#settle(id, { outcome: 'expired', resolvedBy: NOBODY }),
    };
  }

  /** Those that the last process left go on waiting. */
  async recover(): Promise<void> {
    const pending = await this.#ports.store.approvals.list({ status: 'pending', limit: MAX_LISTED });
    for (const approval of pending) if (approval.requester !== undefined) this.#expireAt(approval);
  }

  /** Lets go of the timers; the rows stay pending. */
  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** A person's answer. `applied` is false when another was there before. */
  async resolve(
    { id, decision, by, reason }: Parameters<Engine['resolveApproval']>[0],
    record: ApprovalRecord,
  ): Promise<{ readonly applied: boolean; readonly approval: ApprovalRecord }> {
    refuseRules(decision);
    const answer = { outcome: decision, resolvedBy: by, ...(reason === undefined ? {} : { reason }) };
    const applied = await this.#settle(id, answer);
    return { applied, approval: (await this.#ports.store.approvals.get(id)) ?? record };
  }

  async #ask({
    timeoutMs,
    sessionKey,
    agentId,
    runId,
    callId,
    ...request
  }: ExternalApprovalRequest): Promise<ApprovalRecord> {
    const { store, clock, secretGuard } = this.#ports;
    secretGuard.refuse(request.subject.command);
    if (this.#timers.size >= MAX_WAITING)
      throw unavailable('too many approvals wait already', { details: { code: 'TOO_MANY_APPROVALS' } });
    const now = clock.now();
    const approval: ApprovalRecord = {
      ...request,
      sessionKey: sessionKey ?? '',
      sessionTitle: request.requester,
      agentId: agentId ?? '',
      runId: runId ?? '',
      callId: callId ?? '',
      createdAtMs: now,
      expiresAtMs: now + timeoutMs,
    };
    const { command, cwd } = request.subject;
    const audit = { actor: request.requester, action: 'approval.requested', subject: request.id };
    if (!(await store.approvals.ask(approval, { ...audit, details: { command, cwd } })))
      throw invalidRequest('this approval id was used before', 'APPROVAL_ID_USED');
    this.#expireAt(approval);
    this.#publish({ kind: 'approval', approval });
    return approval;
  }

  async #wait(id: string, signal: AbortSignal): Promise<ApprovalRecord | undefined> {
    let tell: (approval: ApprovalRecord) => void = () => {};
    const answered = new Promise<ApprovalRecord>((resolve) => {
      tell = resolve;
    });
    const waiters = this.#waiters.get(id) ?? new Set();
    this.#waiters.set(id, waiters.add(tell));
    try {
      const present = await this.#ports.store.approvals.get(id);
      if (present === undefined || present.outcome !== undefined) return present;
      return await untilAborted(answered, signal);
    } finally {
      waiters.delete(tell);
      if (waiters.size === 0) this.#waiters.delete(id);
    }
  }

  #expireAt({ id, expiresAtMs }: ApprovalRecord, wait = Math.max(0, expiresAtMs - this.#ports.clock.now())): void {
    const cancel = this.#ports.clock.after(wait, () => void this.#expire(id));
    this.#timers.set(id, cancel);
  }

  async #expire(id: string): Promise<void> {
    try {
      await this.#settle(id, { outcome: 'expired', resolvedBy: NOBODY });
    } catch (error) {
      this.#ports.log.error('An approval that was not answered could not be closed; trying again.', {
        approvalId: id,
        error: String(error),
      });
      this.#timers.set(
        id,
        this.#ports.clock.after(RETRY_MS, () => void this.#expire(id)),
      );
    }
  }

  async #settle(id: string, answer: Answer): Promise<boolean> {
    const { store, clock } = this.#ports;
    const pending = await store.approvals.get(id);
    if (pending?.requester === undefined) return false;
    const approval: ApprovalRecord = { ...pending, ...answer, resolvedAtMs: clock.now() };
    const { outcome, resolvedBy, reason } = answer;
    const details = { outcome, command: pending.subject.command, ...(reason === undefined ? {} : { reason }) };
    const audit = { actor: resolvedBy, action: 'approval.resolved', subject: id, details };
    if (!(await store.approvals.settle(approval, audit))) return false;
    this.#timers.get(id)?.();
    this.#timers.delete(id);
    this.#publish({ kind: 'approval', approval });
    return true;
  }
}

/** What runs elsewhere is judged by rules elsewhere: here it is allowed once or not. */
function refuseRules(decision: ApprovalDecision): void {
  if (decision === 'allow-once' || decision === 'deny') return;
  throw invalidRequest('No rule can be stored for this. Allow it once, or deny it.', 'RULE_NOT_STORABLE');
}
