// Agents: list, create, change, delete.
import { defined } from '#contract/types/defined.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import { AUTOMATIC_MACHINE } from '#contract/types/machines.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { toPermissionMode } from '../../openclaw/permission-modes.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';

export const AGENT_HANDLERS = defineHandlers({
  'agents.list'(_params, { services, engine }) {
    const { defaultAgentId, agents } = services.config.settings();
    const rows = agents.map(({ agentId: id, name, emoji = '', avatar, workspace, fallbacks, approvalMode }) => ({
      id,
      name,
      identity: { name, ...(emoji === '' ? {} : { emoji }), ...defined({ avatar, avatarUrl: avatar }) },
      workspace,
      model: { ...defined({ primary: engine.agents.model(id) }), fallbacks },
      defaultPermissionMode: toPermissionMode(approvalMode),
    }));
    return { defaultId: defaultAgentId, mainKey: 'main', scope: 'per-sender', agents: rows };
  },

  'agents.status': async ({ agentId }, { engine }) => ({ agents: await engine.agents.activity(agentId) }),

  async 'agents.create'({ name, workspace, model, emoji, avatar, role }, { engine, by }) {
    const created = await engine.agents.create({ name, workspace, model, emoji, avatar, role }, by);
    return {
      ok: true,
      agentId: created.agentId,
      name: created.name,
      workspace: created.workspace,
      ...defined({ model }),
    };
  },

  'agents.duplicate'(params, { engine, gateway, connection, by }) {
    const { agentId, name } = params;
    // The copy has full access, too, so it is confirmed like that of the original.
    if (engine.agents.require(agentId).approvalMode === 'full')
      gateway.proofs.require('agents.duplicate', params, connection);
    return engine.agents.duplicate(agentId, name, by);
  },

  async 'agents.update'({ agentId, name, workspace, model, emoji, avatar }, { engine, by }) {
    await engine.agents.update(agentId, { name, workspace, model, emoji, avatar }, by);
    return { ok: true, agentId };
  },

  'agents.roster.list': (_params, { engine }) => ({ members: engine.agents.roster() }),

  'agents.roster.create': async (request, { engine, by }) => ({
    members: await engine.agents.createRoster(request, by),
  }),

  async 'agents.delete'({ agentId, deleteFiles }, { engine, by }) {
    const files = await engine.agents.delete(agentId, deleteFiles === true, by);
    const removed = files?.removed.map((path) => ({ path, method: 'trash' as const }));
    return { ok: true, agentId, removedBindings: 0, ...defined({ removed, failed: files?.kept }) };
  },

  'agents.settings.get': ({ agentId }, { engine }) => engine.agents.require(agentId),

  'agents.settings.list': (_params, { services }) => ({ agents: services.config.settings().agents }),

  async 'agents.settings.set'({ agentId, ...change }, { engine, services, by }) {
    if (change.machine) await requireKind(services, change.machine);
    return engine.agents.update(agentId, change, by);
  },

  'agent.identity.get'({ agentId, sessionKey }, { engine }) {
    const { sessions, agents } = engine;
    const owner = sessionKey ? parseSessionKey(sessions.resolveKey(sessionKey, agentId))?.agentId : undefined;
    const { agentId: id, name, emoji = '', avatar } = agents.require(agentId ?? owner);
    const picture =
      avatar === undefined ? { avatarStatus: 'none' as const } : { avatarStatus: 'data' as const, avatar };
    return { agentId: id, name, nameSource: 'config', ...picture, ...(emoji === '' ? {} : { emoji }) };
  },
});

async function requireKind({ kinds }: Pick<GatewayServices, 'kinds'>, machine: string): Promise<void> {
  const known = [AUTOMATIC_MACHINE, ...(await kinds.availability()).map(({ kind }) => kind)];
  if (known.includes(machine)) return;
  throw invalidRequest(
    `Unknown machine: ${JSON.stringify(machine)}.`,
    'MACHINE_UNKNOWN',
    `Use one of: ${known.join(', ')}.`,
  );
}
