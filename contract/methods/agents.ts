// Agents: list, create, update, delete, settings, activity.
import type { JsonObject } from '../types/json-object.ts';
import { MAX_AVATAR_CHARS } from '../types/agent-avatar.ts';
import { APPROVAL_MODES } from '../types/approval-modes.ts';
import type { AgentActivity, AgentSettings } from '../types/agents.ts';
import { ROSTER_ROLES, type CreatedMember, type RosterMember } from '../types/roster.ts';
import { ContextLimits } from './context.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { published, publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { Id, NoParams, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that manage agents and their settings. */
export const AGENT_METHODS = {
  'agents.list': readMethod({
    summary: 'Lists agents.',
    params: NoParams,
    result: publishedResult('AgentsListResult'),
  }),
  'agents.status': readMethod({
    summary:
      'Returns what each agent is doing: idle, working, or waiting for a person. Call it again after `sessions.changed`.',
    params: closed({ agentId: Type.Optional(Id) }),
    result: resultType<{ readonly agents: readonly AgentActivity[] }>('AgentActivity[]'),
  }),
  'agents.create': adminMethod({
    summary: 'Creates an agent. `avatar` is an image as a data URL.',
    params: withOwnFields(publishedParams('AgentsCreateParams'), {
      // Its instructions and tools are those of this role of the roster.
      role: Type.Optional(Type.Enum([...ROSTER_ROLES])),
    }),
    result: resultType<JsonObject>('AgentsCreateResult'),
  }),
  'agents.duplicate': adminMethod({
    summary: 'Creates a copy of an agent with its own workspace.',
    params: closed({ agentId: Id, name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })) }),
    result: resultType<AgentSettings>('AgentSettings'),
  }),
  'agents.update': adminMethod({
    summary: 'Updates an agent.',
    params: publishedParams('AgentsUpdateParams'),
    unsupported: ['agentRuntime'],
    result: resultType<JsonObject>('AgentsUpdateResult'),
  }),
  'agents.roster.list': readMethod({
    summary: 'Lists the roles of the roster, with the agents that have their names.',
    params: NoParams,
    result: resultType<{ readonly members: readonly RosterMember[] }>('RosterMember[]'),
  }),
  'agents.roster.create': adminMethod({
    summary:
      'Creates the agents of the roster that are missing, all or those of the given roles. An agent with the name of a role stays as it is.',
    params: closed({
      roles: Type.Optional(Type.Array(Type.Enum([...ROSTER_ROLES]), { minItems: 1, maxItems: ROSTER_ROLES.length })),
      model: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    }),
    result: resultType<{ readonly members: readonly CreatedMember[] }>('CreatedMember[]'),
  }),
  'agents.delete': adminMethod({
    summary:
      'Deletes an agent. Its sessions are kept; with `deleteFiles`, the files in its own folder are moved to the trash.',
    ...published('AgentsDelete'),
  }),
  'agents.settings.get': readMethod({
    summary: 'Returns all settings of an agent.',
    params: closed({ agentId: Id }),
    result: resultType<AgentSettings>('AgentSettings'),
  }),
  'agents.settings.list': readMethod({
    summary: 'Returns the settings of all agents.',
    params: NoParams,
    result: resultType<{ readonly agents: readonly AgentSettings[] }>('AgentSettings[]'),
  }),
  'agents.settings.set': adminMethod({
    summary: 'Updates settings of an agent.',
    // Only what the agent may do, and where, is security-relevant.
    freshProof: ({ approvalMode, machine }: { readonly approvalMode?: string; readonly machine?: string }) =>
      approvalMode !== undefined || machine !== undefined,
    params: closed({
      agentId: Id,
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      emoji: Type.Optional(Type.String({ maxLength: 16 })),
      avatar: Type.Optional(Type.String({ maxLength: MAX_AVATAR_CHARS })),
      workspace: Type.Optional(Type.String({ maxLength: 4096 })),
      model: Type.Optional(Type.String({ maxLength: 200 })),
      fallbacks: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 8 })),
      instructions: Type.Optional(Type.String({ maxLength: 100_000 })),
      approvalMode: Type.Optional(Type.Enum([...APPROVAL_MODES])),
      machine: Type.Optional(Type.String({ maxLength: 64 })),
      tools: Type.Optional(Type.Object({ allow: Type.Array(Type.String()), deny: Type.Array(Type.String()) })),
      context: Type.Optional(ContextLimits),
      maxTurns: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
    result: resultType<AgentSettings>('AgentSettings'),
  }),
  'agent.identity.get': readMethod({
    summary: 'Returns the name and avatar of an agent.',
    ...published('AgentIdentity'),
  }),
} as const;
