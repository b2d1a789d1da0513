// Questions of the setup wizard, and the effects of their answers. Every answer takes effect immediately.
import type { ProviderStatus } from '#contract/types/providers.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { SetupActions, SetupQuestion } from '../engine/setup-facet.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ProviderAdmin, ProviderChange, ProviderDirectory } from '../ports/provider.ts';
import { Secret } from '../ports/secrets.ts';
import { GATEWAY } from '../principal.ts';

/** The choices so far, and the current step. */
export interface SetupChoices {
  readonly step: SetupQuestion['id'] | 'finished';
  readonly provider?: string;
  readonly model?: string;
  /** The suggested folder, then the chosen one. */
  readonly workspace: string;
}

const STEPS: ReadonlySet<unknown> = new Set<SetupChoices['step']>([
  'provider',
  'address',
  'key',
  'model',
  'workspace',
  'finished',
]);

/** Whether a stored value is a step. */
export function isStep(value: unknown): value is SetupChoices['step'] {
  return STEPS.has(value);
}

/** Most options in a list. */
const MAX_OPTIONS = 200;

const ADDRESS: SetupQuestion = {
  id: 'address',
  title: 'Address',
  message: 'URL of the server.',
  placeholder: 'http://127.0.0.1:1234/v1',
};
const KEY: SetupQuestion = {
  id: 'key',
  title: 'API key',
  message: 'API key of the provider. It is encrypted immediately and never shown again.',
  sensitive: true,
};

/** The question of the current step. */
export async function describeQuestion(
  { step, provider, workspace }: SetupChoices,
  { providers }: Pick<EnginePorts, 'providers'>,
): Promise<SetupQuestion> {
  switch (step) {
    case 'provider':
      return providerQuestion(await providers.list(true, GATEWAY.userId));
    case 'address':
      return ADDRESS;
    case 'key':
      return KEY;
    case 'model':
      return modelQuestion(provider ?? '', providers);
    case 'workspace':
    case 'finished':
      return {
        id: 'workspace',
        title: 'Workspace',
        message: 'Folder for the agent to work in. It is created if it does not exist.',
        initialValue: workspace,
      };
  }
}

/** Applies an answer and returns the choices with the next step. @throws {GatewayError} when the answer is invalid. */
export async function applyAnswer(
  choices: SetupChoices,
  value: unknown,
  { providers }: Pick<EnginePorts, 'providers'>,
  actions: SetupActions,
): Promise<SetupChoices> {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') throw invalidRequest('An answer is required.', 'WIZARD_ANSWER');
  const { provider = '' } = choices;
  switch (choices.step) {
    case 'provider': {
      const chosen = (await providers.list(false, GATEWAY.userId)).find(({ id }) => id === text);
      if (chosen === undefined) throw invalidRequest('Choose an option from the list.', 'WIZARD_ANSWER');
      if (!chosen.enabled) await actions.setProvider({ id: text, enabled: true });
      return { ...choices, provider: text, step: stepAfter(chosen) };
    }
    case 'address':
      return { ...choices, step: await connect({ id: provider, baseUrl: text }, providers, actions) };
    case 'key':
      return { ...choices, step: await connect({ id: provider, apiKey: text }, providers, actions) };
    case 'model': {
      const model = text.startsWith(`${provider}/`) ? text : `${provider}/${text}`;
      await actions.choose({ model });
      return { ...choices, model, step: 'workspace' };
    }
    case 'workspace':
      await actions.choose({ workspace: text, createWorkspace: true, done: true });
      return { ...choices, step: 'finished', workspace: text };
    case 'finished':
      return choices;
  }
}

function stepAfter({ kind, key, baseUrl }: ProviderStatus): SetupChoices['step'] {
  if (kind === 'compatible' && baseUrl === undefined) return 'address';
  return key === 'missing' ? 'key' : 'model';
}

/** Tests the address or key first: one that doesn't work isn't stored. A server that only lacks a key is asked for it next. */
async function connect(
  change: ProviderChange<string>,
  providers: ProviderAdmin,
  actions: SetupActions,
): Promise<SetupChoices['step']> {
  const { apiKey, ...candidate } = change;
  const secret = apiKey === undefined ? {} : { apiKey: new Secret(apiKey) };
  const { ok, error } = await providers.test({ ...candidate, ...secret }, GATEWAY.userId);
  const needsKey = !ok && apiKey === undefined && error?.code === 'auth';
  if (!ok && !needsKey)
    throw invalidRequest(error?.message ?? 'The provider did not respond.', 'WIZARD_PROVIDER', error?.hint);
  await actions.setProvider({ ...change, enabled: true });
  return needsKey ? 'key' : 'model';
}

function providerQuestion(providers: readonly ProviderStatus[]): SetupQuestion {
  const usable = providers.find(
    ({ key, reachable }) => key === 'stored' || key === 'environment' || reachable === 'yes',
  );
  return {
    id: 'provider',
    title: 'Models',
    message: 'Choose a model provider.',
    options: providers.map(({ id, title, summary }) => ({ value: id, label: title, hint: summary })),
    ...defined({ initialValue: usable?.id }),
  };
}

async function modelQuestion(provider: string, providers: ProviderDirectory): Promise<SetupQuestion> {
  const offered = (await providers.models(true, GATEWAY.userId)).filter((model) => model.provider === provider);
  const question = { id: 'model', title: 'Model' } as const;
  // Some servers don't list their models.
  if (offered.length === 0) return { ...question, message: 'Name of the model.', placeholder: `${provider}/…` };
  const options = offered.slice(0, MAX_OPTIONS).map(({ id, name }) => ({ value: `${provider}/${id}`, label: name }));
  return { ...question, message: 'Default model for agents.', options };
}
