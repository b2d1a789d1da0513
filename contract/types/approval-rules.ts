// Rules beyond their stored form: revoked ones, proposals, what a rule would have changed, and files of rules.
import type { ApprovalRule, RuleEffect } from './approvals.ts';

/** Days for which a revoked rule can be restored. */
export const RULE_RESTORABLE_DAYS = 30;

/** Days of past commands that a rule is tried on. */
export const REHEARSED_DAYS = 30;

/** Most examples of a rehearsal. */
export const MAX_REHEARSAL_EXAMPLES = 10;

/** A revoked rule. */
export interface RevokedRule extends ApprovalRule {
  /** Absent for rules revoked by earlier versions. */
  readonly revokedBy?: string;
  readonly revokedAtMs: number;
  /** The name of its project, if the project still exists. */
  readonly projectName?: string;
}

/**
 * Where a rule that is created from an approval applies: in this session, in this folder, in all sessions of the session's
 * project, or everywhere for this agent.
 */
export type RuleScope = 'session' | 'workspace' | 'project' | 'agent';

/** A decision about a past command: what happened, or what would happen with a rule. */
export type PastDecision = 'allow' | 'ask' | 'deny';

/** A past command that a rule matches. Identical commands are one example. */
export interface RehearsedCommand {
  readonly command: string;
  readonly cwd: string;
  readonly sessionKey: string;
  readonly count: number;
  readonly lastAtMs: number;
  readonly before: PastDecision;
  readonly after: PastDecision;
  /** The latest answer, if approval was required. */
  readonly answer?: 'allowed' | 'denied' | 'unanswered';
}

/** What a rule would have changed if it had been stored {@link REHEARSED_DAYS} ago. */
export interface RuleRehearsal {
  readonly days: number;
  /** Commands in the history that was searched. */
  readonly commands: number;
  /** Whether there were more commands than are searched. */
  readonly isPartial: boolean;
  readonly matched: number;
  /** Matched commands by what would have changed. The rest would have ended the same. */
  readonly nowAllowed: number;
  readonly nowDenied: number;
  /** Of `nowAllowed`: commands that a person denied. */
  readonly deniedByPerson: number;
  /** Commands whose decision changes first, then the latest. */
  readonly examples: readonly RehearsedCommand[];
}

/** The rules that "Always…" offers for a command line: one for each program that needs one. */
export interface RuleProposal {
  /** `exact`: only these words. `open`: the same programs with any plain arguments. */
  readonly kind: 'exact' | 'open';
  readonly scope: RuleScope;
  readonly workspace: string;
  readonly sessionKey?: string;
  readonly projectId?: string;
  readonly rules: readonly (readonly string[])[];
  readonly rehearsal: RuleRehearsal;
}

/** A rule to store with an answer. */
export interface AnsweredRule {
  readonly words: readonly string[];
  readonly scope: RuleScope;
}

/** A rule in a file. */
export interface FiledRule {
  readonly agent: string;
  readonly effect: RuleEffect;
  readonly words: readonly string[];
  /** `*` for every folder of the agent. */
  readonly workspace: string;
}

/** The format of files of rules. */
export const RULES_FILE_FORMAT = 'gatehouse-rules';

/** A file of rules. Session rules aren't part of it. */
export interface RulesFile {
  readonly format: typeof RULES_FILE_FORMAT;
  readonly version: 1;
  readonly rules: readonly FiledRule[];
}

/** Why a rule of a file can't be imported. `index` counts from 0. */
export interface RulesFileProblem {
  readonly index: number;
  /** Its words as a line. */
  readonly rule: string;
  /** As part of a sentence. */
  readonly problem: string;
}
