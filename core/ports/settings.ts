// The settings in force, as core reads them.
import type { SessionClass, SessionLifecycle } from '#contract/sessions/session-lifecycle.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { Rates } from '#contract/wire/rates.ts';
import type { Secret } from './secrets.ts';

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
