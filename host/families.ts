// The members of each family that ship with Gatehouse.
import type { ProviderDefinition } from '#adapters/providers/define-provider.ts';
import { PROVIDERS } from '#adapters/providers/registry.ts';
import { METHOD_ENTRIES } from '#gateway/methods/registry.ts';
import type { MethodEntry } from '#gateway/server/dispatch/handler.ts';

/** Members of each family. */
export interface Families {
  readonly providers: readonly ProviderDefinition[];
  readonly methods: ReadonlyMap<string, MethodEntry>;
}

/** Everything in the registries. */
export const FAMILIES: Families = { providers: PROVIDERS, methods: METHOD_ENTRIES };
