// Approvals that external programs and nodes request outside any run: the same rows, the same inbox, the first answer wins.
import { invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { defined } from '#contract/types/defined.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import type { ApprovalAnswer, ApprovalResolution, ExternalApprovalRequest } from '../engine/approvals-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { EngineNotice, Publish } from '../engine/notices.ts';
import { GATEWAY, formatPrincipal } from '../principal.ts';
import { toVisibleSubject } from '../tools/approval-subject.ts';
import type { Answer } from './approval-record.ts';
import { PendingAnswers } from './pending-answers.ts';

/** Most external approvals that may be pending at the same time. */
const MAX_WAITING = 200;
/** Most pending approvals, including those of runs, to read after a start. */
const MAX_LISTED = 1_000;

/** Requests of external programs and nodes, and their answers. */
export class ExternalApprovals {
  readonly #ports: EnginePorts;
  readonly #publish: Publish;
  readonly #pending: PendingAnswers<ApprovalRecord>;

  constructor(ports: EnginePorts, publish: Publish) {
    this.#ports = ports;
    this.#publish = publish;
    this.#pending = new PendingAnswers({ ...ports, expire: (id) => this.expire(id) });
  }

  /** Follows answers, wherever they were given, including those of runs. */
  follow(notice: EngineNotice): void {
    if (notice.kind !== 'approval' || notice.approval.outcome === undefined) return;
    this.#pending.settle(notice.approval.id, notice.approval);
  }

  /** Restarts the time limits of requests that the previous process left pending. */
  async recover(): Promise<void> {
    const pending = await this.#ports.store.approvals.list({ status: 'pending', limit: MAX_LISTED });
    for (const approval of pending)
      if (approval.requester !== undefined) this.#pending.open(approval.id, approval.expiresAtMs);
  }

  /** Stops all time limits; the requests stay pending. */
  stop(): void {
    this.#pending.stop();
  }

  /** Waits until an approval is resolved; undefined when it does not exist, or when `signal` aborts first. */
  async wait(id: string, signal: AbortSignal): Promise<ApprovalRecord | undefined> {
    const { approvals } = this.#ports.store;
    if ((await approvals.get(id)) === undefined) return undefined;
    return this.#pending.wait(id, signal, async () => {
      const present = await approvals.get(id);
      return present?.outcome === undefined ? undefined : present;
    });
  }

  /** Expires a request. False when it was resolved before. */
  expire(id: string): Promise<boolean> {
    return this.#settle(id, { outcome: 'expired', by: GATEWAY });
  }

  /** A person's answer. */
  async resolve({ id, decision, by, reason }: ApprovalAnswer, record: ApprovalRecord): Promise<ApprovalResolution> {
    // A command that runs elsewhere is subject to the rules there: here it is allowed once or denied.
    if (decision !== 'allow-once' && decision !== 'deny')
      throw invalidRequest('No rule can be stored for this request. Allow it once or deny it.', 'RULE_NOT_STORABLE');
    const applied = await this.#settle(id, { outcome: decision, by, ...defined({ reason }) });
    return { applied, approval: (await this.#ports.store.approvals.get(id)) ?? record };
  }

  /** Stores a request and shows it everywhere. @throws {GatewayError} */
  async request({ timeoutMs, by, ...request }: ExternalApprovalRequest): Promise<ApprovalRecord> {
    const { store, clock, secretGuard } = this.#ports;
    const { sessionKey = '', agentId = '', runId = '', callId = '' } = request;
    secretGuard.refuse(request.subject.command);
    if (this.#pending.size >= MAX_WAITING)
      throw unavailable('Too many approval requests are pending.', { details: { code: 'TOO_MANY_APPROVALS' } });
    const now = clock.now();
    const requester = escapeHiddenInLine(formatPrincipal(by));
    const subject = toVisibleSubject(request.subject);
    const approval: ApprovalRecord = {
      ...request,
      subject,
      requester,
      sessionKey,
      sessionTitle: requester,
      agentId,
      runId,
      callId,
      createdAtMs: now,
      expiresAtMs: now + timeoutMs,
    };
    const { command, cwd } = subject;
    const audit = { by, action: 'approval.requested', subject: request.id };
    if (!(await store.approvals.ask(approval, { ...audit, details: { command, cwd } })))
      throw invalidRequest('This approval ID has already been used.', 'APPROVAL_ID_USED');
    this.#pending.open(approval.id, approval.expiresAtMs);
    this.#publish({ kind: 'approval', approval });
    return approval;
  }

  async #settle(id: string, { by, ...answer }: Omit<Answer, 'resolvedAtMs'>): Promise<boolean> {
    const { store, clock } = this.#ports;
    const pending = await store.approvals.get(id);
    if (pending?.requester === undefined) return false;
    const approval = { ...pending, ...answer, resolvedBy: formatPrincipal(by), resolvedAtMs: clock.now() };
    const details = { ...answer, command: pending.subject.command };
    const audit = { by, action: 'approval.resolved', subject: id, details };
    if (!(await store.approvals.settle(approval, audit))) return false;
    this.#pending.close(id);
    this.#publish({ kind: 'approval', approval });
    return true;
  }
}
