// Agents: list, create, update, delete, settings, activity.
import type { JsonObject } from '../types/json-object.ts';
import { APPROVAL_MODES } from '../types/approval-modes.ts';
import type { AgentActivity, AgentSettings } from '../types/agents.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { published, publishedParams, publishedResult } from '../wire/published.ts';
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
    summary: 'Creates an agent.',
    params: publishedParams('AgentsCreateParams'),
    unsupported: ['avatar'],
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
    unsupported: ['avatar', 'agentRuntime'],
    result: resultType<JsonObject>('AgentsUpdateResult'),
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
      workspace: Type.Optional(Type.String({ maxLength: 4096 })),
      model: Type.Optional(Type.String({ maxLength: 200 })),
      fallbacks: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 8 })),
      instructions: Type.Optional(Type.String({ maxLength: 100_000 })),
      approvalMode: Type.Optional(Type.Enum([...APPROVAL_MODES])),
      machine: Type.Optional(Type.String({ maxLength: 64 })),
      tools: Type.Optional(Type.Object({ allow: Type.Array(Type.String()), deny: Type.Array(Type.String()) })),
      maxTurns: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
    result: resultType<AgentSettings>('AgentSettings'),
  }),
  'agent.identity.get': readMethod({
    summary: 'Returns the name and avatar of an agent.',
    ...published('AgentIdentity'),
  }),
} as const;
