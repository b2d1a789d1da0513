// Converts the configuration to settings: with defaults, complete agents, and absolute paths.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AgentEntry } from '#contract/configuration/agents.ts';
import type { Configuration, FilledConfiguration } from '#contract/configuration/configuration.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import { AUTOMATIC_MACHINE } from '#contract/types/machines.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { Secret } from '#core/ports/secrets.ts';
import type { Settings } from '#core/ports/settings.ts';
import { mergeUnder } from './merging.ts';
import { defaultValues } from './schema-walk.ts';

/** Fills in the defaults. */
export function withDefaults(configuration: Configuration): FilledConfiguration {
  // The type and the values derive from the same schema.
  return mergeUnder(defaultValues(), configuration) as FilledConfiguration;
}

const FREE = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** What isn't in the file: the base of relative paths, the folder of default workspaces, and what the environment says. */
export interface Folders {
  readonly home: string;
  readonly workspaces: string;
  /** Trusted folders besides those in the file. */
  readonly trusted?: readonly string[];
  /** The default kind of machine, unless the file names one. */
  readonly machine?: string | undefined;
}

/** Converts a valid configuration. The default agent exists even if the file doesn't contain it. */
export function toSettings(configuration: FilledConfiguration, folders: Folders): Settings {
  const {
    $schema: _,
    agents,
    providers,
    prices,
    gateway,
    machines,
    workspaces: { trusted, ...workspaces },
    hooks: { token, ...hooks },
    ...others
  } = configuration;
  const entries = new Map<string, AgentEntry>([[agents.default, {}], ...Object.entries(agents.entries)]);
  return {
    ...others,
    defaultAgentId: agents.default,
    agents: [...entries].map(([agentId, entry]) => toAgent(agentId, entry, agents.defaults, folders)),
    machines: { ...machines, default: toDefaultMachine(machines.default, folders.machine) },
    defaultModel: agents.defaults.model,
    providers: Object.entries(providers).map(([id, { apiKey, ...provider }]) => ({
      id,
      ...provider,
      ...(apiKey === undefined ? {} : { apiKey: new Secret(apiKey) }),
    })),
    prices: Object.fromEntries(Object.entries(prices).map(([model, price]) => [model, { ...FREE, ...price }])),
    gateway: toNetworkAccess(gateway, folders.home),
    workspaces: {
      ...workspaces,
      trusted: [...trusted, ...(folders.trusted ?? [])].map((folder) => toAbsolute(folder, folders.home)),
    },
    hooks: { ...hooks, ...(token === undefined ? {} : { token: new Secret(token) }) },
  };
}

function toDefaultMachine(inFile: string, inEnvironment = AUTOMATIC_MACHINE): string {
  return inFile === AUTOMATIC_MACHINE ? inEnvironment : inFile;
}

/** Without both a certificate and its key, the generated certificate is used. */
function toNetworkAccess({ tls, ...network }: FilledConfiguration['gateway'], home: string): Settings['gateway'] {
  if (tls.certificate === '' || tls.key === '') return network;
  return { ...network, tls: { certificate: toAbsolute(tls.certificate, home), key: toAbsolute(tls.key, home) } };
}

function toAgent(
  agentId: string,
  entry: AgentEntry,
  { model: _, heartbeat: usual, ...defaults }: FilledConfiguration['agents']['defaults'],
  folders: Folders,
): AgentSettings {
  const { name = agentId === 'main' ? 'Main' : agentId, heartbeat, ...own } = entry;
  const workspace =
    entry.workspace === undefined ? join(folders.workspaces, agentId) : toAbsolute(entry.workspace, folders.home);
  return {
    model: '',
    ...defaults,
    ...own,
    agentId,
    // People read it before they decide.
    name: escapeHiddenInLine(name),
    workspace,
    ...(workspace.startsWith(join(folders.workspaces, '/')) ? { ownFolder: true } : {}),
    tools: { ...defaults.tools, ...entry.tools },
    context: { ...defaults.context, ...entry.context },
    ...toHeartbeat({ ...usual, ...heartbeat }),
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function toHeartbeat({ enabled, every, prompt }: FilledConfiguration['agents']['defaults']['heartbeat']) {
  const everyMs = Number.parseInt(every, 10) * (UNIT_MS[every.at(-1) ?? ''] ?? 0);
  return enabled ? { heartbeat: { every, everyMs, prompt } } : {};
}

/** `~` is the user's home folder; other relative paths start in the Gatehouse home folder. */
function toAbsolute(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(home, path);
}
