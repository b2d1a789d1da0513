// Agents: list, create, change, delete, settings, activity.
import type { AgentActivity, AgentSettings } from '../types/agents.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { Id, NoParams, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

type Open = Readonly<Record<string, unknown>>;

export const AGENT_METHODS = {
  'agents.list': defineMethod({
    summary: 'Agents.',
    scope: 'operator.read',
    params: NoParams,
    result: publishedResult('AgentsListResult'),
  }),
  'agents.status': defineMethod({
    summary: 'What each agent is doing: idle, working, or waiting for a person. Read it again at `sessions.changed`.',
    scope: 'operator.read',
    params: closed({ agentId: Type.Optional(Id) }),
    result: resultOf<{ readonly agents: readonly AgentActivity[] }>('AgentActivity[]'),
  }),
  'agents.create': defineMethod({
    summary: 'Creates an agent.',
    scope: 'operator.admin',
    params: publishedParams('AgentsCreateParams'),
    result: resultOf<Open>('AgentsCreateResult'),
  }),
  'agents.duplicate': defineMethod({
    summary: 'Makes an agent like another one, with a folder of its own.',
    scope: 'operator.admin',
    params: closed({ agentId: Id, name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })) }),
    result: resultOf<AgentSettings>('AgentSettings'),
  }),
  'agents.update': defineMethod({
    summary: 'Changes an agent.',
    scope: 'operator.admin',
    params: publishedParams('AgentsUpdateParams'),
    result: resultOf<Open>('AgentsUpdateResult'),
  }),
  'agents.delete': defineMethod({
    summary: 'Deletes an agent; its sessions stay.',
    scope: 'operator.admin',
    params: publishedParams('AgentsDeleteParams'),
    result: resultOf<Open>('AgentsDeleteResult'),
  }),
  'agents.settings.get': defineMethod({
    summary: 'Everything about an agent.',
    scope: 'operator.read',
    params: closed({ agentId: Id }),
    result: resultOf<AgentSettings>('AgentSettings'),
  }),
  'agents.settings.set': defineMethod({
    summary: 'Changes parts of an agent’s settings.',
    scope: 'operator.admin',
    // What it may do unasked; the rest is no matter of safety.
    freshProof: ({ approvalMode }: { readonly approvalMode?: string }) => approvalMode !== undefined,
    params: closed({
      agentId: Id,
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      emoji: Type.Optional(Type.String({ maxLength: 16 })),
      workspace: Type.Optional(Type.String({ maxLength: 4096 })),
      model: Type.Optional(Type.String({ maxLength: 200 })),
      fallbacks: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 8 })),
      instructions: Type.Optional(Type.String({ maxLength: 100_000 })),
      approvalMode: Type.Optional(
        Type.Union([
          Type.Literal('read-only'),
          Type.Literal('ask'),
          Type.Literal('accept-edits'),
          Type.Literal('full'),
        ]),
      ),
      tools: Type.Optional(Type.Object({ allow: Type.Array(Type.String()), deny: Type.Array(Type.String()) })),
      maxTurns: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
    result: resultOf<AgentSettings>('AgentSettings'),
  }),
  'agent.identity.get': defineMethod({
    summary: 'Name and face of an agent.',
    scope: 'operator.read',
    params: publishedParams('AgentIdentityParams'),
    result: publishedResult('AgentIdentityResult'),
  }),
} as const;
