// The step of `gatehouse setup` that makes an agent able to answer: a provider with a key, and a model.
import { PROVIDERS } from '#adapters/providers/registry.ts';
import type { ProviderStatus } from '#contract/types/providers.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { parseModel } from '#host/shell-settings.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { textOption, type CommandContext } from '../parser/command.ts';
import { ask, askSecret, secretOption } from './setup-values.ts';

const TEST_MS = 25_000;
/** Providers that answer nothing real, or that need no key. */
const WITHOUT_KEY: ReadonlySet<ProviderStatus['kind']> = new Set(['demo', 'local']);

/** What is known before anything is changed. */
export interface ModelValues {
  readonly provider?: string;
  readonly key?: string;
  /** `provider/model`. */
  readonly model?: string;
}

/** Reads the options, without a prompt. @throws {CommandError} */
export function readModelValues(context: CommandContext): ModelValues {
  const model = textOption(context, 'model');
  if (model !== undefined) parseModel(model, '--model');
  const provider = textOption(context, 'provider') ?? model?.slice(0, model.indexOf('/'));
  if (provider !== undefined) requireProvider(provider);
  const key = secretOption(context, 'key-file');
  if (key !== undefined && provider === undefined)
    throw new CommandError(EXIT.usage, 'choose the provider of the key with --provider');
  return {
    ...(provider === undefined ? {} : { provider }),
    ...(key === undefined ? {} : { key }),
    ...(model === undefined ? {} : { model }),
  };
}

/** Stores the key, after a call with it has worked, and the model. Returns what is used, as a sentence. @throws {CommandError} */
export async function setUpModel(context: CommandContext, client: GatewayClient, values: ModelValues): Promise<string> {
  const { providers } = await client.request('providers.list', {});
  const id = values.provider ?? (await chooseProvider(context, providers));
  const known = providers.find((one) => one.id === id);
  const key = values.key ?? findVariable(context, id) ?? (await askForKey(context, id, known));
  if (key !== undefined) await storeKey(client, id, key);
  if (values.model !== undefined) await storeModel(client, values.model);
  const title = known?.title ?? id;
  return values.model === undefined ? `${title} is ready.` : `${title} is ready, with the model ${values.model}.`;
}

/** The provider that has a key already, or that the person names. */
async function chooseProvider(context: CommandContext, providers: readonly ProviderStatus[]): Promise<string> {
  const usable = providers.filter(({ kind }) => !WITHOUT_KEY.has(kind));
  const ready = usable.find(({ key, id }) => key === 'stored' || findVariable(context, id) !== undefined);
  if (ready !== undefined) return ready.id;
  if (context.input.isTerminal) {
    const names = usable.map(({ id }) => id).join(', ');
    const answer = await ask(context, `Model provider (${names})`, usable[0]?.id ?? '');
    requireProvider(answer);
    return answer;
  }
  const variables = PROVIDERS.flatMap(({ environment }) => environment.key ?? []).join(' or ');
  throw new CommandError(EXIT.usage, 'no model provider', {
    hint: `Pass --provider and --key-file, or set ${variables}.`,
  });
}

async function askForKey(
  context: CommandContext,
  id: string,
  known: ProviderStatus | undefined,
): Promise<string | undefined> {
  if (known?.key === 'stored' || known?.key === 'environment' || known?.key === 'none-needed') return undefined;
  const key = await askSecret(context, `API key for ${known?.title ?? id}`);
  if (key !== '') return key;
  throw new CommandError(EXIT.usage, `no API key for ${known?.title ?? id}`, { hint: 'Pass it with --key-file.' });
}

/** Nothing is stored if the provider rejects the key. */
async function storeKey(client: GatewayClient, id: string, apiKey: string): Promise<void> {
  const test = await client.request('providers.test', { id, apiKey }, { timeoutMs: TEST_MS });
  if (!test.ok) {
    const { message = 'The provider did not answer.', hint } = test.error ?? {};
    throw new CommandError(EXIT.failed, message, hint === undefined ? {} : { hint });
  }
  await client.request('providers.set', { id, apiKey });
}

async function storeModel(client: GatewayClient, model: string): Promise<void> {
  const { hash } = await client.request('config.get', {});
  const raw = JSON.stringify({ agents: { defaults: { model } } });
  await client.request('config.patch', { raw, ...(hash === undefined ? {} : { baseHash: hash }) });
}

function findVariable({ environment }: CommandContext, id: string): string | undefined {
  const name = PROVIDERS.find((one) => one.id === id)?.environment.key;
  return name === undefined ? undefined : environment[name] || undefined;
}

function requireProvider(id: string): void {
  if (PROVIDERS.some((one) => one.id === id || (one.many === true && id.startsWith(`${one.id}-`)))) return;
  const names = PROVIDERS.map((one) => one.id).join(', ');
  throw new CommandError(EXIT.usage, `there is no provider "${id}". Providers: ${names}`);
}
