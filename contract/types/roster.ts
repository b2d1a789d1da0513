// The roster: agents for the usual roles, created together.

/** The roles, in the order of a task. */
export const ROSTER_ROLES = ['brainstormer', 'planner', 'coder', 'reviewer', 'tester'] as const;
/** A role of the roster. */
export type RosterRole = (typeof ROSTER_ROLES)[number];

/** A role, and the agent that has its name. */
export interface RosterMember {
  readonly role: RosterRole;
  readonly name: string;
  readonly emoji: string;
  /** What the agent is for, in a sentence. */
  readonly description: string;
  /** Absent if no agent has this name. */
  readonly agentId?: string;
}

/** A member after creating the roster. */
export interface CreatedMember extends RosterMember {
  readonly agentId: string;
  /** False if there was an agent with this name, which stays as it is. */
  readonly isNew: boolean;
}
