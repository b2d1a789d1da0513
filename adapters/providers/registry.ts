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
