// Agents: list, create, change, delete.
import type { AGENT_METHODS } from '#contract/methods/agents.ts';
import { defined } from '#contract/types/defined.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';

export const AGENT_HANDLERS: HandlersFor<typeof AGENT_METHODS> = {
  'agents.list'(_params, { services }) {
    const { defaultAgentId, agents } = services.config.settings();
    const rows = agents.map(({ agentId: id, name, emoji = '', workspace, fallbacks, approvalMode }) => ({
      id,
      name,
      identity: { name, ...(emoji === '' ? {} : { emoji }) },
      workspace,
      model: { ...defined({ primary: services.engine.agents.model(id) }), fallbacks: [...fallbacks] },
      defaultPermissionMode: PERMISSION_MODES[approvalMode],
    }));
    return { defaultId: defaultAgentId, mainKey: 'main', scope: 'per-sender', agents: rows };
  },

  'agents.status': async ({ agentId }, { services }) => ({ agents: await services.engine.agents.activity(agentId) }),

  async 'agents.create'({ name, workspace, model, emoji }, { services, connection }) {
    const created = await services.engine.agents.create({ name, workspace, model, emoji }, connection.principal);
    return {
      ok: true,
      agentId: created.agentId,
      name: created.name,
      workspace: created.workspace,
      ...defined({ model }),
    };
  },

  'agents.duplicate': ({ agentId, name }, { services, connection }) =>
    services.engine.agents.duplicate(agentId, name, connection.principal),

  async 'agents.update'({ agentId, name, workspace, model, emoji }, { services, connection }) {
    await services.engine.agents.update(agentId, { name, workspace, model, emoji }, connection.principal);
    return { ok: true, agentId };
  },

  async 'agents.delete'({ agentId, deleteFiles }, { services, connection }) {
    const files = await services.engine.agents.delete(agentId, deleteFiles === true, connection.principal);
    const removed = files?.removed.map((path) => ({ path, method: 'trash' as const }));
    return {
      ok: true,
      agentId,
      removedBindings: 0,
      ...defined({ removed, failed: files === undefined ? undefined : [...files.kept] }),
    };
  },

  'agents.settings.get': ({ agentId }, { services }) => services.engine.agents.require(agentId),

  'agents.settings.set': ({ agentId, ...change }, { services, connection }) =>
    services.engine.agents.update(agentId, change, connection.principal),

  'agent.identity.get'({ agentId, sessionKey }, { services }) {
    const { sessions, agents } = services.engine;
    const owner = sessionKey ? parseSessionKey(sessions.resolveKey(sessionKey, agentId))?.agentId : undefined;
    const { agentId: id, name, emoji = '' } = agents.require(agentId ?? owner);
    return {
      agentId: id,
      name,
      nameSource: 'config',
      avatarStatus: 'none',
      ...(emoji === '' ? {} : { emoji }),
    };
  },
};

const PERMISSION_MODES = {
  'read-only': 'read-only',
  ask: 'guarded',
  'accept-edits': 'workspace',
  full: 'full',
} as const;
