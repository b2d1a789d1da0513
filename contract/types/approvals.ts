// An approval as lists, pages and clients see it, outside its session.
import type { ApprovalOutcome, ApprovalSubject } from '../sessions/session-events.ts';

/** What a person can answer. `session` and `always` store a rule; `always` only where {@link ApprovalSubject} suggests one. */
export type ApprovalDecision = 'allow-once' | 'allow-session' | 'allow-always' | 'deny';

/** One approval, pending while `outcome` is absent. Times are Unix ms. */
export interface ApprovalRecord {
  readonly id: string;
  /** The program or node that asks, when no run of ours does. Then `sessionKey`, `agentId`, `runId` and `callId` may be empty. */
  readonly requester?: string;
  readonly sessionKey: string;
  readonly sessionTitle: string;
  readonly agentId: string;
  readonly runId: string;
  readonly callId: string;
  readonly subject: ApprovalSubject;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly outcome?: ApprovalOutcome;
  readonly reason?: string;
  readonly resolvedBy?: string;
  readonly resolvedAtMs?: number;
}

/** A stored rule: words that a command must consist of; a last `*` stands for any further plain arguments. */
export interface ApprovalRule {
  readonly id: string;
  readonly agentId: string;
  readonly words: readonly string[];
  /** Present: the rule ends with this session. */
  readonly sessionKey?: string;
  /** The folder in which it holds. */
  readonly workspace: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly lastUsedAtMs?: number;
  readonly uses: number;
}

/** How an agent's tool calls are judged before any rule: `ask` what is not plainly allowed, `deny` it, or allow everything. */
export type ApprovalMode = 'read-only' | 'ask' | 'accept-edits' | 'full';
