// `gatehouse call`: calls any method of the gateway protocol.
import type { MethodName, MethodParams } from '#contract/methods/registry.ts';

import { errorMessage } from '#contract/wire/errors.ts';
import { countOption, defineCommand, argument, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { readInputFile } from '../terminal/input.ts';
import { withGateway } from '../connection/gateway-connection.ts';

const DEFAULT_TIMEOUT_S = 30;

export const call = defineCommand({
  name: 'call',
  summary: 'Call a method of the gateway protocol and print the result as JSON',
  description: 'docs/protocol.md lists the methods.',
  examples: ['gatehouse call sessions.list --params \'{"limit": 5}\'', 'gatehouse call config.get'],
  args: [{ name: 'method', completes: 'method' }],
  options: {
    params: { value: 'json', help: 'JSON object, @file, or - for stdin (default: {})' },
    timeout: { value: 'seconds', help: `Timeout (default: ${DEFAULT_TIMEOUT_S})` },
  },
  run: callMethod,
});

async function callMethod(context: CommandContext): Promise<void> {
  const params = await readParams(context);
  const timeoutMs = countOption(context, 'timeout', DEFAULT_TIMEOUT_S) * 1000;
  await withGateway(context, async (client) => {
    // Unchecked on purpose: the gateway validates the method and its params.
    const method = argument(context, 0) as MethodName;
    const result = await client.request(method, params as MethodParams<MethodName>, { timeoutMs });
    context.output.result(result, JSON.stringify(result, null, 2));
  });
}

async function readParams(context: CommandContext): Promise<unknown> {
  const text = await paramsText(context);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new CommandError(EXIT.usage, `invalid JSON in --params: ${errorMessage(error)}`, { cause: error });
  }
  throw new CommandError(EXIT.usage, '--params must be a JSON object, such as {"limit": 5}');
}

async function paramsText(context: CommandContext): Promise<string> {
  const text = textOption(context, 'params') ?? '{}';
  if (text === '-') return context.input.readAll();
  return text.startsWith('@') ? readInputFile(text.slice(1)) : text;
}
