// Changes of providers, audited; keys are never part of the audit log.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ProvidersFacet } from '../engine/providers-facet.ts';
import { Secret } from '../ports/secrets.ts';
import { parseModel } from './model-choice.ts';
import { requireModel } from './require-model.ts';

/** Context window of a model of which nothing is known, tokens. */
const UNKNOWN_CONTEXT = 200_000;

/** The providers of the engine. `changed` is called after each change. */
export function providerAdmin({ providers, store }: EnginePorts, changed: () => void): ProvidersFacet {
  return {
    async set({ id, apiKey, ...settings }, by) {
      const change = defined(settings);
      const key = apiKey?.trim();
      const status = await providers.set({ id, ...change, ...(key === undefined ? {} : { apiKey: new Secret(key) }) });
      const details = { ...change, ...(key === undefined ? {} : { key: key === '' ? 'removed' : 'stored' }) };
      await store.audit.append({ by, action: 'provider.set', subject: id, details });
      changed();
      return status;
    },
    async require(id) {
      const found = (await providers.list(false)).find((provider) => provider.id === id);
      if (found !== undefined) return found;
      const hint = 'Choose one of providers.list.';
      throw invalidRequest(`unknown provider: ${id.slice(0, 100)}`, 'UNKNOWN_PROVIDER', hint);
    },
    requireModel: (name) => requireModel(providers, name),
    contextWindow(name = '') {
      const choice = parseModel(name);
      const known = choice === undefined ? undefined : providers.describe(choice.provider, choice.model);
      return known?.contextWindow ?? UNKNOWN_CONTEXT;
    },
  };
}
