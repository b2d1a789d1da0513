// The host itself: health, agents, models, providers, configuration, preferences, usage, logs, audit, first run.
import { Type } from 'typebox';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult, withOwnFields } from './published.ts';
import type { ConfigWritten } from './configuration.ts';
import type { ApprovalMode } from '../types/approvals.ts';
import { closed, Id, NoParams, resultOf } from './results.ts';

/** A model provider as Settings shows it. Keys never leave the host: `key` tells only where one comes from. */
export interface ProviderStatus {
  readonly id: string;
  readonly title: string;
  /** One line for a person: what it is. */
  readonly summary: string;
  readonly kind: 'cloud' | 'local' | 'demo' | 'compatible';
  readonly enabled: boolean;
  readonly key: 'none-needed' | 'missing' | 'stored' | 'environment';
  /** Name of the environment variable that was found, if any. */
  readonly environment?: string;
  readonly baseUrl?: string;
  readonly defaultBaseUrl?: string;
  readonly models: number;
  readonly reachable: 'unknown' | 'yes' | 'no';
  readonly error?: string;
}

/** Result of a provider test: one small real call. */
export interface ProviderTest {
  readonly ok: boolean;
  readonly latencyMs: number;
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly models: readonly string[];
}

/** Where the first run stands; kept in the store, so that it resumes after a kill. */
export interface SetupStatus {
  readonly done: boolean;
  readonly step: 'model' | 'workspace' | 'finished';
  readonly providers: readonly ProviderStatus[];
  readonly workspace?: string;
  readonly suggestedWorkspace: string;
  readonly model?: string;
}

/** What the user set about looks and behaviour. Absent keys have their default. */
export interface Preferences {
  readonly theme?: 'system' | 'light' | 'dark';
  readonly density?: 'comfortable' | 'compact';
  readonly fontSize?: number;
  readonly codeFontSize?: number;
  readonly enterSends?: boolean;
  readonly reducedMotion?: boolean;
  readonly sidebarOpen?: boolean;
  readonly inspectorOpen?: boolean;
  readonly [key: string]: unknown;
}

/** One line of the audit log. `hash` covers the line and the hash before it. */
export interface AuditEntry {
  readonly seq: number;
  readonly ts: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

/** An agent's settings that the published agent row has no place for. */
export interface AgentSettings {
  readonly agentId: string;
  readonly name: string;
  readonly emoji?: string;
  readonly workspace: string;
  /** The folder is one that Gatehouse made for it. */
  readonly ownFolder?: true;
  readonly model: string;
  readonly fallbacks: readonly string[];
  readonly instructions: string;
  readonly approvalMode: ApprovalMode;
  readonly tools: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  readonly maxTurns: number;
  /** Absent while it is switched off. */
  readonly heartbeat?: { readonly every: string; readonly everyMs: number; readonly prompt: string };
}

/** What an agent is doing now. */
export interface AgentActivity {
  readonly agentId: string;
  /** `waiting`: one of its runs waits for a person. */
  readonly state: 'idle' | 'working' | 'waiting';
  readonly runs: readonly {
    readonly runId: string;
    readonly sessionKey: string;
    readonly startedAt: number;
    readonly state: 'working' | 'waiting';
    /** What it waits for: the command that is to be decided. */
    readonly note?: string;
  }[];
}

/** One structured log line. */
export interface LogLine {
  readonly ts: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly part: string;
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Cost of a span of days; `cost` lacks calls whose price is unknown, which `unpriced` counts. */
export interface UsageRow {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly totalTokens: number;
  readonly totalCost: number;
  readonly inputCost: number;
  readonly outputCost: number;
  readonly cacheReadCost: number;
  readonly cacheWriteCost: number;
  readonly missingCostEntries: number;
}

/** Answer to `usage.cost`. */
export interface UsageCost {
  readonly updatedAt: number;
  readonly days: number;
  readonly daily: readonly (UsageRow & { readonly date: string })[];
  readonly totals: UsageRow;
}

/** Answer to `config.get`. */
export interface ConfigSnapshot {
  readonly path: string;
  readonly exists: boolean;
  readonly raw: string | null;
  readonly parsed: unknown;
  readonly resolved: unknown;
  readonly config: unknown;
  readonly valid: boolean;
  readonly hash: string;
  readonly issues: readonly { readonly path: string; readonly message: string }[];
  readonly warnings: readonly { readonly path: string; readonly message: string }[];
  readonly legacyIssues: readonly unknown[];
  /** Where each value of `config` comes from, by path. */
  readonly origins?: Readonly<Record<string, 'default' | 'file' | 'include' | 'environment'>>;
}

type Open = Readonly<Record<string, unknown>>;

export const SYSTEM_METHODS = {
  health: defineMethod({
    summary: 'Liveness and a summary of agents and sessions.',
    scope: 'any',
    role: 'any',
    params: Type.Object({ probe: Type.Optional(Type.Boolean()) }),
    result: resultOf<Open>('HealthPayload'),
  }),
  status: defineMethod({
    summary: 'Long summary for the status command.',
    scope: 'operator.read',
    params: Type.Object({ includeChannelSummary: Type.Optional(Type.Boolean()) }),
    result: resultOf<Open>('StatusPayload'),
  }),
  'system.info': defineMethod({
    summary: 'Facts about this machine and process.',
    scope: 'operator.read',
    params: NoParams,
    result: publishedResult('SystemInfoResult'),
  }),
  'models.list': defineMethod({
    summary: 'Models of the providers that are set up, or of one of them.',
    scope: 'operator.read',
    params: withOwnFields(publishedParams('ModelsListParams'), {
      provider: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    result: publishedResult('ModelsListResult'),
    ignores: ['sessionKey', 'includeDetails', 'includeDefaultModels', 'authProfileId'],
  }),
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
  'providers.list': defineMethod({
    summary: 'Model providers and their state.',
    scope: 'operator.read',
    params: closed({ refresh: Type.Optional(Type.Boolean()) }),
    result: resultOf<{ readonly providers: readonly ProviderStatus[] }>('ProviderStatus[]'),
  }),
  'providers.set': defineMethod({
    summary: 'Stores a key (sealed at once), an address, or switches a provider on or off. An empty key removes it.',
    scope: 'operator.admin',
    params: closed({
      id: Id,
      apiKey: Type.Optional(Type.String({ maxLength: 4096 })),
      baseUrl: Type.Optional(Type.String({ maxLength: 2048 })),
      enabled: Type.Optional(Type.Boolean()),
      importEnvironment: Type.Optional(Type.Boolean()),
    }),
    result: resultOf<{ readonly provider: ProviderStatus }>('ProviderStatus'),
  }),
  'providers.test': defineMethod({
    summary: 'One small real call with what is stored, or with the key and address given.',
    scope: 'operator.admin',
    params: closed({
      id: Id,
      apiKey: Type.Optional(Type.String({ maxLength: 4096 })),
      baseUrl: Type.Optional(Type.String({ maxLength: 2048 })),
    }),
    result: resultOf<ProviderTest>('ProviderTest'),
  }),
  'setup.status': defineMethod({
    summary: 'Where the first run stands.',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<SetupStatus>('SetupStatus'),
  }),
  'setup.choose': defineMethod({
    summary: 'Records a choice of the first run: model, workspace, or that it is finished.',
    scope: 'operator.admin',
    params: closed({
      model: Type.Optional(Type.String({ maxLength: 200 })),
      workspace: Type.Optional(Type.String({ maxLength: 4096 })),
      createWorkspace: Type.Optional(Type.Boolean()),
      done: Type.Optional(Type.Boolean()),
    }),
    result: resultOf<SetupStatus>('SetupStatus'),
  }),
  'preferences.get': defineMethod({
    summary: 'Preferences of the app.',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<{ readonly preferences: Preferences }>('Preferences'),
  }),
  'preferences.set': defineMethod({
    summary: 'Changes some of them; null resets one.',
    scope: 'operator.write',
    params: closed({ preferences: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()) }),
    result: resultOf<{ readonly preferences: Preferences }>('Preferences'),
  }),
  'config.get': defineMethod({
    summary: 'The configuration file, raw and resolved, without secrets.',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<ConfigSnapshot>('ConfigSnapshot'),
  }),
  'config.patch': defineMethod({
    summary: 'Merges into the configuration; refused when `baseHash` is stale.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('ConfigPatchParams'),
    result: resultOf<ConfigWritten>('ConfigWritten'),
  }),
  'config.schema': defineMethod({
    summary: 'JSON Schema of the configuration.',
    scope: 'operator.read',
    params: publishedParams('ConfigSchemaParams'),
    result: publishedResult('ConfigSchemaResponse'),
  }),
  'usage.status': defineMethod({
    summary: 'Provider quota windows. None are known yet, so the list is always empty.',
    scope: 'operator.read',
    stub: true,
    params: Type.Object({}),
    result: Type.Object({ updatedAt: Type.Integer(), providers: Type.Array(Type.Unknown()) }),
  }),
  'usage.cost': defineMethod({
    summary: 'Tokens and cost by day.',
    scope: 'operator.read',
    params: Type.Object({
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3660 })),
      startDate: Type.Optional(Type.String()),
      endDate: Type.Optional(Type.String()),
      agentId: Type.Optional(Type.String()),
    }),
    result: resultOf<UsageCost>('UsageCost'),
  }),
  'logs.tail': defineMethod({
    summary: 'End of the log file, by cursor; only lines of a weight or more, or with a text in them, if asked.',
    scope: 'operator.read',
    params: closed({
      cursor: Type.Optional(Type.Integer({ minimum: 0 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
      maxBytes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
      level: Type.Optional(Type.Enum(['debug', 'info', 'warn', 'error'])),
      text: Type.Optional(Type.String({ maxLength: 500 })),
    }),
    result: publishedResult('LogsTailResult'),
  }),
  'audit.entries': defineMethod({
    summary: 'Audit log, newest first.',
    scope: 'operator.read',
    params: closed({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      before: Type.Optional(Type.Integer()),
      action: Type.Optional(Type.String()),
    }),
    result: resultOf<{ readonly entries: readonly AuditEntry[] }>('AuditEntry[]'),
  }),
  'audit.verify': defineMethod({
    summary: 'Recomputes the hash chain.',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<{ readonly ok: boolean; readonly entries: number; readonly brokenAt?: number }>(
      'AuditVerification',
    ),
  }),
  'browsers.link': defineMethod({
    summary: 'A one-use link that signs a browser in, valid for five minutes.',
    scope: 'operator.admin',
    rate: 'pairing',
    params: NoParams,
    result: resultOf<{ readonly url: string; readonly expiresAtMs: number }>('BrowserLink'),
  }),
} as const;
