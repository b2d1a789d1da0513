// `gatehouse setup`: from a fresh installation to an agent that answers in a chat app, with one command.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { plainLine } from '../output/plain-text.ts';
import { defineCommand, hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { openSetupHost } from '../setup/setup-host.ts';
import {
  readChannelValues,
  planChannel,
  setUpChannel,
  waitForLink,
  type ChannelValues,
  type ConnectedChannel,
} from '../setup/set-up-channel.ts';
import { readModelValues, setUpModel, type ModelValues } from '../setup/set-up-model.ts';
import { secretOption } from '../setup/setup-values.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { proveAnswer } from '../verify/prove-answer.ts';

const ANSWER_MS = 120_000;
const NETWORKS = ['loopback', 'lan', 'tailnet'] as const;

export const setup = defineCommand({
  name: 'setup',
  summary: 'Set up the gateway on a server: model, chat network, network access, and service',
  description:
    'Asks for what is missing, or takes everything from options, files, and environment variables. Secrets are read from files or prompts, never from the command line, and sealed. A key, and a network that is new, are kept only after they have worked. Run it again to change something; what is set up already stays.',
  examples: [
    'gatehouse setup',
    'gatehouse setup --provider anthropic --key-file key.txt --secret-file botToken=token.txt --service',
    'gatehouse setup --keep --no-channel',
  ],
  isLocal: true,
  options: {
    provider: { value: 'id', help: 'Model provider, such as anthropic or openai' },
    'key-file': { value: 'file', help: 'File with the API key of the provider' },
    model: { short: 'm', value: 'model', help: 'Default model, as provider/model (default: chosen automatically)' },
    channel: { value: 'network', help: 'Chat network, such as telegram (default: the one whose secrets are given)' },
    'secret-file': {
      value: 'name=file',
      help: 'File with a secret of the chat network, such as botToken=token.txt',
      isRepeatable: true,
    },
    option: { value: 'name=value', help: 'A setting of the chat network, such as receive=webhook', isRepeatable: true },
    'no-channel': { help: 'Connect no chat network' },
    bind: {
      value: 'network',
      help: 'Who can reach the gateway (default: unchanged; at first loopback)',
      choices: [...NETWORKS],
    },
    'passphrase-file': {
      value: 'file',
      help: 'File with the passphrase that seals secrets (default: $GATEHOUSE_PASSPHRASE)',
    },
    service: { help: 'Install a service that starts with the computer, if no gateway is running' },
    keep: { help: 'Keep running in the foreground afterward, such as in a container' },
    wait: { help: 'Wait until the owner is linked (default in a terminal)' },
    'no-verify': { help: 'Skip the question to the agent at the end, which costs a few tokens' },
  },
  run: runSetup,
});

async function runSetup(given: CommandContext): Promise<ExitCode | void> {
  // Everything that can be wrong is found before anything is started or changed.
  const passphrase = secretOption(given, 'passphrase-file');
  const environment =
    passphrase === undefined ? given.environment : { ...given.environment, GATEHOUSE_PASSPHRASE: passphrase };
  const context: CommandContext = { ...given, environment };
  const values = { model: readModelValues(context), channel: readChannelValues(context) };
  if (hasFlag(context, 'keep') && hasFlag(context, 'service'))
    throw new CommandError(EXIT.usage, "--keep and --service can't be combined");
  const host = await openSetupHost(context);
  const stopped =
    host.isOwn && hasFlag(context, 'keep') ? interrupted(['SIGINT', 'SIGTERM', 'SIGHUP'], EXIT.ok) : undefined;
  try {
    await host.work((client, origin) => setUpAll(context, client, origin, values));
    if (host.isOwn && stopped === undefined) context.output.line('Start the gateway with: gatehouse start');
    await stopped;
  } finally {
    await host.stop();
  }
}

interface SetupValues {
  readonly model: ModelValues;
  readonly channel: ChannelValues;
}

async function setUpAll(
  context: CommandContext,
  client: GatewayClient,
  origin: string,
  values: SetupValues,
): Promise<void> {
  const { output } = context;
  const startedAt = performance.now();
  const planned = await planChannel(context, client, values.channel);
  output.line(await setUpModel(context, client, values.model));
  const channel = planned === undefined ? undefined : await setUpChannel(client, planned);
  if (channel !== undefined) output.line(`${channel.title} is connected.`);
  const mode = NETWORKS.find((one) => one === textOption(context, 'bind'));
  if (mode !== undefined) {
    await client.request('network.set', { mode });
    output.line(
      mode === 'loopback'
        ? 'Only this computer can reach the gateway.'
        : `The gateway accepts connections from the network (${mode}).`,
    );
  }
  const answer = hasFlag(context, 'no-verify') ? undefined : await verifyAnswer(client);
  if (answer !== undefined) output.line(`An agent answers with ${plainLine(answer.model)}.`);
  output.json({
    ok: true,
    origin,
    ...(channel === undefined ? {} : { channel }),
    ...(answer === undefined ? {} : { model: answer.model }),
    ms: Math.round(performance.now() - startedAt),
  });
  if (channel?.code !== undefined) await linkOwner(context, client, channel);
}

async function verifyAnswer(client: GatewayClient): ReturnType<typeof proveAnswer> {
  try {
    return await proveAnswer(client, undefined, AbortSignal.timeout(ANSWER_MS));
  } catch (error) {
    throw new CommandError(
      EXIT.failed,
      `the agent doesn't answer: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
        hint: 'Everything is set up. To find out why, run "gatehouse doctor".',
      },
    );
  }
}

/** Shows the code, and waits until somebody has used it if a person is there. */
async function linkOwner(
  context: CommandContext,
  client: GatewayClient,
  { channel, title, code, link }: ConnectedChannel,
): Promise<void> {
  const { output, input } = context;
  output.line(`\nLink yourself within ten minutes: send this to the bot on ${title}.\n\n  /link ${code ?? ''}\n`);
  if (link !== undefined) output.line(`Or open: ${link}\n`);
  if (!hasFlag(context, 'wait') && !input.isTerminal) return;
  const giveUp = new AbortController();
  void interrupted().then(() => giveUp.abort());
  output.note('Waiting for the message. Press Ctrl+C to skip.');
  const isLinked = await waitForLink(client, channel, giveUp.signal);
  output.line(
    isLinked
      ? 'You are linked. Write to the bot.'
      : `Nobody was linked. Create another code with: gatehouse channels link --channel ${channel}`,
  );
}
