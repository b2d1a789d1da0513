// Store port of past commands: those that required approval, and those that the policy decided about alone.
import type { ApprovalSubject, ApprovalOutcome } from '#contract/sessions/session-events.ts';

/** A command that an agent wanted to run, and what was decided. */
export interface PastCommand extends Pick<ApprovalSubject, 'command' | 'argv' | 'programs' | 'suggestedRule'> {
  readonly ts: number;
  /** Set if approval was required. */
  readonly approvalId?: string;
  readonly sessionKey: string;
  readonly cwd: string;
  /** What the policy decided. */
  readonly decision: 'allow' | 'ask' | 'deny';
  /** The answer, if approval was required. */
  readonly outcome?: ApprovalOutcome;
}

/** Which commands to read: those of an agent in a workspace or a project or, without either, everywhere. */
export interface CommandHistoryQuery {
  readonly agentId: string;
  readonly workspace?: string;
  readonly projectId?: string;
  readonly sessionKey?: string;
  readonly since: number;
  readonly limit: number;
}

/** Reads past commands. */
export interface CommandHistory {
  /** At most `limit` of each kind, latest first. Those of permanently deleted sessions are gone. */
  pastCommands(query: CommandHistoryQuery): Promise<readonly PastCommand[]>;
}
