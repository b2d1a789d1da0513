// Creates the agents of the roster that are missing. An agent belongs to the role that has its name.
import type { AgentSettings } from '#contract/types/agents.ts';
import { defined } from '#contract/types/defined.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import { ROSTER_ROLES, type CreatedMember, type RosterMember, type RosterRole } from '#contract/types/roster.ts';
import type { AgentsFacet } from '../engine/agents-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Principal } from '../principal.ts';
import { requireModel } from '../runs/provider-admin.ts';
import { SerialQueue } from '../serial-queue.ts';
import { ROSTER } from './roster.ts';

/** `add` stores a new agent. */
export function rosterFacet(
  { config, providers }: EnginePorts,
  add: (name: string, entry: JsonObject, by: Principal) => Promise<AgentSettings>,
): Pick<AgentsFacet, 'roster' | 'createRoster'> {
  // One at a time, so that two calls don't both find an agent missing.
  const queue = new SerialQueue();
  const roster = (): readonly RosterMember[] => listRoster(config.settings().agents);
  return {
    roster,
    createRoster: ({ roles = ROSTER_ROLES, model }, by) =>
      queue.run(async () => {
        if (model !== undefined) await requireModel(providers, model);
        const members: CreatedMember[] = [];
        for (const member of roster()) {
          const { role, agentId } = member;
          if (!roles.includes(role)) continue;
          const found = agentId ?? (await add(member.name, rosterEntry(role, model), by)).agentId;
          members.push({ ...member, agentId: found, isNew: agentId === undefined });
        }
        return members;
      }),
  };
}

function listRoster(agents: readonly AgentSettings[]): readonly RosterMember[] {
  return ROSTER_ROLES.map((role) => {
    const { name, emoji, description } = ROSTER[role];
    const agent = agents.find((known) => known.name.toLowerCase() === name.toLowerCase());
    return { role, name, emoji, description, ...defined({ agentId: agent?.agentId }) };
  });
}

/** The entry of an agent for a role. */
export function rosterEntry(role: RosterRole, model?: string): JsonObject {
  const { name, emoji, instructions, deny } = ROSTER[role];
  const tools = deny.length === 0 ? {} : { tools: { deny: [...deny] } };
  return { name, emoji, instructions, ...tools, ...defined({ model }) };
}
