// Approvals, of runs and of external programs.
import type { AnsweredRule } from '#contract/types/approval-rules.ts';
import type { EditableValue, EditedParts } from '#contract/types/approval-edits.ts';
import type { EditPreview } from '#contract/types/edit-previews.ts';
import type { ApprovalDecision, ApprovalRecord } from '#contract/types/approvals.ts';
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';
import type { ShownEdit } from '../answers/approval-edits.ts';
import type { Principal } from '../principal.ts';

/** A request for approval by an external program or node. */
export interface ExternalApprovalRequest extends Partial<
  Pick<ApprovalRecord, 'agentId' | 'sessionKey' | 'runId' | 'callId'>
> {
  readonly id: string;
  readonly by: Principal;
  readonly subject: ApprovalSubject;
  readonly timeoutMs: number;
}

/** A person's answer to an approval request. */
export interface ApprovalAnswer {
  readonly id: string;
  readonly decision: ApprovalDecision;
  readonly by: Principal;
  readonly reason?: string;
  /** Words of the only rule to store with the answer, where `decision` says. */
  readonly rule?: readonly string[];
  /** The rules to store with the answer, instead of `rule`. */
  readonly rules?: readonly AnsweredRule[];
  /** Runs the edited request instead, exactly as it was shown. Only with `allow-once`. */
  readonly edited?: ShownEdit;
}

/** Result of an answer: `applied` is false when the approval had already been resolved. */
export interface ApprovalResolution {
  readonly applied: boolean;
  readonly approval: ApprovalRecord;
}

/** Approvals. The first answer wins. Errors are {@link GatewayError}s. */
export interface ApprovalsFacet {
  pending(): Promise<readonly ApprovalRecord[]>;
  resolved(limit: number, before?: number): Promise<readonly ApprovalRecord[]>;
  get(id: string): Promise<ApprovalRecord | undefined>;
  /** Stores a program's request and shows it everywhere. @throws when the id was used before. */
  request(request: ExternalApprovalRequest): Promise<ApprovalRecord>;
  /** Waits until an approval is resolved; undefined when it does not exist, or when `signal` aborts first. */
  wait(id: string, signal: AbortSignal): Promise<ApprovalRecord | undefined>;
  /** Expires a program's request. False when it was resolved before. */
  expire(id: string): Promise<boolean>;
  /** The parts of a pending request that can be edited. @throws when there are none. */
  draft(id: string): Promise<readonly EditableValue[]>;
  /** What an edited request would do; nothing runs. @throws when it can't run. */
  preview(id: string, edited: EditedParts): Promise<EditPreview>;
  /** @throws when the id is unknown. */
  resolve(answer: ApprovalAnswer): Promise<ApprovalResolution>;
}
