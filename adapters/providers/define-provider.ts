// A member of the provider family: its description and factory.
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { ModelFacts } from '#core/models/downloaded-table.ts';
import type { ModelInfo, Provider } from '#core/ports/provider.ts';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import type { Secret } from '#core/ports/secrets.ts';

import type { Environment } from '../configuration/substitution.ts';

/** Settings of a provider. */
export interface ProviderSetup {
  readonly id: string;
  readonly apiKey: Secret | undefined;
  /** Address in effect. */
  readonly baseUrl: string | undefined;
  /** Time without data after which a call fails, ms. Read on each call. */
  readonly idleTimeoutMs: () => number;
  /** What a downloaded table says about a model. Read on each call. */
  readonly findFacts?: (model: string) => ModelFacts | undefined;
  /** Called with the headers of each response. */
  readonly onHeaders?: (headers: Headers) => void;
  /** Environment variables with the HTTP proxy. */
  readonly environment?: Environment;
  /** Records every request. Absent only in tests. */
  readonly ledger?: OutboundLedger;
}

/** A member, listed in `registry.ts`. */
export interface ProviderDefinition {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly kind: ProviderStatus['kind'];
  readonly key: 'required' | 'optional' | 'none';
  /** Environment variables for the key and the address. */
  readonly environment: { readonly key?: string; readonly baseUrl?: string };
  readonly defaultBaseUrl?: string;
  /** Whether it requires an address. */
  readonly needsBaseUrl?: boolean;
  /** Whether there can be more instances, with IDs such as `compatible-lab`. */
  readonly many?: boolean;
  /** Offered only while its server responds. */
  readonly probed?: boolean;
  /** Models to use while none is chosen, best first; default: the known ones in their order. */
  readonly preferred?: readonly RegExp[];
  /** Models to show until the server has returned its list. */
  readonly knownModels: readonly ModelInfo[];
  /** Describes a model by its name, and by what a downloaded table says about it. */
  readonly describe: (model: string, facts?: ModelFacts) => ModelInfo | undefined;
  readonly create: (setup: ProviderSetup) => Provider;
}

/** Declares a member of the family. */
export function defineProvider(definition: ProviderDefinition): ProviderDefinition {
  return definition;
}
