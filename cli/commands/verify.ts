// `gatehouse verify`: proves after the setup that a message is answered, and prints how long it took.
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import { supports } from '#contract/wire/features.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { listChannelAccounts, type ChannelAccount } from '../doctor/checks/channels.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { plainLine } from '../output/plain-text.ts';
import { countOption, defineCommand, textOption, type CommandContext } from '../parser/command.ts';
import { proveAnswer } from '../verify/prove-answer.ts';

const DEFAULT_SECONDS = 120;
const MAX_SHOWN = 60;
/** Error code of a test without a recipient. */
const NO_CHAT = 'NO_CHAT';

export const verify = defineCommand({
  name: 'verify',
  summary: 'Prove that a message is answered',
  description:
    'Checks the database, sends a small message to the agent (which costs a few tokens) in a session that is deleted afterward, and sends a test message over each connected chat network to the first linked person. The exit code is 1 if something failed.',
  examples: ['gatehouse verify', 'gatehouse verify --agent main --json'],
  options: {
    agent: { short: 'a', value: 'agent', help: 'Agent to ask (default: the default agent)', completes: 'agent' },
    timeout: { value: 'seconds', help: 'Time limit for the answer (default: 120)' },
  },
  run: withClient(proveAll, { caps: [CAP_SESSION_FEED] }),
});

/** Something that was proven, or why it couldn't be. */
interface Proof {
  readonly step: 'gateway' | 'database' | 'answer' | 'channel';
  readonly ok: boolean;
  readonly text: string;
  readonly ms: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

type Prove = () => Promise<Pick<Proof, 'text' | 'details'>>;

async function proveAll(context: CommandContext, client: GatewayClient, origin: string): Promise<ExitCode> {
  const seconds = countOption(context, 'timeout', DEFAULT_SECONDS);
  const proofs: Proof[] = [];
  const run = async (step: Proof['step'], prove: Prove): Promise<void> => {
    const proof = await measure(step, prove);
    proofs.push(proof);
    print(proof, context);
  };
  await run('gateway', async () => ({
    text: `The gateway at ${origin} answers (version ${await askVersion(client)})`,
  }));
  await run('database', async () => proveDatabase(client));
  await run('answer', async () => describeAnswer(context, client, seconds));
  for (const account of await listChannelAccounts(client)) await run('channel', () => proveChannel(client, account));
  const isProven = proofs.every(({ ok }) => ok);
  context.output.json({ ok: isProven, proofs });
  context.output.line(isProven ? '\nEverything works.' : '\nTo find out why: gatehouse doctor');
  return isProven ? EXIT.ok : EXIT.failed;
}

async function askVersion(client: GatewayClient): Promise<string> {
  await client.request('health', {});
  return client.hello()?.server.version ?? 'unknown';
}

async function proveDatabase(client: GatewayClient): ReturnType<Prove> {
  const { problems } = await client.request('health', {});
  if (Array.isArray(problems) && problems.length > 0) throw new Error(problems.map(String).join(' '));
  return { text: 'The database can be read and written' };
}

async function describeAnswer(context: CommandContext, client: GatewayClient, seconds: number): ReturnType<Prove> {
  const signal = AbortSignal.timeout(seconds * 1000);
  const { model, text, firstTextMs } = await proveAnswer(client, textOption(context, 'agent'), signal);
  const shown = plainLine(text).slice(0, MAX_SHOWN);
  return { text: `${plainLine(model)} answered: ${shown}`, details: { model, text, firstTextMs } };
}

async function proveChannel(
  client: GatewayClient,
  { name, channel, isConnected, error = 'not connected' }: ChannelAccount,
): ReturnType<Prove> {
  if (!isConnected) throw new Error(`${name}: ${error}`);
  const details = { channel };
  if (!supports(client.hello(), 'channels.test')) return { text: `${name} is connected`, details };
  try {
    const result = await client.request('channels.test', { channel });
    if (result.state === 'sent') return { text: `${name} delivered a test message`, details };
    throw new Error(`${name}: ${result.error ?? "the test message wasn't delivered in time"}`);
  } catch (failure) {
    if (!(failure instanceof RequestError) || failure.details.code !== NO_CHAT) throw failure;
    return { text: `${name} is connected; nobody is linked, so no test message was sent`, details };
  }
}

async function measure(step: Proof['step'], prove: Prove): Promise<Proof> {
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const { text, details } = await prove();
    return { step, ok: true, text, ms: elapsed(), ...(details === undefined ? {} : { details }) };
  } catch (error) {
    // Without a gateway or access to it, nothing else can be proven.
    if (error instanceof CommandError) throw error;
    return { step, ok: false, text: plainLine(errorMessage(error)), ms: elapsed() };
  }
}

function print({ ok, text, ms }: Proof, { output }: CommandContext): void {
  const mark = ok ? output.colorize('green', '✓') : output.colorize('red', '✗');
  const time = ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
  output.line(`${mark} ${text} ${output.colorize('dim', `(${time})`)}`);
}
