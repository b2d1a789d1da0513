// Approvals in lists and clients, outside their session.
import type { ApprovalEdit, ApprovalOutcome, ApprovalSubject, RunFile } from '../sessions/session-events.ts';

/** Possible answers. `session` and `always` store a rule; `always` requires a rule suggested by {@link ApprovalSubject}. */
export type ApprovalDecision = 'allow-once' | 'allow-session' | 'allow-always' | 'deny';

/** An approval, pending while `outcome` is absent. Times are Unix ms. */
export interface ApprovalRecord {
  readonly id: string;
  /** The program or node that requests the approval, if it isn't a run. `sessionKey`, `agentId`, `runId`, and `callId` can then be empty. */
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
  /** Present if the request was changed before it was allowed. `subject` stays what was requested. */
  readonly edit?: ApprovalEdit;
}

/** What a rule does with the commands that it matches. */
export type RuleEffect = 'allow' | 'deny';

/** How a rule was created. */
export type RuleOrigin = 'approval' | 'manual' | 'import' | 'policy-file';

/** A stored rule: the words of a command. A trailing `*` matches any further plain arguments. */
export interface ApprovalRule {
  readonly id: string;
  readonly agentId: string;
  /** Absent: `allow`. A rule that denies takes precedence, and its `*` matches any further arguments. */
  readonly effect?: RuleEffect;
  readonly words: readonly string[];
  /** If present, the rule ends with this session. */
  readonly sessionKey?: string;
  /** The folder in which it applies; `*` for all folders. */
  readonly workspace: string;
  /** If present, the rule applies only to sessions of this project. */
  readonly projectId?: string;
  readonly createdBy: string;
  readonly createdAtMs: number;
  /** Absent for rules of earlier versions. */
  readonly origin?: RuleOrigin;
  /** The approval that it was created from. */
  readonly approvalId?: string;
  readonly updatedBy?: string;
  readonly updatedAtMs?: number;
  readonly lastUsedAtMs?: number;
  readonly uses: number;
  /** Files that the commands run, when the rule was stored. It covers a command only while they are the same. */
  readonly files?: readonly RunFile[];
}

/** A rule in a list. */
export interface ListedRule extends ApprovalRule {
  /** Why the rule doesn't cover anything anymore, as part of a sentence. */
  readonly problem?: string;
  /** The name of its project, if the project still exists. */
  readonly projectName?: string;
}

/**
 * A built-in set of commands that run without approval while its setting is on: anywhere if they only read, and on a machine
 * that confines them if they build or test the project.
 */
export interface RulePreset {
  readonly id: 'read-only-commands' | 'confined-commands';
  readonly enabled: boolean;
  readonly commands: readonly PresetCommand[];
}

/** A command of a preset. Any other option requires approval, unless `operands` is `any`. */
export interface PresetCommand {
  readonly command: string;
  /** Short and long options; `#` is any number. */
  readonly options: readonly string[];
  /** What can follow: nothing, any text, files, a pattern and files, revisions and files, or any options and arguments. */
  readonly operands: 'none' | 'any' | 'text' | 'files' | 'pattern' | 'revisions';
}
