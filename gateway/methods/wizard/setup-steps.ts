// Steps of the setup wizard: what each asks and what its answer does. Every answer takes effect immediately.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import { Secret } from '#core/ports/secrets.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import { PROVIDER_HANDLERS } from '../providers/providers.ts';
import { SETUP_HANDLERS } from '../setup/setup.ts';
import type { GatewayServices } from '../../server/services.ts';

/** A step as clients draw it. */
export type WizardStep = NonNullable<PublishedType<'WizardNextResult'>['step']>;

/** What was chosen so far, and what waits for an answer. */
export interface SetupChoices {
  readonly step: 'provider' | 'address' | 'key' | 'model' | 'workspace' | 'finished';
  readonly provider?: string;
  readonly model?: string;
  /** The folder that is offered, then the one that was chosen. */
  readonly workspace: string;
}

/** Options that a client can still show in one list. */
const MAX_OPTIONS = 200;
const NO_PROVIDER = 'Choose a model provider first.';

/** The step that waits, as it is shown. */
export async function describeStep(choices: SetupChoices, services: GatewayServices): Promise<WizardStep> {
  switch (choices.step) {
    case 'provider':
      return providerStep(await services.providers.list(true));
    case 'address':
      return textStep('address', 'Address', 'URL of the server.', { placeholder: 'http://127.0.0.1:1234/v1' });
    case 'key':
      return textStep('key', 'API key', 'API key of the provider. It is encrypted immediately and never shown again.', {
        sensitive: true,
      });
    case 'model':
      return modelStep(choices, services);
    case 'workspace':
      return textStep(
        'workspace',
        'Workspace',
        'Folder for the agent to work in. It is created if it does not exist.',
        {
          initialValue: choices.workspace,
        },
      );
    case 'finished':
      return { id: 'finished', type: 'note', message: 'Setup is complete.' };
  }
}

/** Carries an answer out; gives what is to be asked next. @throws {GatewayError} when the answer cannot be taken. */
export async function takeAnswer(choices: SetupChoices, value: unknown, call: Call): Promise<SetupChoices> {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '') throw invalidRequest('An answer is required.', 'WIZARD_ANSWER');
  switch (choices.step) {
    case 'provider':
      return chooseProvider(choices, text, call);
    case 'address':
      return connectProvider(choices, { baseUrl: text }, call);
    case 'key':
      return connectProvider(choices, { apiKey: text }, call);
    case 'model':
      return chooseModel(choices, text, call);
    case 'workspace':
      await SETUP_HANDLERS['setup.choose']({ workspace: text, createWorkspace: true, done: true }, call);
      return { ...choices, step: 'finished', workspace: text };
    case 'finished':
      return choices;
  }
}

async function chooseProvider(choices: SetupChoices, id: string, call: Call): Promise<SetupChoices> {
  const provider = (await call.services.providers.list(false)).find((known) => known.id === id);
  if (provider === undefined) throw invalidRequest('Choose an option from the list.', 'WIZARD_ANSWER');
  if (!provider.enabled) await PROVIDER_HANDLERS['providers.set']({ id, enabled: true }, call);
  return { ...choices, provider: id, step: nextOf(provider) };
}

function nextOf({ kind, key, baseUrl }: ProviderStatus): SetupChoices['step'] {
  if (kind === 'compatible' && baseUrl === undefined) return 'address';
  return key === 'missing' ? 'key' : 'model';
}

/** Tries the address or key first: one that does not work is not stored. A server that only lacks a key is asked for it next. */
async function connectProvider(
  choices: SetupChoices,
  given: { readonly baseUrl?: string; readonly apiKey?: string },
  call: Call,
): Promise<SetupChoices> {
  const { provider: id } = choices;
  if (id === undefined) throw invalidRequest(NO_PROVIDER, 'WIZARD_STEP');
  const { baseUrl, apiKey } = given;
  const { ok, error } = await call.services.providers.test({
    id,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(apiKey === undefined ? {} : { apiKey: new Secret(apiKey) }),
  });
  const wantsKey = !ok && baseUrl !== undefined && error?.code === 'auth';
  if (!ok && !wantsKey)
    throw invalidRequest(error?.message ?? 'The provider did not respond.', 'WIZARD_PROVIDER', error?.hint);
  await PROVIDER_HANDLERS['providers.set']({ id, ...given, enabled: true }, call);
  return { ...choices, step: wantsKey ? 'key' : 'model' };
}

async function chooseModel(choices: SetupChoices, text: string, call: Call): Promise<SetupChoices> {
  const { provider } = choices;
  if (provider === undefined) throw invalidRequest(NO_PROVIDER, 'WIZARD_STEP');
  const model = text.startsWith(`${provider}/`) ? text : `${provider}/${text}`;
  await SETUP_HANDLERS['setup.choose']({ model }, call);
  return { ...choices, model, step: 'workspace' };
}

function providerStep(providers: readonly ProviderStatus[]): WizardStep {
  const found = providers.find(
    ({ key, reachable }) => key === 'stored' || key === 'environment' || reachable === 'yes',
  );
  return {
    id: 'provider',
    type: 'select',
    title: 'Models',
    message: 'Choose a model provider.',
    options: providers.map(({ id, title, summary }) => ({ value: id, label: title, hint: summary })),
    ...(found === undefined ? {} : { initialValue: found.id }),
  };
}

async function modelStep({ provider }: SetupChoices, services: GatewayServices): Promise<WizardStep> {
  const offered = (await services.providers.models(true)).filter((model) => model.provider === provider);
  // Not every server lists what it has.
  if (offered.length === 0) return textStep('model', 'Model', 'Name of the model.', { placeholder: `${provider}/…` });
  return {
    id: 'model',
    type: 'select',
    title: 'Model',
    message: 'Default model for agents.',
    options: offered.slice(0, MAX_OPTIONS).map(({ id, name }) => ({ value: `${provider}/${id}`, label: name })),
  };
}

function textStep(
  id: string,
  title: string,
  message: string,
  more: Pick<WizardStep, 'placeholder' | 'sensitive' | 'initialValue'>,
): WizardStep {
  return { id, type: 'text', title, message, ...more };
}
