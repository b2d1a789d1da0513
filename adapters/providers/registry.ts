// The members of the provider family, in the order in which they are shown.
import { anthropicProvider } from './anthropic/provider.ts';
import type { ProviderDefinition } from './define-provider.ts';
import { demoProvider } from './demo/provider.ts';
import { ollamaProvider } from './ollama/provider.ts';
import { compatibleProvider, openAiProvider } from './openai/provider.ts';

/** All providers. A new one is one folder and one line here. */
export const PROVIDERS: readonly ProviderDefinition[] = [
  anthropicProvider,
  openAiProvider,
  ollamaProvider,
  compatibleProvider,
  demoProvider,
];

/** The definition behind an id; ids such as `compatible-lab` name further instances of a member that allows them. */
export function findDefinition(id: string): ProviderDefinition | undefined {
  return (
    PROVIDERS.find((definition) => definition.id === id) ??
    PROVIDERS.find((definition) => definition.many === true && isInstanceId(definition.id, id))
  );
}

function isInstanceId(base: string, id: string): boolean {
  return id.startsWith(`${base}-`) && /^[a-z0-9-]{1,40}$/.test(id.slice(base.length + 1));
}
