// Agents: the types.
import type { ApprovalMode } from './approval-modes.ts';
import type { ContextSettings } from './context.ts';

/** An agent's settings that the published agent row lacks. */
export interface AgentSettings {
  readonly agentId: string;
  readonly name: string;
  readonly emoji?: string;
  /** An image as a data URL. */
  readonly avatar?: string;
  readonly workspace: string;
  /** Kind of its machine. Absent: the default. */
  readonly machine?: string;
  /** Whether Gatehouse created the folder for this agent. */
  readonly ownFolder?: true;
  readonly model: string;
  readonly fallbacks: readonly string[];
  readonly instructions: string;
  readonly approvalMode: ApprovalMode;
  readonly tools: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  readonly maxTurns: number;
  /** What is collected for each run. Absent: nothing. */
  readonly context?: ContextSettings;
  /** Absent if disabled. */
  readonly heartbeat?: { readonly every: string; readonly everyMs: number; readonly prompt: string };
}

/** What an agent is currently doing. */
export interface AgentActivity {
  readonly agentId: string;
  /** `waiting`: one of its runs is waiting for a person. */
  readonly state: 'idle' | 'working' | 'waiting';
  readonly runs: readonly {
    readonly runId: string;
    readonly sessionKey: string;
    readonly startedAt: number;
    readonly state: 'working' | 'waiting';
    /** The command that requires approval. */
    readonly note?: string;
  }[];
}
