// The effective settings, as core reads them.
import type { FilledConfiguration } from '#contract/configuration/configuration.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { Secret } from './secrets.ts';
import type { CostParts } from './usage-store.ts';

/** Sign-in settings. */
export type AuthSettings = FilledConfiguration['gateway']['auth'];
type Gateway = FilledConfiguration['gateway'];
type Hooks = FilledConfiguration['hooks'];
/** Sections whose form differs from the file's. */
type Converted = '$schema' | 'agents' | 'providers' | 'prices' | 'gateway' | 'hooks';

/** The settings that core reads, already validated and merged with defaults. */
export interface Settings extends Omit<FilledConfiguration, Converted> {
  readonly defaultAgentId: string;
  readonly agents: readonly AgentSettings[];
  /** `provider/model`; used by agents that name none. */
  readonly defaultModel: string | undefined;
  /** The same, if nobody chose it. */
  readonly automaticModel?: string;
  /** Providers in the file; values entered in Settings take precedence. */
  readonly providers: readonly {
    readonly id: string;
    readonly enabled?: boolean;
    readonly baseUrl?: string;
    readonly apiKey?: Secret;
  }[];
  /** User-defined prices, US dollars per million tokens, by `provider/model`; they override the built-in table. */
  readonly prices: Readonly<Record<string, CostParts>>;
  /** Network access. `tls`: files of the user's own certificate. */
  readonly gateway: Omit<Gateway, 'tls'> & { readonly tls?: Gateway['tls'] };
  readonly hooks: Omit<Hooks, 'token'> & { readonly token?: Secret };
}
