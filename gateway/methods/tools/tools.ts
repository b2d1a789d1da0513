// Tools of agents, and skills (none yet).
import { join } from 'node:path';
import type { MethodResult } from '#contract/methods/registry.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ToolSummary } from '#core/engine/tools-facet.ts';
import { BUILT_IN_TOOLS } from '#core/tools/registry.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { isUnavailableTool, toToolOutput } from '../../openclaw/tool-result.ts';
import type { GatewayServices } from '../../server/services.ts';

const PROFILES: MethodResult<'tools.catalog'>['profiles'] = [
  { id: 'coding', label: 'Coding' },
  { id: 'full', label: 'Full' },
];
const RISK = {
  read: 'low',
  edit: 'medium',
  network: 'medium',
  ask: 'low',
  plan: 'low',
  exec: 'high',
  unknown: 'high',
} as const;
const GROUPS: Readonly<Record<ToolSummary['effect'], { readonly id: string; readonly label: string }>> = {
  read: { id: 'fs', label: 'Files' },
  edit: { id: 'fs', label: 'Files' },
  exec: { id: 'runtime', label: 'Commands' },
  ask: { id: 'people', label: 'Questions' },
  plan: { id: 'people', label: 'Questions' },
  network: { id: 'web', label: 'Web' },
  unknown: { id: 'other', label: 'Other' },
};

export const TOOL_HANDLERS = defineHandlers({
  async 'tools.catalog'({ agentId }, { services, engine }) {
    const agent = agentFor(agentId, services);
    const tools = await engine.tools.list(agent);
    const defaultProfiles = PROFILES.map((profile) => profile.id);
    const groups = Map.groupBy(tools, (tool) => catalogGroup(tool).id);
    return {
      agentId: agent,
      profiles: PROFILES,
      groups: [...groups.values()].flatMap((members) => {
        const [first] = members;
        if (first === undefined) return [];
        return [{ ...catalogGroup(first), tools: members.map((tool) => ({ ...toEntry(tool), defaultProfiles })) }];
      }),
    };
  },

  async 'tools.effective'({ sessionKey, agentId }, { engine }) {
    const record = await engine.sessions.get(engine.sessions.resolveKey(sessionKey, agentId));
    if (record === undefined || record.deletedAt !== undefined)
      throw invalidRequest(`unknown session key "${sessionKey}"`, 'SESSION_NOT_FOUND');
    const bySource = Map.groupBy(await engine.tools.list(record.agentId, record.key), ({ source }) => source);
    const groups = [...bySource].map(([source, tools]) => ({
      id: wireFacts(source).source,
      label: source.title,
      source: wireFacts(source).source,
      tools: tools.map((tool) => ({ ...toEntry(tool), rawDescription: tool.description })),
    }));
    return { agentId: record.agentId, profile: 'full', groups };
  },

  async 'tools.invoke'({ name, args, sessionKey, agentId }, { engine, by, signal }) {
    try {
      const asked = { tool: name, input: args ?? {}, sessionKey, agentId, by };
      const outcome = await engine.tools.invoke(asked, signal);
      const facts = { toolName: name, source: wireFacts(outcome.source).source };
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

  'skills.status'({ agentId, sessionKey }, { services, engine }) {
    const fromKey =
      sessionKey === undefined ? undefined : engine.sessions.resolveKey(sessionKey, agentId).split(':')[1];
    const agent = agentFor(agentId ?? fromKey, services);
    const workspaceDir = services.config.settings().agents.find((entry) => entry.agentId === agent)?.workspace ?? '';
    return { workspaceDir, managedSkillsDir: join(services.identity.home, 'skills'), agentId: agent, skills: [] };
  },

  'skills.bins': () => ({ bins: [] }),
});

function agentFor(agentId: string | undefined, services: GatewayServices): string {
  return services.engine.agents.require(agentId).agentId;
}

/** Built-in tools are grouped by effect, others by source. */
function catalogGroup({ effect, source }: ToolSummary) {
  const facts = wireFacts(source);
  return { ...(facts.source === 'core' ? GROUPS[effect] : { id: source.id, label: source.title }), ...facts };
}

function toEntry({ name, description, effect, source }: ToolSummary) {
  return { id: name, label: name, description, ...wireFacts(source), risk: RISK[effect] };
}

function wireFacts({ id }: ToolSummary['source']) {
  return id === BUILT_IN_TOOLS.id ? { source: 'core' as const } : { source: 'plugin' as const, pluginId: id };
}
