// Tools of agents; skills and channels (none yet).
import type { TOOL_METHODS } from '#contract/methods/tools.ts';
import { join } from 'node:path';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ToolFacts } from '#core/engine/tools-facet.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { isUnavailableTool, toToolOutput } from '../../openclaw/tool-result.ts';
import type { GatewayServices } from '../../server/services.ts';

type Profile = 'minimal' | 'coding' | 'messaging' | 'full';
const PROFILES: { readonly id: Profile; readonly label: string }[] = [
  { id: 'coding', label: 'Coding' },
  { id: 'full', label: 'Full' },
];
const RISK = { read: 'low', write: 'medium', network: 'medium', ask: 'low', exec: 'high' } as const;
const GROUPS = [
  { id: 'fs', label: 'Files', holds: ({ effect }: ToolFacts) => effect === 'read' || effect === 'write' },
  { id: 'runtime', label: 'Commands', holds: ({ effect }: ToolFacts) => effect === 'exec' },
  { id: 'people', label: 'Questions', holds: ({ effect }: ToolFacts) => effect === 'ask' },
  { id: 'web', label: 'Web', holds: ({ effect }: ToolFacts) => effect === 'network' },
] as const;

export const TOOL_HANDLERS: HandlersFor<typeof TOOL_METHODS> = {
  'tools.catalog'({ agentId }, { services }) {
    const agent = agentFor(agentId, services);
    const tools = services.engine.tools.list(agent);
    const groups = GROUPS.map(({ id, label, holds }) => ({
      id,
      label,
      source: 'core' as const,
      tools: tools.filter(holds).map((tool) => ({
        ...entryOf(tool),
        defaultProfiles: PROFILES.map((profile) => profile.id),
      })),
    }));
    return { agentId: agent, profiles: PROFILES, groups: groups.filter((group) => group.tools.length > 0) };
  },

  async 'tools.effective'({ sessionKey, agentId }, { services }) {
    const record = await services.engine.sessions.get(services.engine.sessions.resolveKey(sessionKey, agentId));
    if (record === undefined || record.deletedAt !== undefined)
      throw invalidRequest(`unknown session key "${sessionKey}"`, 'SESSION_NOT_FOUND');
    const tools = services.engine.tools
      .list(record.agentId)
      .map((tool) => ({ ...entryOf(tool), rawDescription: tool.description }));
    const groups =
      tools.length === 0 ? [] : [{ id: 'core' as const, label: 'Built in', source: 'core' as const, tools }];
    return { agentId: record.agentId, profile: 'full', groups };
  },

  async 'tools.invoke'({ name, args, sessionKey, agentId }, { services, connection, signal }) {
    const facts = { toolName: name, source: 'core' };
    try {
      const asked = { tool: name, input: args ?? {}, sessionKey, agentId, by: connection.principal };
      const outcome = await services.engine.tools.invoke(asked, signal);
      if (outcome.type === 'approval')
        return {
          ok: false,
          ...facts,
          requiresApproval: true,
          approvalId: outcome.approvalId,
          error: { code: 'approval_required', message: `Waiting for approval in ${outcome.sessionKey}.` },
        };
      if (outcome.type === 'ended') return { ok: false, ...facts, error: { code: 'ended', message: outcome.message } };
      if (outcome.isError) return { ok: false, ...facts, error: { code: 'tool_error', message: outcome.text } };
      return { ok: true, ...facts, output: toToolOutput(outcome) };
    } catch (error) {
      if (!isUnavailableTool(error)) throw error;
      return { ok: false, toolName: name, error: { code: 'not_found', message: `Tool not available: ${name}` } };
    }
  },

  'skills.status'({ agentId, sessionKey }, { services }) {
    const fromKey =
      sessionKey === undefined ? undefined : services.engine.sessions.resolveKey(sessionKey, agentId).split(':')[1];
    const agent = agentFor(agentId ?? fromKey, services);
    const workspaceDir = services.config.settings().agents.find((entry) => entry.agentId === agent)?.workspace ?? '';
    return { workspaceDir, managedSkillsDir: join(services.identity.home, 'skills'), agentId: agent, skills: [] };
  },

  'skills.bins': () => ({ bins: [] }),

  'channels.status': (_params, { services }) => ({
    ts: services.clock.now(),
    channelOrder: [],
    channelLabels: {},
    channelDetailLabels: {},
    channelSystemImages: {},
    channelMeta: [],
    channels: {},
    channelAccounts: {},
    channelDefaultAccountId: {},
  }),

  'channels.logout'({ channel }) {
    throw invalidRequest(`unknown channel: ${channel}`, 'UNKNOWN_CHANNEL', 'No channel is configured.');
  },
};

function agentFor(agentId: string | undefined, services: GatewayServices): string {
  return services.engine.agents.require(agentId).agentId;
}

function entryOf({ name, description, effect }: ToolFacts) {
  return { id: name, label: name, description, source: 'core' as const, risk: RISK[effect] };
}
