// Checks that a model exists before it is stored or used.
import { invalidRequest, type GatewayError } from '#contract/wire/errors.ts';
import type { ProviderAdmin, ProviderDirectory } from '../ports/provider.ts';
import { parseModel } from './model-choice.ts';

/** Checks `provider/model`: the provider must exist, and offer the model as far as it tells. @throws {GatewayError} */
export async function requireModel(providers: ProviderDirectory & ProviderAdmin, name: string): Promise<string> {
  const choice = parseModel(name);
  const known = await providers.list(false);
  if (choice === undefined || !known.some(({ id }) => id === choice.provider))
    throw unknownModel(name, 'Specify provider/model, with a provider from Settings → Providers.');
  if (providers.describe(choice.provider, choice.model) !== undefined) return name;
  const offered = (await providers.models(false)).filter(({ provider }) => provider === choice.provider);
  // A provider without a key, or one that does not answer, tells nothing: the first call will.
  if (offered.length > 0 && !offered.some(({ id }) => id === choice.model))
    throw unknownModel(name, 'Choose a model from models.list.');
  return name;
}

function unknownModel(name: string, hint: string): GatewayError {
  return invalidRequest(`unknown model: ${name}`, 'UNKNOWN_MODEL', hint);
}
