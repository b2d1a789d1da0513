// What core reads: the configuration with defaults, agents filled up, paths made absolute.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AgentEntry, Configuration } from '#contract/configuration/configuration.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { AuthSettings, Settings } from '#core/ports/settings.ts';
import { Secret } from '#core/ports/secrets.ts';
import { mergeUnder } from './merging.ts';
import { defaultValues } from './schema-walk.ts';

/** A configuration in which every key with a default has a value. */
export type FullConfiguration = Configuration & {
  readonly agents: Required<Pick<NonNullable<Configuration['agents']>, 'default'>> & {
    readonly defaults: Required<Omit<AgentEntry, 'name' | 'emoji' | 'workspace' | 'model'>> & {
      readonly model?: string;
    };
    readonly entries?: Readonly<Record<string, AgentEntry>>;
  };
  readonly limits: Settings['limits'];
  readonly sessions: NonNullable<Settings['sessions']>;
  readonly schedules: NonNullable<Settings['schedules']>;
  readonly logs: { readonly level: 'debug' | 'info' | 'warn' | 'error' };
};

/** The user's values over the defaults. */
export function withDefaults(configuration: Configuration): FullConfiguration {
  // The defaults come from the same schema, which gives every key named above one.
  return mergeUnder(defaultValues(), configuration) as FullConfiguration;
}

const FREE = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** The base of relative paths, and the folder of default workspaces. */
export interface Folders {
  readonly home: string;
  readonly workspaces: string;
}

/** Settings from a valid configuration. The default agent is there even when the file names none. */
export function toSettings(configuration: FullConfiguration, folders: Folders): Settings {
  const { agents, limits, sessions, schedules, providers = {}, prices = {}, http, hooks, network } = configuration;
  const entries = new Map<string, AgentEntry>([[agents.default, {}], ...Object.entries(agents.entries ?? {})]);
  return {
    defaultAgentId: agents.default,
    agents: [...entries].map(([agentId, entry]) => toAgent(agentId, entry, configuration, folders)),
    defaultModel: agents.defaults.model,
    limits,
    sessions,
    schedules,
    network: { allow: network?.allow ?? [] },
    http: { openai: { enabled: http?.openai?.enabled ?? true }, tools: { allow: http?.tools?.allow ?? [] } },
    gateway: toNetworkAccess(configuration.gateway, folders.home),
    hooks: {
      enabled: hooks?.enabled ?? false,
      mappings: hooks?.mappings ?? {},
      ...(hooks?.token === undefined ? {} : { token: new Secret(hooks.token) }),
    },
    providers: Object.entries(providers).map(([id, { apiKey, ...facts }]) => ({
      id,
      ...facts,
      ...(apiKey === undefined ? {} : { apiKey: new Secret(apiKey) }),
    })),
    prices: Object.fromEntries(Object.entries(prices).map(([model, price]) => [model, { ...FREE, ...price }])),
  };
}

/** Half a certificate is none: a key without its certificate, or the other way round, leaves ours in force. */
function toNetworkAccess(gateway: Configuration['gateway'], home: string): NonNullable<Settings['gateway']> {
  const { bind = 'loopback', addresses = [], tls, auth, nodes } = gateway ?? {};
  const network = { bind, addresses, auth: toAuth(auth), nodes: { deny: nodes?.deny ?? [] } };
  if (!tls?.certificate || !tls.key) return network;
  return { ...network, tls: { certificate: toAbsolute(tls.certificate, home), key: toAbsolute(tls.key, home) } };
}

function toAuth(auth: NonNullable<Configuration['gateway']>['auth']): AuthSettings {
  const {
    addresses = [],
    userHeader = 'x-forwarded-user',
    users = [],
    origins = [],
    loopback = false,
  } = auth?.proxy ?? {};
  return { mode: auth?.mode ?? 'token', proxy: { addresses, userHeader, users, origins, loopback } };
}

function toAgent(
  agentId: string,
  entry: AgentEntry,
  configuration: FullConfiguration,
  folders: Folders,
): AgentSettings {
  const { defaults } = configuration.agents;
  const workspace =
    entry.workspace === undefined ? join(folders.workspaces, agentId) : toAbsolute(entry.workspace, folders.home);
  return {
    agentId,
    name: entry.name ?? (agentId === 'main' ? 'Main' : agentId),
    ...(entry.emoji === undefined ? {} : { emoji: entry.emoji }),
    workspace,
    ...(workspace.startsWith(join(folders.workspaces, '/')) ? { ownFolder: true } : {}),
    model: entry.model ?? '',
    fallbacks: entry.fallbacks ?? defaults.fallbacks,
    instructions: entry.instructions ?? defaults.instructions,
    approvalMode: entry.approvalMode ?? defaults.approvalMode,
    tools: {
      allow: entry.tools?.allow ?? defaults.tools.allow ?? [],
      deny: entry.tools?.deny ?? defaults.tools.deny ?? [],
    },
    maxTurns: entry.maxTurns ?? defaults.maxTurns,
    ...toHeartbeat({ ...defaults.heartbeat, ...entry.heartbeat }),
  };
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function toHeartbeat({ enabled = false, every = '30m', prompt = '' }: NonNullable<AgentEntry['heartbeat']>) {
  const everyMs = Number.parseInt(every, 10) * (UNIT_MS[every.at(-1) ?? ''] ?? 0);
  return enabled ? { heartbeat: { every, everyMs, prompt } } : {};
}

/** `~` is the user's home; other relative paths start in the home folder of Gatehouse. */
function toAbsolute(path: string, home: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : resolve(home, path);
}
