// Ports for what core may not touch itself: time, randomness, logs, configuration, timers.
import type { AgentSettings } from '#contract/types/agents.ts';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import type { LogLine } from '#contract/types/logs.ts';
import type { Rates } from '#contract/wire/rates.ts';
import type { SessionClass, SessionLifecycle } from '#contract/sessions/session-lifecycle.ts';
import type { Secret } from './store.ts';

/** Time. `now` is Unix ms, `monotonic` ms from an arbitrary start that never goes back. */
export interface Clock {
  now(): number;
  monotonic(): number;
  /** Runs once after `ms`; returns the cancel function. Does not keep the process alive. */
  after(ms: number, run: () => void): () => void;
}

/** Ids: random UUIDs. */
export interface Ids {
  next(): string;
}

/** Structured log. Fields never contain a secret: the adapter masks what looks like one. */
export interface Log {
  debug(message: string, fields?: LogLine['fields']): void;
  info(message: string, fields?: LogLine['fields']): void;
  warn(message: string, fields?: LogLine['fields']): void;
  error(message: string, fields?: LogLine['fields']): void;
  /** A log of one part (`gateway`, `engine`, …). */
  part(name: string): Log;
}

/** How people and programs prove who they are. */
export interface AuthSettings {
  readonly mode: 'token' | 'password' | 'trusted-proxy';
  readonly proxy: {
    /** Addresses and networks of the proxy. */
    readonly addresses: readonly string[];
    readonly userHeader: string;
    /** People who are let in; empty: nobody. */
    readonly users: readonly string[];
    /** Origins under which the proxy serves this gateway. */
    readonly origins: readonly string[];
    /** A proxy on this very machine, which shares its address with every other program here. */
    readonly loopback: boolean;
  };
}

/** The settings that core reads, already validated and merged with defaults. */
export interface Settings {
  readonly defaultAgentId: string;
  readonly agents: readonly AgentSettings[];
  /** `provider/model`; used by agents that name none. */
  readonly defaultModel: string | undefined;
  /** Providers as the file has them; what is typed in Settings goes before it. */
  readonly providers?: readonly {
    readonly id: string;
    readonly enabled?: boolean;
    readonly baseUrl?: string;
    readonly apiKey?: Secret;
  }[];
  /** Prices that the user set, US dollars per million tokens, by `provider/model`; they win over the built-in table. */
  readonly prices?: Readonly<
    Record<
      string,
      { readonly input: number; readonly output: number; readonly cacheRead: number; readonly cacheWrite: number }
    >
  >;
  /** What programs may use over HTTP. */
  readonly http?: {
    readonly openai: { readonly enabled: boolean };
    /** Tools that may be called one by one, besides those that only read. */
    readonly tools: { readonly allow: readonly string[] };
  };
  /** Where the gateway listens beyond this machine. */
  readonly gateway?: {
    readonly bind: 'loopback' | 'lan' | 'tailnet' | 'custom';
    readonly addresses: readonly string[];
    readonly auth: AuthSettings;
    /** Commands that no node is asked for, whoever allowed them. */
    readonly nodes?: { readonly deny: readonly string[] };
    /** Files of the user's own certificate. */
    readonly tls?: { readonly certificate: string; readonly key: string };
  };
  /** What agents may call without a question: hosts, and `host:port` of services at private addresses. */
  readonly network?: { readonly allow: readonly string[] };
  readonly hooks?: {
    readonly enabled: boolean;
    readonly token?: Secret;
    readonly mappings: Readonly<
      Record<string, { readonly agent?: string; readonly session?: string; readonly message?: string }>
    >;
  };
  /** How long conversations go on and sessions are kept, by class. */
  readonly sessions?: Readonly<Record<SessionClass, SessionLifecycle>>;
  readonly schedules?: {
    /** Schedules that may be kept, heartbeats not counted. */
    readonly maxJobs: number;
    /** What is done about ticks that passed while nobody was there. */
    readonly missedRuns: 'skip' | 'once' | 'all';
    readonly missedRunsMax: number;
  };
  readonly limits: {
    /** Requests of one caller in a minute. */
    readonly rates?: Rates;
    readonly approvalTtlMs: number;
    readonly commandTimeoutMs: number;
    readonly concurrentRuns: number;
    readonly modelIdleTimeoutMs: number;
    readonly modelRetries: number;
    /** Share of the context window at which the history is compacted, 0 to 1. */
    readonly compactAt: number;
    /** Messages after which it is compacted whatever the tokens. */
    readonly compactAtMessages: number;
  };
}

/** What a write changed. */
export interface ConfigChange {
  readonly hash: string;
  readonly changedPaths: readonly string[];
  readonly needsRestart: readonly string[];
  readonly snapshot: ConfigSnapshot;
}

/** When a change of a configuration key takes effect. */
export type ReloadKind = 'hot' | 'restart' | 'none';

/** How a settings form shows a configuration key. */
export interface ConfigKeyHint {
  readonly label?: string;
  readonly help?: string;
  readonly order: number;
  readonly sensitive?: boolean;
}

/** One key of the configuration schema. `hintPath` has `*` where a name is free. */
export interface ConfigKey {
  readonly path: string;
  readonly schema: unknown;
  readonly reloadKind?: ReloadKind;
  readonly hint?: ConfigKeyHint;
  readonly hintPath?: string;
  readonly children: {
    readonly key: string;
    readonly path: string;
    readonly type?: string;
    readonly required: boolean;
    readonly hasChildren: boolean;
    readonly reloadKind?: ReloadKind;
    readonly hint?: ConfigKeyHint;
    readonly hintPath?: string;
  }[];
}

/** Sees which paths a write would change, before it is made; it throws to prevent it. */
export type JudgeChange = (changedPaths: readonly string[]) => void;

/** Reads and writes the configuration file. */
export interface ConfigPort {
  /** Values in force now. */
  settings(): Settings;
  snapshot(): Promise<ConfigSnapshot>;
  /** Merge patch (RFC 7386) as JSON text. @throws {GatewayError} stale hash, invalid value: nothing is written. */
  patch(raw: string, baseHash: string | undefined, judge?: JudgeChange): Promise<ConfigChange>;
  /** The whole file as text, comments included; placeholders leave secrets as they were. @throws {GatewayError} as `patch`. */
  replace(text: string, baseHash: string | undefined, judge?: JudgeChange): Promise<ConfigChange>;
  /** The same for our own handlers: a merge patch as a value, on whatever is there now. */
  merge(patch: Readonly<Record<string, unknown>>): Promise<void>;
  schema(): { readonly schema: unknown; readonly uiHints: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  /** What one key is; undefined when there is none at this path. */
  lookUp(path: string): ConfigKey | undefined;
  /** Called after the file changed, by us or by hand, and its values are valid, with the paths that changed. Returns the stop function. */
  onChange(listener: (changedPaths: readonly string[]) => void): () => void;
}

/** Reads log files. */
export interface LogReader {
  tail(query: {
    readonly cursor?: number;
    readonly limit: number;
    readonly maxBytes: number;
    /** Which lines count; the others are passed over. */
    readonly keeps?: (line: string) => boolean;
  }): Promise<{
    readonly file: string;
    readonly cursor: number;
    readonly size: number;
    readonly lines: readonly string[];
    readonly truncated?: boolean;
    readonly reset?: boolean;
  }>;
}
