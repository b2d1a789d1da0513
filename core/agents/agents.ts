// Creates, changes, and deletes agents in the configuration.
import { defined } from '#contract/types/defined.ts';
import { isAgentId } from '#contract/types/ids.ts';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { AgentChange, AgentsFacet, NewAgentRequest } from '../engine/agents-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { agentModel, requireAgent } from '../runs/model-choice.ts';
import { requireModel } from '../runs/provider-admin.ts';
import { agentActivity, type ActivitySource } from './agent-activity.ts';
import { removeAgentFiles } from './remove-agent-files.ts';
import type { Principal } from '../principal.ts';

/** Longest ID made from a name, characters. */
const MAX_ID = 40;

/** The agents of the engine. */
export function agents(ports: EnginePorts, activity: ActivitySource): AgentsFacet {
  const { config, store } = ports;
  const require: AgentsFacet['require'] = (agentId = config.settings().defaultAgentId) =>
    requireAgent(config.settings(), agentId);
  const save = (agentId: string, entry: JsonObject | null) =>
    config.merge({ agents: { entries: { [agentId]: entry } } });
  const audit = (by: Principal, action: string, subject: string, details: JsonObject) =>
    store.audit.append({ by, action, subject, details });
  return {
    require,
    model: (agentId) => agentModel(config.settings(), agentId),
    activity: (agentId) => agentActivity(config.settings(), activity, agentId),
    async create(request, by) {
      const agentId = freeId(request.name, ports);
      const entry = await newEntry(ports, request);
      await save(agentId, entry);
      await audit(by, 'agent.created', agentId, entry);
      return require(agentId);
    },
    async duplicate(agentId, name = `${require(agentId).name} copy`, by) {
      const newId = freeId(name, ports);
      // Two agents in one folder would change each other's files.
      const { workspace: _, ...own } = ownEntry(agentId, await config.snapshot());
      const entry = { ...own, name };
      await save(newId, entry);
      await audit(by, 'agent.created', newId, { ...withoutTexts(entry), from: agentId });
      return require(newId);
    },
    async update(agentId, change, by) {
      require(agentId);
      const entry = await changedEntry(ports, change);
      await save(agentId, entry);
      await audit(by, 'agent.changed', agentId, withoutTexts(entry));
      return require(agentId);
    },
    async delete(agentId, deleteFiles, by) {
      const agent = require(agentId);
      if (agentId === config.settings().defaultAgentId)
        throw invalidRequest(
          'the default agent cannot be deleted',
          'DEFAULT_AGENT',
          'Make another agent the default first.',
        );
      await save(agentId, null);
      const files = deleteFiles ? await removeAgentFiles(agent, ports) : undefined;
      await audit(by, 'agent.deleted', agentId, files === undefined ? {} : { files: files.removed.length });
      return files;
    },
  };
}

async function newEntry(ports: EnginePorts, { name, workspace, model, emoji }: NewAgentRequest): Promise<JsonObject> {
  if (model !== undefined) await requireModel(ports.providers, model);
  return {
    name,
    ...(workspace === undefined ? {} : { workspace: await ports.folders.require(workspace, true) }),
    ...defined({ model, emoji }),
  };
}

async function changedEntry({ providers, folders }: EnginePorts, change: AgentChange): Promise<JsonObject> {
  for (const model of [change.model, ...(change.fallbacks ?? [])]) if (model) await requireModel(providers, model);
  const checked = change.workspace ? { ...change, workspace: await folders.require(change.workspace) } : change;
  return Object.fromEntries(
    Object.entries(checked)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value === '' && name !== 'instructions' ? null : value]),
  );
}

/** The agent's own entry in the file, without defaults, so that the copy keeps following them. */
function ownEntry(agentId: string, { parsed, resolved }: ConfigSnapshot): JsonObject {
  const path = ['agents', 'entries', agentId];
  const found = [parsed, resolved]
    .map((file) => path.reduce<unknown>((inner, key) => (isJsonObject(inner) ? inner[key] : undefined), file))
    .find(isJsonObject);
  return found ?? {};
}

/** Instructions are long and private: the audit log says only that they changed. */
function withoutTexts(entry: JsonObject): JsonObject {
  return 'instructions' in entry ? { ...entry, instructions: 'changed' } : entry;
}

/** An ID made from the name, with a number after it when it is taken. */
function freeId(name: string, { config }: EnginePorts): string {
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
