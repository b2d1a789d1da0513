// Agents: list, create, change, delete. They are stored in the configuration file.
import { defined } from '#contract/types/defined.ts';
import type { AGENT_METHODS } from '#contract/methods/agents.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { isAgentId, parseSessionKey } from '#contract/types/ids.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { agentActivity } from './agent-activity.ts';
import { auditLine } from '../audit/audit-line.ts';
import { deleteAgentFiles } from './delete-files.ts';
import { agentModel, keyOf, requireAgent, requireModel } from '../sessions/session-access.ts';
import { requireWorkspace } from '../files/workspace-folder.ts';

/** Longest id made from a name, characters. */
const MAX_ID = 40;

export const AGENT_HANDLERS: HandlersFor<typeof AGENT_METHODS> = {
  'agents.list'(_params, { services }) {
    const settings = services.config.settings();
    const agents = settings.agents.map((agent) => {
      const primary = agentModel(agent.agentId, services);
      return {
        id: agent.agentId,
        name: agent.name,
        identity: {
          name: agent.name,
          ...(agent.emoji === undefined || agent.emoji === '' ? {} : { emoji: agent.emoji }),
        },
        workspace: agent.workspace,
        model: { ...(primary === undefined ? {} : { primary }), fallbacks: [...agent.fallbacks] },
        defaultPermissionMode: PERMISSION_MODES[agent.approvalMode],
      };
    });
    return { defaultId: settings.defaultAgentId, mainKey: 'main', scope: 'per-sender', agents };
  },

  'agents.status': ({ agentId }, { services }) => agentActivity(services, agentId),

  async 'agents.create'({ name, workspace, model, emoji }, call) {
    const { services } = call;
    const agentId = freeId(name, services);
    if (model !== undefined) await requireModel(model, services);
    const entry = {
      name,
      ...(workspace === undefined ? {} : { workspace: await requireWorkspace(workspace, services, true) }),
      ...defined({ model, emoji }),
    };
    await services.config.merge({ agents: { entries: { [agentId]: entry } } });
    await auditLine(call, 'agent.created', agentId, entry);
    const made = settingsOf(agentId, services);
    return { ok: true, agentId, name: made.name, workspace: made.workspace, ...(model === undefined ? {} : { model }) };
  },

  async 'agents.duplicate'({ agentId, name }, call) {
    const { services } = call;
    const copy = name ?? `${settingsOf(agentId, services).name} copy`;
    const newId = freeId(copy, services);
    // A folder of its own: two agents in one would change each other's files.
    const { workspace: _, ...own } = entryOf(agentId, await services.config.snapshot());
    const entry = { ...own, name: copy };
    await services.config.merge({ agents: { entries: { [newId]: entry } } });
    await auditLine(call, 'agent.created', newId, { ...withoutTexts(entry), from: agentId });
    return settingsOf(newId, services);
  },

  async 'agents.update'({ agentId, name, workspace, model, emoji }, call) {
    const { services } = call;
    requireAgent(agentId, services);
    if (typeof model === 'string') await requireModel(model, services);
    const entry = {
      ...(name === undefined ? {} : { name }),
      ...(workspace === undefined ? {} : { workspace: await requireWorkspace(workspace, services) }),
      ...defined({ model, emoji }),
    };
    await services.config.merge({ agents: { entries: { [agentId]: entry } } });
    await auditLine(call, 'agent.changed', agentId, entry);
    return { ok: true, agentId };
  },

  async 'agents.delete'({ agentId, deleteFiles }, call) {
    const { services } = call;
    requireAgent(agentId, services);
    if (agentId === services.config.settings().defaultAgentId)
      throw invalidRequest(
        'the default agent cannot be deleted',
        'DEFAULT_AGENT',
        'Make another agent the default first.',
      );
    const agent = settingsOf(agentId, services);
    await services.config.merge({ agents: { entries: { [agentId]: null } } });
    const files = deleteFiles === true ? await deleteAgentFiles(agent, services) : undefined;
    await auditLine(call, 'agent.deleted', agentId, files === undefined ? {} : { files: files.removed.length });
    return { ok: true, agentId, removedBindings: 0, ...files };
  },

  'agents.settings.get': ({ agentId }, { services }) => settingsOf(agentId, services),

  async 'agents.settings.set'({ agentId, ...change }, call) {
    const { services } = call;
    requireAgent(agentId, services);
    for (const model of [change.model, ...(change.fallbacks ?? [])])
      if (model !== undefined && model !== '') await requireModel(model, services);
    const { workspace = '' } = change;
    const checked = workspace === '' ? change : { ...change, workspace: await requireWorkspace(workspace, services) };
    // An empty model, emoji or folder means: none of its own.
    const entry = Object.fromEntries(
      Object.entries(checked).map(([name, value]) => [name, value === '' && name !== 'instructions' ? null : value]),
    );
    await services.config.merge({ agents: { entries: { [agentId]: entry } } });
    await auditLine(call, 'agent.changed', agentId, withoutTexts(entry));
    return settingsOf(agentId, services);
  },

  'agent.identity.get'({ agentId, sessionKey }, { services }) {
    const { defaultAgentId } = services.config.settings();
    const ofSession = sessionKey ? parseSessionKey(keyOf(sessionKey, services, agentId))?.agentId : undefined;
    const { agentId: id, name, emoji } = settingsOf(agentId ?? ofSession ?? defaultAgentId, services);
    return {
      agentId: id,
      name,
      nameSource: 'config',
      avatarStatus: 'none',
      ...(emoji === undefined || emoji === '' ? {} : { emoji }),
    };
  },
};

/** The agent's own entry in the file, without defaults, so that the copy keeps following them. */
function entryOf(agentId: string, { parsed, resolved }: ConfigSnapshot): Readonly<Record<string, unknown>> {
  const path = ['agents', 'entries', agentId];
  const found = [parsed, resolved]
    .map((file) => path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), file))
    .find(isRecord);
  return found ?? {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Instructions are long and private: the record says only that they changed. */
function withoutTexts(entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return 'instructions' in entry ? { ...entry, instructions: 'changed' } : entry;
}

const PERMISSION_MODES = {
  'read-only': 'read-only',
  ask: 'guarded',
  'accept-edits': 'workspace',
  full: 'full',
} as const;

function settingsOf(agentId: string, services: GatewayServices): AgentSettings {
  requireAgent(agentId, services);
  const found = services.config.settings().agents.find((agent) => agent.agentId === agentId);
  if (found === undefined) throw invalidRequest(`unknown agent: ${agentId}`, 'UNKNOWN_AGENT_ID');
  return found;
}

/** An id made from the name, with a number behind when it is taken. */
function freeId(name: string, { config }: GatewayServices): string {
  const taken = new Set(config.settings().agents.map(({ agentId }) => agentId));
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_ID);
  const base = isAgentId(plain) ? plain : 'agent';
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}-${number}`)) return `${base}-${number}`;
}
