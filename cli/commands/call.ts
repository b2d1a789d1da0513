// `gatehouse call`: any method of the protocol, as it is.
import { readFileSync } from 'node:fs';

import type { MethodName, MethodParams } from '#contract/methods/registry.ts';

import { countOption, defineCommand, operand, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';

const DEFAULT_TIMEOUT_S = 30;

export const call = defineCommand({
  name: 'call',
  summary: 'Call a method of the gateway protocol; docs/protocol.md lists them.',
  actions: [
    {
      name: '',
      summary: 'Prints the answer as JSON.',
      operands: [{ name: 'method', ids: 'method' }],
      options: {
        params: { value: 'json', help: 'a JSON object, @file, or - for stdin (default: {})' },
        timeout: { value: 's', help: `seconds to wait (default: ${DEFAULT_TIMEOUT_S})` },
      },
      run: callMethod,
    },
  ],
});

async function callMethod(context: CommandContext): Promise<ExitCode> {
  const params = await readParams(context);
  const timeoutMs = countOption(context, 'timeout', DEFAULT_TIMEOUT_S) * 1000;
  return withGateway(context, async (client) => {
    // Any name may be asked for: the gateway itself says whether it has the method and takes the params.
    const method = operand(context, 0) as MethodName;
    const result = await client.request(method, params as MethodParams<MethodName>, { timeoutMs });
    context.output.json(result);
    context.output.line(JSON.stringify(result, null, 2));
    return EXIT.ok;
  });
}

async function readParams(context: CommandContext): Promise<unknown> {
  const text = await paramsText(context);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(EXIT.usage, `--params is not JSON: ${reason}`, { cause: error });
  }
  throw new CommandError(EXIT.usage, '--params is a JSON object, such as {"limit": 5}');
}

async function paramsText(context: CommandContext): Promise<string> {
  const given = textOption(context, 'params') ?? '{}';
  if (given === '-') return context.input.readAll();
  if (!given.startsWith('@')) return given;
  try {
    return readFileSync(given.slice(1), 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(EXIT.usage, `${given.slice(1)} cannot be read: ${reason}`, { cause: error });
  }
}
