// Agents: settings, changes, and activity.
import type { ContextSettings } from '#contract/types/context.ts';
import type { AgentActivity, AgentSettings } from '#contract/types/agents.ts';
import type { CreatedMember, RosterMember, RosterRole } from '#contract/types/roster.ts';
import type { Principal } from '../principal.ts';

/** A new agent. */
export interface NewAgentRequest {
  readonly name: string;
  /** Created if it doesn't exist; default: a new folder. */
  readonly workspace?: string | undefined;
  readonly model?: string | undefined;
  readonly emoji?: string | undefined;
  /** An image as a data URL. */
  readonly avatar?: string | undefined;
  /** Its instructions and tools are those of this role. */
  readonly role?: RosterRole | undefined;
}

/** Which agents of the roster to create; without roles, all. */
export interface RosterRequest {
  readonly roles?: readonly RosterRole[] | undefined;
  readonly model?: string | undefined;
}

type Changeable = Omit<AgentSettings, 'agentId' | 'ownFolder' | 'heartbeat' | 'context'> & {
  /** The rest of the limits stay as they are. */
  readonly context: Partial<ContextSettings>;
};

/** A change to an agent. An empty or `null` model, emoji, avatar, or workspace restores the default. */
export type AgentChange = { readonly [K in keyof Changeable]?: Changeable[K] | null | undefined };

/** The files of a deleted agent: removed to the trash, or kept. */
export interface RemovedFiles {
  readonly removed: readonly string[];
  readonly kept: readonly { readonly path: string; readonly reason: string }[];
}

/** Agents, stored in the configuration. Errors are {@link GatewayError}s. */
export interface AgentsFacet {
  /** The agent with this ID, or the default agent. @throws when there is none. */
  require(agentId?: string): AgentSettings;
  /** `provider/model` of an agent; undefined when none was chosen. */
  model(agentId: string): string | undefined;
  /** The kind of machine that the settings name for an agent; undefined if it is chosen for each session. */
  machine(agentId: string): string | undefined;
  /** A removed agent is listed while one of its runs is active. */
  activity(agentId?: string): Promise<readonly AgentActivity[]>;
  create(request: NewAgentRequest, by: Principal): Promise<AgentSettings>;
  /** The roles of the roster, with the agents that have their names. */
  roster(): readonly RosterMember[];
  /** Creates what is missing of the roster, once even if it is called several times at the same time. */
  createRoster(request: RosterRequest, by: Principal): Promise<readonly CreatedMember[]>;
  /** A copy with its own workspace. */
  duplicate(agentId: string, name: string | undefined, by: Principal): Promise<AgentSettings>;
  update(agentId: string, change: AgentChange, by: Principal): Promise<AgentSettings>;
  /** With `deleteFiles`, empties the agent's folder if Gatehouse created it and no other agent uses it. */
  delete(agentId: string, deleteFiles: boolean, by: Principal): Promise<RemovedFiles | undefined>;
}
