// Creates, changes, and deletes agents in the configuration.
import { defined } from '#contract/types/defined.ts';
import type { AgentActivity, AgentSettings } from '#contract/types/agents.ts';
import { AUTOMATIC_MACHINE } from '#contract/types/machines.ts';
import { isAgentId, parseSessionKey } from '#contract/types/ids.ts';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { AgentChange, AgentsFacet, NewAgentRequest, RemovedFiles } from '../engine/agents-facet.ts';
import type { ApprovalsFacet } from '../engine/approvals-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { RunsFacet } from '../engine/runs-facet.ts';
import { FileError, type Machine } from '../ports/machine.ts';
import { agentModel, requireAgent } from '../runs/model-choice.ts';
import { requireModel } from '../runs/provider-admin.ts';
import { openMachine } from '../workspaces/open-workspace.ts';
import { moveToTrash, TRASH_FOLDER } from '../workspaces/trash.ts';
import type { Principal } from '../principal.ts';
import { checkAvatar } from './check-avatar.ts';
import { rosterEntry, rosterFacet } from './create-roster.ts';

/** Longest ID made from a name, characters. */
const MAX_ID = 40;

interface ActivitySource {
  readonly approvals: Pick<ApprovalsFacet, 'pending'>;
  readonly runs: Pick<RunsFacet, 'active'>;
}

/** The agents of the engine. */
export function agents(ports: EnginePorts, activity: ActivitySource): AgentsFacet {
  const { config, store } = ports;
  const require: AgentsFacet['require'] = (agentId = config.settings().defaultAgentId) =>
    requireAgent(config.settings(), agentId);
  const save = (agentId: string, entry: JsonObject | null) =>
    config.merge({ agents: { entries: { [agentId]: entry } } });
  const audit = (by: Principal, action: string, subject: string, details: JsonObject) =>
    store.audit.append({ by, action, subject, details });
  const add = async (name: string, entry: JsonObject, by: Principal): Promise<AgentSettings> => {
    const agentId = freeId(name, ports);
    await save(agentId, entry);
    await audit(by, 'agent.created', agentId, withoutTexts(entry));
    return require(agentId);
  };
  return {
    require,
    model: (agentId) => agentModel(config.settings(), agentId),
    machine(agentId) {
      const { agents: all, machines } = config.settings();
      const kind = all.find((agent) => agent.agentId === agentId)?.machine ?? machines.default;
      return kind === AUTOMATIC_MACHINE ? undefined : kind;
    },
    async activity(only) {
      const agentIds = config.settings().agents.map(({ agentId }) => agentId);
      const all = await readActivity(agentIds, activity);
      return all.filter(({ agentId }) => only === undefined || agentId === only);
    },
    create: async (request, by) => add(request.name, await newEntry(ports, request), by),
    ...rosterFacet(ports, add),
    async duplicate(agentId, name = `${require(agentId).name} copy`, by) {
      // Two agents in one folder would change each other's files.
      const { workspace: _, ...own } = ownEntry(agentId, await config.snapshot());
      const entry = { ...own, name };
      const newId = freeId(name, ports);
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
          "The default agent can't be deleted.",
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

async function newEntry(
  ports: EnginePorts,
  { name, workspace, model, emoji, avatar, role }: NewAgentRequest,
): Promise<JsonObject> {
  if (avatar !== undefined) checkAvatar(avatar);
  if (model !== undefined) await requireModel(ports.providers, model);
  return {
    ...(role === undefined ? {} : rosterEntry(role)),
    name,
    ...(workspace === undefined ? {} : { workspace: await ports.folders.require(workspace, true) }),
    ...defined({ model, emoji, avatar }),
  };
}

async function changedEntry({ providers, folders }: EnginePorts, change: AgentChange): Promise<JsonObject> {
  if (change.avatar) checkAvatar(change.avatar);
  for (const model of [change.model, ...(change.fallbacks ?? [])]) if (model) await requireModel(providers, model);
  const checked = change.workspace ? { ...change, workspace: await folders.require(change.workspace) } : change;
  return Object.fromEntries(
    Object.entries(checked)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, value === '' && name !== 'instructions' ? null : value]),
  );
}

/** The agent's own entry in the file, without defaults, so that defaults also apply to the copy. */
function ownEntry(agentId: string, { parsed, resolved }: ConfigSnapshot): JsonObject {
  const path = ['agents', 'entries', agentId];
  const found = [parsed, resolved]
    .map((file) => path.reduce<unknown>((inner, key) => (isJsonObject(inner) ? inner[key] : undefined), file))
    .find(isJsonObject);
  return found ?? {};
}

/** Instructions and pictures are long: the audit log says only that they changed. */
function withoutTexts(entry: JsonObject): JsonObject {
  const long = ['instructions', 'avatar'].filter((name) => name in entry);
  return { ...entry, ...Object.fromEntries(long.map((name) => [name, 'changed'])) };
}

/** An ID made from the name, with a number if it is taken. */
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

/** The activity of these agents, and of removed ones with an active run, derived from runs and pending approvals. */
async function readActivity(
  agentIds: readonly string[],
  { approvals, runs: source }: ActivitySource,
): Promise<readonly AgentActivity[]> {
  const waiting = new Map((await approvals.pending()).map(({ runId, subject }) => [runId, subject.command]));
  const runs = source.active().map((run) => {
    const note = waiting.get(run.runId);
    return { ...run, state: note === undefined ? ('working' as const) : ('waiting' as const), ...defined({ note }) };
  });
  const byAgent = Map.groupBy(runs, ({ sessionKey }) => parseSessionKey(sessionKey)?.agentId ?? '');
  return [...new Set([...agentIds, ...byAgent.keys()])].map((agentId) => {
    const own = byAgent.get(agentId) ?? [];
    const busy = own.some(({ state }) => state === 'waiting') ? 'waiting' : 'working';
    return { agentId, state: own.length === 0 ? 'idle' : busy, runs: own };
  });
}

/** Empties the agent's folder if Gatehouse created it and no other agent uses it. Reports every path that stays. */
async function removeAgentFiles(agent: AgentSettings, ports: EnginePorts): Promise<RemovedFiles> {
  const { workspace, ownFolder, agentId } = agent;
  const { agents } = ports.config.settings();
  const isShared = agents.some((other) => other.agentId !== agentId && other.workspace === workspace);
  if (ownFolder !== true) return keep(workspace, 'You chose this folder, so it was kept.');
  if (isShared) return keep(workspace, 'Another agent uses this folder, so it was kept.');
  try {
    return await emptyFolder(await openMachine(ports.machines, agent), ports);
  } catch (error) {
    if (error instanceof FileError) return keep(workspace, error.message);
    throw error;
  }
}

async function emptyFolder(machine: Machine, { ids }: EnginePorts): Promise<RemovedFiles> {
  const removed: string[] = [];
  const kept: RemovedFiles['kept'][number][] = [];
  for (const { path } of await machine.list('.')) {
    if (path === TRASH_FOLDER) continue;
    try {
      await moveToTrash(machine, path, ids);
      removed.push(path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      kept.push({ path, reason: error.message });
    }
  }
  return { removed, kept };
}

function keep(path: string, reason: string): RemovedFiles {
  return { removed: [], kept: [{ path, reason }] };
}
