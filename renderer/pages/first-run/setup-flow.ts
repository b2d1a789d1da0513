// The first run as a flow: which choices are offered, in which order, and which screen comes next.
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';
import type { SetupStatus } from '#contract/types/setup.ts';

/** The screens. */
export type SetupScreen = 'model' | 'workspace' | 'task';

/** A way to a model. `found` ones need nothing more than a click. */
export interface ModelChoice {
  readonly provider: ProviderStatus;
  readonly kind: 'found' | 'key' | 'address' | 'demo';
  readonly title: string;
  readonly detail: string;
}

/** The screen to show: the one asked for, where its turn has come, else where a killed first run stood. Once done, it begins anew. */
export function screenOf(status: SetupStatus, wanted?: string): SetupScreen {
  const reached = status.step === 'finished' ? 'task' : status.step;
  const order: readonly SetupScreen[] = ['model', 'workspace', 'task'];
  const asked = order.find((screen) => screen === wanted);
  if (asked !== undefined && order.indexOf(asked) <= order.indexOf(reached)) return asked;
  return reached === 'task' ? 'model' : reached;
}

/** The offers, best first: what was found on this machine, then keys, then other servers, then the demo. */
export function modelChoices(providers: readonly ProviderStatus[]): readonly ModelChoice[] {
  const order: Readonly<Record<ModelChoice['kind'], number>> = { found: 0, key: 1, address: 2, demo: 3 };
  return providers.map(choiceOf).toSorted((a, b) => order[a.kind] - order[b.kind]);
}

function choiceOf(provider: ProviderStatus): ModelChoice {
  switch (provider.kind) {
    case 'demo':
      return {
        provider,
        kind: 'demo',
        title: 'Try the demo',
        detail: 'No key, no network. Not a language model: it plays a prepared example.',
      };
    case 'compatible':
      return {
        provider,
        kind: 'address',
        title: 'Another server',
        detail: 'Anything that speaks the OpenAI API: LM Studio, vLLM, llama.cpp, a company gateway.',
      };
    case 'local':
      return provider.reachable === 'yes'
        ? { provider, kind: 'found', title: `${provider.title} is running here`, detail: modelsWords(provider.models) }
        : {
            provider,
            kind: 'address',
            title: provider.title,
            detail: 'Models on this machine. Start it, or say where it runs.',
          };
    case 'cloud':
      return cloudChoice(provider);
  }
}

function cloudChoice(provider: ProviderStatus): ModelChoice {
  if (provider.key === 'environment') {
    return {
      provider,
      kind: 'found',
      title: `${provider.title} key found`,
      detail: `In ${provider.environment ?? 'the environment'} of this machine.`,
    };
  }
  if (provider.key === 'stored')
    return { provider, kind: 'found', title: `${provider.title} is set up`, detail: 'Its key is stored, sealed.' };
  return { provider, kind: 'key', title: provider.title, detail: provider.summary };
}

function modelsWords(models: number): string {
  if (models === 0) return 'No model pulled yet.';
  return models === 1 ? 'One model, nothing leaves this machine.' : `${models} models, nothing leaves this machine.`;
}

/** The model that a newcomer starts with: the host names the best one first. `provider/model`. */
export function firstModel(providerId: string, test: ProviderTest): string | undefined {
  const model = test.models[0];
  if (model === undefined) return undefined;
  return model.startsWith(`${providerId}/`) ? model : `${providerId}/${model}`;
}

/** Why a test failed, with what to do. */
export function testWords(test: ProviderTest): { readonly message: string; readonly hint: string } {
  return { message: test.error?.message ?? 'The test failed.', hint: test.error?.hint ?? '' };
}

/** What a pasted key looks like it belongs to, to warn before sending it to the wrong place. */
export function keyOwner(key: string): 'anthropic' | 'openai' | undefined {
  const trimmed = key.trim();
  if (trimmed.startsWith('sk-ant-')) return 'anthropic';
  return /^sk-(proj-|svcacct-)?[\w-]{20,}$/.test(trimmed) ? 'openai' : undefined;
}

/** Things to say first, for the new session's empty page. */
export const FIRST_PROMPTS: readonly string[] = [
  'What is in this folder?',
  'Make a small web page that greets me by name.',
  'Write a script that counts words in a text file, and test it.',
];
