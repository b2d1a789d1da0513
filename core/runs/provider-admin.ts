// Models and their providers: checked, looked up, and changed. Changes are audited without keys.
import { takeStart } from '#contract/types/truncate-text.ts';
import type { ProviderStatus } from '#contract/types/providers.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ProviderChange } from '../ports/provider.ts';
import { Secret } from '../ports/secrets.ts';
import { GATEWAY, type Principal } from '../principal.ts';
import type { AutomaticModel } from './automatic-model.ts';
import { agentModel, parseModel } from './model-choice.ts';

/** Models and their providers. */
export interface ProvidersFacet {
  set(change: ProviderChange<string>, by: Principal): Promise<ProviderStatus>;
  /** The provider with this ID, for a user. @throws {GatewayError} `UNKNOWN_PROVIDER`. */
  require(id: string, by: Principal): Promise<ProviderStatus>;
  /** Checks `provider/model`: the provider must exist, and offer the model as far as it tells. @throws {GatewayError} */
  requireModel(name: string): Promise<string>;
  /** The default model of an agent; if nobody chose one, that of a provider with a key. */
  defaultModel(agentId: string): Promise<string | undefined>;
  /** Loads what the first call to the chosen model of an agent would otherwise wait for. @throws {GatewayError} if it can't be used. */
  prepare(agentId: string): Promise<void>;
  /** Context window of `provider/model`, tokens. */
  contextWindow(name: string | undefined): number;
}

/** Assumed context window of an unknown model, tokens. */
const UNKNOWN_CONTEXT = 200_000;

/** The providers of the engine. `changed` is called after each change. */
export function providerAdmin(
  { providers, store }: EnginePorts,
  automaticModel: AutomaticModel,
  changed: () => void,
): ProvidersFacet {
  return {
    async set({ id, apiKey, ...settings }, by) {
      const change = defined(settings);
      const key = apiKey?.trim();
      const secret = key === undefined ? {} : { apiKey: new Secret(key) };
      const status = await providers.set({ id, ...change, ...secret }, by.userId);
      const details = { ...change, ...(key === undefined ? {} : { key: key === '' ? 'removed' : 'stored' }) };
      await store.audit.append({ by, action: 'provider.set', subject: id, details });
      automaticModel.forget();
      changed();
      return status;
    },
    async require(id, by) {
      const found = (await providers.list(false, by.userId)).find((provider) => provider.id === id);
      if (found !== undefined) return found;
      const hint = 'Choose one of providers.list.';
      throw invalidRequest(`Unknown provider: ${takeStart(id, 100)}`, 'UNKNOWN_PROVIDER', hint);
    },
    requireModel: (name) => requireModel(providers, name),
    defaultModel: (agentId) => automaticModel.require(agentId),
    async prepare(agentId) {
      const choice = parseModel(agentModel(automaticModel.settings(), agentId) ?? '');
      if (choice !== undefined) await (await providers.open(choice.provider, GATEWAY.userId)).prepare?.();
    },
    contextWindow(name = '') {
      const choice = parseModel(name);
      const known = choice === undefined ? undefined : providers.describe(choice.provider, choice.model);
      return known?.contextWindow ?? UNKNOWN_CONTEXT;
    },
  };
}

/** Checks `provider/model`: the provider must exist, and offer the model as far as it tells. @throws {GatewayError} */
export async function requireModel(providers: EnginePorts['providers'], name: string): Promise<string> {
  const choice = parseModel(name);
  const unknown = (hint: string) => invalidRequest(`Unknown model: ${name}.`, 'UNKNOWN_MODEL', hint);
  const known = await providers.list(false, GATEWAY.userId);
  if (choice === undefined || !known.some(({ id }) => id === choice.provider))
    throw unknown('Specify provider/model, with a provider from Settings → Providers.');
  if (providers.describe(choice.provider, choice.model) !== undefined) return name;
  const offered = (await providers.models(false, GATEWAY.userId)).filter(
    ({ provider }) => provider === choice.provider,
  );
  // A provider that has no key or doesn't respond lists nothing: its first call will tell.
  if (offered.length > 0 && !offered.some(({ id }) => id === choice.model))
    throw unknown('Choose a model from models.list.');
  return name;
}
