// The setup flow: the choices, their order, and the next screen.
import type { ProviderStatus, ProviderTest } from '#contract/types/providers.ts';
import type { SetupStatus } from '#contract/types/setup.ts';
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';
import { DEMO_TASKS, isDemo } from '../../state/demo-tasks.ts';

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
  const { kind, title: name, key, environment } = provider;
  const choice = (chosen: ModelChoice['kind'], title: string, detail: string) => {
    return { provider, kind: chosen, title, detail };
  };
  if (kind === 'demo') return choice('demo', t('setup.choice.demo'), t('setup.choice.demoText'));
  if (kind === 'compatible') return choice('address', t('providers.otherServer'), t('setup.choice.serverText'));
  if (kind === 'local') {
    if (provider.reachable !== 'yes') return choice('address', name, t('setup.choice.local'));
    const models = t('setup.choice.models', { count: provider.models });
    return choice('found', t('setup.choice.running', { name }), models);
  }
  if (key === 'environment') {
    const variable = environment ?? t('providers.environment');
    return choice('found', t('setup.choice.keyFound', { name }), t('setup.choice.keyIn', { variable }));
  }
  if (key === 'stored') return choice('found', t('setup.choice.ready', { name }), t('setup.choice.keyStored'));
  return choice('key', name, provider.summary);
}

/** The model to start with, as `provider/model`. The host lists the best one first. */
export function firstModel(providerId: string, test: ProviderTest): string | undefined {
  const model = test.models[0];
  if (model === undefined) return undefined;
  return model.startsWith(`${providerId}/`) ? model : `${providerId}/${model}`;
}

/**
 * Why a test failed, and what to do. Hints of the host name the settings page, which can't be opened during setup; the fields that
 * it means are on this page.
 */
export function describeFailure(test: ProviderTest): { readonly message: string; readonly hint: string } {
  const hint = (test.error?.hint ?? '').replaceAll(' in Settings → Providers', '');
  return { message: test.error?.message ?? t('providers.testFailed'), hint };
}

/** The provider that a pasted key appears to belong to, to warn before it is sent to another one. */
export function keyOwner(key: string): 'anthropic' | 'openai' | undefined {
  const trimmed = key.trim();
  if (trimmed.startsWith('sk-ant-')) return 'anthropic';
  return /^sk-(proj-|svcacct-)?[\w-]{20,}$/.test(trimmed) ? 'openai' : undefined;
}

const TASKS: readonly PlainMessageId[] = ['setup.prompt.folder', 'setup.prompt.page', 'setup.prompt.script'];

/** Suggested first tasks for a model. */
export function suggestedTasks(model: string | undefined): readonly PlainMessageId[] {
  return isDemo(model) ? DEMO_TASKS : TASKS;
}
