// Agents: the types.
import type { ApprovalMode } from './approvals.ts';

/** An agent's settings that the published agent row has no place for. */
export interface AgentSettings {
  readonly agentId: string;
  readonly name: string;
  readonly emoji?: string;
  readonly workspace: string;
  /** The folder is one that Gatehouse made for it. */
  readonly ownFolder?: true;
  readonly model: string;
  readonly fallbacks: readonly string[];
  readonly instructions: string;
  readonly approvalMode: ApprovalMode;
  readonly tools: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  readonly maxTurns: number;
  /** Absent while it is switched off. */
  readonly heartbeat?: { readonly every: string; readonly everyMs: number; readonly prompt: string };
}

/** What an agent is doing now. */
export interface AgentActivity {
  readonly agentId: string;
  /** `waiting`: one of its runs waits for a person. */
  readonly state: 'idle' | 'working' | 'waiting';
  readonly runs: readonly {
    readonly runId: string;
    readonly sessionKey: string;
    readonly startedAt: number;
    readonly state: 'working' | 'waiting';
    /** What it waits for: the command that is to be decided. */
    readonly note?: string;
  }[];
}
