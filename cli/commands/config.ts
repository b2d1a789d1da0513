// `gatehouse config`: reads and changes the configuration file through the gateway, which preserves comments and order.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { settingsFromEnvironment } from '#host/shell-settings.ts';
import { join } from 'node:path';

import { defineCommand, hasFlag, argument, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withClient } from '../connection/gateway-connection.ts';

const CONFIG_FILE = 'gatehouse.json5';

export const config = defineCommand({
  name: 'config',
  summary: 'Show or change the configuration',
  examples: ['gatehouse config get limits.modelRetries', 'gatehouse config set limits.modelRetries 3'],
  subcommands: [
    {
      name: 'show',
      summary: 'Print the effective configuration without secrets',
      options: { origins: { help: 'Show where each value comes from' } },
      run: withClient(show),
    },
    {
      name: 'get',
      summary: 'Print one value, or all',
      args: [{ name: 'key', isOptional: true }],
      run: withClient(get),
    },
    {
      name: 'set',
      summary: 'Set a value, given as JSON or plain text; null removes it',
      args: [{ name: 'key' }, { name: 'value' }],
      run: withClient(set),
    },
    { name: 'validate', summary: 'Validate the configuration file', run: withClient(validate) },
    { name: 'path', summary: 'Print the path of the configuration file', run: printPath },
  ],
});

async function printPath({ environment, output }: CommandContext): Promise<void> {
  const path = environment['GATEHOUSE_CONFIG'] || join(settingsFromEnvironment(environment).home, CONFIG_FILE);
  output.result({ ok: true, path }, path);
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { path, hash, config: values, origins = {} } = await client.request('config.get', {});
  output.json({ ok: true, path, hash, config: values, origins });
  output.note(`# ${path}`);
  if (!hasFlag(context, 'origins')) output.line(JSON.stringify(values, null, 2));
  else
    output.table(
      [
        { title: 'KEY', cell: ([key]) => key },
        { title: 'ORIGIN', cell: ([, from]) => from },
        { title: 'VALUE', cell: ([key]) => JSON.stringify(valueAt(values, key.split('.'))) ?? '' },
      ],
      Object.entries(origins),
    );
}

async function get(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const key = argument(context, 0);
  const { config: values } = await client.request('config.get', {});
  const value = key === '' ? values : valueAt(values, key.split('.'));
  if (value === undefined) throw new CommandError(EXIT.failed, `setting "${key}" not found`);
  output.result({ ok: true, value }, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}

async function set(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { hash } = await client.request('config.get', {});
  const raw = JSON.stringify(patchFor(argument(context, 0).split('.'), parseValue(argument(context, 1))));
  const { changedPaths, needsRestart } = await client.request('config.patch', { raw, baseHash: hash });
  output.json({ ok: true, changedPaths, needsRestart });
  output.line(changedPaths.length === 0 ? 'No changes.' : `Changed ${changedPaths.join(', ')}.`);
  if (needsRestart.length > 0) output.line(`Restart required for: ${needsRestart.join(', ')}`);
}

async function validate({ output }: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const { path, valid, issues, warnings } = await client.request('config.get', {});
  output.json({ ok: valid, path, issues, warnings });
  for (const { path: key, message } of issues) output.line(`${output.colorize('red', '✗')} ${key}: ${message}`);
  for (const { path: key, message } of warnings) output.line(`${output.colorize('yellow', '!')} ${key}: ${message}`);
  if (valid) output.line(`${path} is valid.`);
  return valid ? EXIT.ok : EXIT.failed;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, name)) return undefined;
    return Reflect.get(inner, name);
  }, value);
}

/** A merge patch for the value at `path`. */
function patchFor(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

/** The text as JSON if it is valid JSON (`true`, `5`, `["a"]`), otherwise as a string. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
