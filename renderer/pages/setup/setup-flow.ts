// The setup flow: the choices, their order, and the next screen.
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';
import type { SetupStatus } from '#contract/types/setup.ts';
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';

/** The screens. */
export type SetupScreen = 'model' | 'workspace' | 'task';

/** A way to get a model. `found` ones need only a click. */
export interface ModelChoice {
  readonly provider: ProviderStatus;
  readonly kind: 'found' | 'key' | 'address' | 'demo';
  readonly title: string;
  readonly detail: string;
}

/** The screen to show: the requested one if it has been reached, otherwise the stored step. A finished setup restarts. */
export function currentScreen(status: SetupStatus, wanted?: string): SetupScreen {
  const reached = status.step === 'finished' ? 'task' : status.step;
  const order: readonly SetupScreen[] = ['model', 'workspace', 'task'];
  const asked = order.find((screen) => screen === wanted);
  if (asked !== undefined && order.indexOf(asked) <= order.indexOf(reached)) return asked;
  return reached === 'task' ? 'model' : reached;
}

/** The choices, best first: found on this machine, by key, other servers, the demo. */
export function modelChoices(providers: readonly ProviderStatus[]): readonly ModelChoice[] {
  const order: Readonly<Record<ModelChoice['kind'], number>> = { found: 0, key: 1, address: 2, demo: 3 };
  return providers.map(toChoice).toSorted((a, b) => order[a.kind] - order[b.kind]);
}

function toChoice(provider: ProviderStatus): ModelChoice {
  const name = provider.title;
  switch (provider.kind) {
    case 'demo':
      return {
        provider,
        kind: 'demo',
        title: t('setup.choice.demo'),
        detail: t('setup.choice.demoText'),
      };
    case 'compatible':
      return {
        provider,
        kind: 'address',
        title: t('setup.choice.server'),
        detail: t('setup.choice.serverText'),
      };
    case 'local':
      return provider.reachable === 'yes'
        ? {
            provider,
            kind: 'found',
            title: t('setup.choice.running', { name }),
            detail: t('setup.choice.models', { count: provider.models }),
          }
        : {
            provider,
            kind: 'address',
            title: provider.title,
            detail: t('setup.choice.local'),
          };
    case 'cloud':
      return cloudChoice(provider);
  }
}

function cloudChoice(provider: ProviderStatus): ModelChoice {
  const name = provider.title;
  if (provider.key === 'environment') {
    return {
      provider,
      kind: 'found',
      title: t('setup.choice.keyFound', { name }),
      detail: t('setup.choice.keyIn', { variable: provider.environment ?? t('setup.choice.environment') }),
    };
  }
  if (provider.key === 'stored')
    return { provider, kind: 'found', title: t('setup.choice.ready', { name }), detail: t('setup.choice.keyStored') };
  return { provider, kind: 'key', title: provider.title, detail: provider.summary };
}

/** The model to start with, as `provider/model`. The host lists the best one first. */
export function firstModel(providerId: string, test: ProviderTest): string | undefined {
  const model = test.models[0];
  if (model === undefined) return undefined;
  return model.startsWith(`${providerId}/`) ? model : `${providerId}/${model}`;
}

/** Why a test failed, and what to do. */
export function describeFailure(test: ProviderTest): { readonly message: string; readonly hint: string } {
  return { message: test.error?.message ?? t('setup.testFailed'), hint: test.error?.hint ?? '' };
}

/** The provider that a pasted key appears to belong to, to warn before it is sent to another one. */
export function keyOwner(key: string): 'anthropic' | 'openai' | undefined {
  const trimmed = key.trim();
  if (trimmed.startsWith('sk-ant-')) return 'anthropic';
  return /^sk-(proj-|svcacct-)?[\w-]{20,}$/.test(trimmed) ? 'openai' : undefined;
}

/** Suggested first tasks, here and in an empty new session. */
export const SUGGESTED_TASKS: readonly PlainMessageId[] = [
  'setup.prompt.folder',
  'setup.prompt.page',
  'setup.prompt.script',
];
