// The effective settings, as core reads them.
import type { SessionClass, SessionLifecycle } from '#contract/sessions/session-lifecycle.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { Rates } from '#contract/wire/rates.ts';
import type { Secret } from './secrets.ts';

/** Sign-in settings. */
export interface AuthSettings {
  readonly mode: 'token' | 'password' | 'trusted-proxy';
  readonly proxy: {
    /** Addresses and networks of the proxy. */
    readonly addresses: readonly string[];
    readonly userHeader: string;
    /** Users with access; empty: none. */
    readonly users: readonly string[];
    /** Origins under which the proxy serves this gateway. */
    readonly origins: readonly string[];
    /** The proxy runs on this machine, so it shares its address with every local program. */
    readonly loopback: boolean;
  };
}

/** The settings that core reads, already validated and merged with defaults. */
export interface Settings {
  readonly defaultAgentId: string;
  readonly agents: readonly AgentSettings[];
  /** `provider/model`; used by agents that name none. */
  readonly defaultModel: string | undefined;
  /** Providers in the file; values entered in Settings take precedence. */
  readonly providers?: readonly {
    readonly id: string;
    readonly enabled?: boolean;
    readonly baseUrl?: string;
    readonly apiKey?: Secret;
  }[];
  /** User-defined prices, US dollars per million tokens, by `provider/model`; they override the built-in table. */
  readonly prices?: Readonly<
    Record<
      string,
      { readonly input: number; readonly output: number; readonly cacheRead: number; readonly cacheWrite: number }
    >
  >;
  /** HTTP API settings. */
  readonly http?: {
    readonly openai: { readonly enabled: boolean };
    /** Tools that may be called directly, in addition to read-only ones. */
    readonly tools: { readonly allow: readonly string[] };
  };
  /** Where the gateway listens beyond this machine. */
  readonly gateway?: {
    readonly bind: 'loopback' | 'lan' | 'tailnet' | 'custom';
    readonly addresses: readonly string[];
    readonly auth: AuthSettings;
    /** Node commands that are denied even if approved. */
    readonly nodes?: { readonly deny: readonly string[] };
    /** Files of the user's own certificate. */
    readonly tls?: { readonly certificate: string; readonly key: string };
  };
  /** Hosts that agents may call without approval, and `host:port` of services at private addresses. */
  readonly network?: { readonly allow: readonly string[] };
  readonly hooks?: {
    readonly enabled: boolean;
    readonly token?: Secret;
    readonly mappings: Readonly<
      Record<string, { readonly agent?: string; readonly session?: string; readonly message?: string }>
    >;
  };
  /** Reset and retention policies, by class of session. */
  readonly sessions?: Readonly<Record<SessionClass, SessionLifecycle>>;
  readonly schedules?: {
    /** Most schedules, not counting heartbeats. */
    readonly maxJobs: number;
    /** Policy for ticks missed while the host was down. */
    readonly missedRuns: 'skip' | 'once' | 'all';
    readonly missedRunsMax: number;
  };
  readonly limits: {
    /** Requests per caller and minute. */
    readonly rates?: Rates;
    readonly approvalTtlMs: number;
    readonly commandTimeoutMs: number;
    readonly concurrentRuns: number;
    readonly modelIdleTimeoutMs: number;
    readonly modelRetries: number;
    /** Fraction of the context window at which the history is compacted, 0 to 1. */
    readonly compactAt: number;
    /** Number of messages after which it is compacted regardless of tokens. */
    readonly compactAtMessages: number;
  };
}
