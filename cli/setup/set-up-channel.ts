// The step of `gatehouse setup` that connects a chat network, and links its owner.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectableChannel } from '#contract/methods/channels.ts';
import type { ChannelField } from '#contract/types/channels.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { ask, askSecret, readPairs, readSecretFiles } from './setup-values.ts';

const CONNECT_MS = 30_000;
const LINK_MS = 10 * 60_000;
const LOOK_MS = 300;
const DEFAULT_CHANNEL = 'telegram';

/** What is known before anything is changed. */
export interface ChannelValues {
  readonly channel?: string;
  readonly options: ReadonlyMap<string, string>;
  readonly secrets: ReadonlyMap<string, string>;
}

/** A connected network, and how its owner gets linked. */
export interface ConnectedChannel {
  readonly channel: string;
  readonly title: string;
  /** Absent if somebody is linked already. */
  readonly code?: string;
  readonly link?: string;
}

/** Reads the options, without a prompt. @throws {CommandError} */
export function readChannelValues(context: CommandContext): ChannelValues {
  const channel = textOption(context, 'channel');
  const options = readPairs(context, 'option');
  const secrets = readSecretFiles(context);
  return { options, secrets, ...(channel === undefined ? {} : { channel }) };
}

/** What to connect, with everything that the network needs. */
export interface PlannedChannel {
  readonly channel: string;
  readonly title: string;
  readonly isNew: boolean;
  readonly options: Record<string, string>;
  readonly secrets: Record<string, string>;
}

/** Collects what the network needs, and asks for what is missing; undefined if there is none to connect. Changes nothing. @throws {CommandError} */
export async function planChannel(
  context: CommandContext,
  client: GatewayClient,
  values: ChannelValues,
): Promise<PlannedChannel | undefined> {
  const { kinds } = await client.request('channels.kinds', {});
  const channel = values.channel ?? (await chooseChannel(context, kinds, values));
  if (channel === undefined) return undefined;
  const kind = kinds.find(({ id }) => channel === id || channel.startsWith(`${id}-`));
  if (kind === undefined)
    throw new CommandError(
      EXIT.usage,
      `there is no network "${channel}". Networks: ${kinds.map(({ id }) => id).join(', ')}`,
    );
  const isNew = !kind.accounts.some(({ id }) => id === channel);
  return { channel, title: kind.title, isNew, ...(await collectFields(context, kind, channel, values)) };
}

/** Connects the network. One that is new and can't be connected is removed again. @throws {CommandError} */
export async function setUpChannel(
  client: GatewayClient,
  { channel, title, isNew, options, secrets }: PlannedChannel,
): Promise<ConnectedChannel> {
  await client.request('channels.connect', { channel, options, secrets });
  const problem = await waitForConnection(client, channel);
  if (problem !== undefined) {
    if (isNew) await client.request('channels.logout', { channel });
    throw new CommandError(EXIT.failed, `${title}: ${problem}`, {
      hint: `${isNew ? 'The network was not kept. ' : ''}Correct it and run the command again.`,
    });
  }
  const { people } = await client.request('channels.people.list', { channel });
  if (people.length > 0) return { channel, title };
  const { code, link } = await client.request('channels.codes.create', { channel, rights: ['approvals', 'admin'] });
  return { channel, title, code, ...(link === undefined ? {} : { link }) };
}

/** Waits until somebody has used the code; false if nobody did in time. */
export async function waitForLink(client: GatewayClient, channel: string, signal: AbortSignal): Promise<boolean> {
  const until = Date.now() + LINK_MS;
  while (Date.now() < until && !signal.aborted) {
    const { people } = await client.request('channels.people.list', { channel });
    if (people.length > 0) return true;
    await sleep(LOOK_MS);
  }
  return false;
}

/** The network whose secrets are given, in files or in the environment, or Telegram at a prompt. */
async function chooseChannel(
  context: CommandContext,
  kinds: readonly ConnectableChannel[],
  { secrets }: ChannelValues,
): Promise<string | undefined> {
  if (hasFlag(context, 'no-channel')) return undefined;
  const isGiven = ({ fields }: ConnectableChannel): boolean => {
    const needed = fields.filter(({ isSecret, isOptional }) => isSecret === true && isOptional !== true);
    return (
      needed.length > 0 &&
      needed.every(({ name, variable }) => secrets.has(name) || findVariable(context, variable) !== undefined)
    );
  };
  const given = kinds.find(isGiven);
  if (given !== undefined) return given.id;
  if (secrets.size > 0) throw new CommandError(EXIT.usage, 'choose the network of the secrets with --channel');
  const connected = kinds.find(({ accounts }) => accounts.length > 0);
  if (connected !== undefined || !context.input.isTerminal) return undefined;
  const names = kinds.filter(({ fields }) => fields.length > 0).map(({ id }) => id);
  const answer = await ask(context, `Chat network (${names.join(', ')}, none)`, DEFAULT_CHANNEL);
  return answer === 'none' ? undefined : answer;
}

async function collectFields(
  context: CommandContext,
  kind: ConnectableChannel,
  channel: string,
  values: ChannelValues,
): Promise<{ readonly options: Record<string, string>; readonly secrets: Record<string, string> }> {
  const account = kind.accounts.find(({ id }) => id === channel);
  const collected = { options: {} as Record<string, string>, secrets: {} as Record<string, string> };
  const names = new Set(kind.fields.map(({ name }) => name));
  for (const name of [...values.options.keys(), ...values.secrets.keys()])
    if (!names.has(name))
      throw new CommandError(EXIT.usage, `${kind.title} has no setting "${name}". Settings: ${[...names].join(', ')}`);
  for (const field of kind.fields) {
    const isSecret = field.isSecret === true;
    const given = (isSecret ? values.secrets : values.options).get(field.name) ?? findVariable(context, field.variable);
    const isSet = account?.set.includes(field.name) === true;
    const value = given ?? (isSet || field.isOptional === true ? undefined : await askForField(context, field));
    if (value === undefined) continue;
    checkField(field, value);
    (isSecret ? collected.secrets : collected.options)[field.name] = value;
  }
  return collected;
}

async function askForField(context: CommandContext, { name, title, help, isSecret }: ChannelField): Promise<string> {
  if (context.input.isTerminal) context.output.note(help);
  const value = isSecret === true ? await askSecret(context, title) : await ask(context, title, '');
  if (value !== '') return value;
  const option = isSecret === true ? `--secret-file ${name}=<path>` : `--option ${name}=<value>`;
  throw new CommandError(EXIT.usage, `${title} is missing`, { hint: `Pass ${option}. ${help}` });
}

function checkField({ title, help, pattern, choices }: ChannelField, value: string): void {
  const isKnown = choices === undefined || choices.some((one) => one.value === value);
  if (isKnown && (pattern === undefined || new RegExp(pattern).test(value))) return;
  throw new CommandError(EXIT.usage, `${title} doesn't look right`, { hint: help });
}

/** Undefined once it is connected; else why it isn't. */
async function waitForConnection(client: GatewayClient, channel: string): Promise<string | undefined> {
  const until = Date.now() + CONNECT_MS;
  for (;;) {
    const { channelAccounts } = await client.request('channels.status', {});
    const { connected = false, lastError } = channelAccounts[channel]?.[0] ?? {};
    if (connected) return undefined;
    const problem = typeof lastError === 'string' && lastError !== '' ? lastError : undefined;
    // A network that can't be reached for a moment is asked again; a wrong token stays wrong.
    if (Date.now() > until || (problem !== undefined && /reject|token|not set|wrong/i.test(problem)))
      return problem ?? 'It did not connect within 30 seconds.';
    await sleep(LOOK_MS);
  }
}

function findVariable({ environment }: CommandContext, name: string | undefined): string | undefined {
  return name === undefined ? undefined : environment[name] || undefined;
}
