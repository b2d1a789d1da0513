// Dispatches: one prompt sent to several agents or models at once, each in its own worktree.
import type { ApprovalMode } from './approval-modes.ts';
import type { PersonaChoice } from './personas.ts';

/** Most agents that a prompt can be sent to at once. */
export const MAX_DISPATCH_ENTRIES = 10;

/** Why an entry couldn't be started. */
export interface DispatchError {
  readonly code?: string;
  readonly message: string;
  readonly hint?: string;
}

/**
 * A test command in the worktree of an entry. `waiting`: for approval. `canceled`: it ended without a result, because it was denied, stopped,
 * or couldn't be started. `interrupted`: the host ended while it was running.
 */
export interface DispatchTest {
  readonly command: string;
  readonly status: 'running' | 'waiting' | 'passed' | 'failed' | 'canceled' | 'interrupted';
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly exitCode?: number | null;
  /** The end of its output. */
  readonly output?: string;
  /** Why there is no result. */
  readonly problem?: string;
}

/** One of the agents that a prompt was sent to. */
export interface DispatchEntry {
  readonly id: string;
  readonly agentId: string;
  /** `provider/model`. Absent: that of the project or agent. */
  readonly model?: string;
  readonly thinkingLevel?: string;
  /** Kind of the machine. Absent: that of the project or agent. */
  readonly machine?: string;
  /** Absent: that of the agent. */
  readonly approvalMode?: ApprovalMode;
  readonly persona?: PersonaChoice;
  readonly sessionKey: string;
  readonly state: 'starting' | 'started' | 'failed';
  /** Why it failed. */
  readonly error?: DispatchError;
  readonly worktreeId?: string;
  readonly branch?: string;
  readonly test?: DispatchTest;
  /** It was archived with the dispatch: its session is archived, and its worktree removed. */
  readonly isArchived?: true;
}

/** A prompt that was sent to several agents. Times are Unix ms. */
export interface Dispatch {
  readonly id: string;
  /** The start of the prompt. */
  readonly title: string;
  readonly prompt: string;
  readonly projectId?: string;
  /** The name of the repository's folder. */
  readonly repoName: string;
  /** What the worktrees started from. Absent: what was checked out. */
  readonly baseRef?: string;
  readonly createdAt: number;
  readonly archivedAt?: number;
  readonly entries: readonly DispatchEntry[];
}
