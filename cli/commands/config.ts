// `gatehouse config`: reads and changes the configuration file through the gateway, which keeps its comments and order.
import { join } from 'node:path';

import { settingsFromEnvironment } from '#host/shell-settings.ts';

import { CommandError, defineCommand, EXIT, type CommandContext, type ExitCode } from '../command.ts';
import { withGateway } from '../gateway-connection.ts';

const CONFIG_FILE = 'gatehouse.json5';

export const config = defineCommand({
  name: 'config',
  summary: 'Read or change the configuration: config path | get [key] | set <key> <value>.',
  operands: 'path | get [key] | set <key> <value>',
  options: { token: { type: 'string' } },
  optionHelp: { token: 'gateway token (default: GATEHOUSE_TOKEN, or the file in the home folder)' },
  async run(context) {
    const [action, key, value] = context.operands;
    if (action === 'path') return printPath(context);
    if (action === 'get') return get(context, key);
    if (action === 'set' && key !== undefined && value !== undefined) return set(context, key, value);
    throw new CommandError(EXIT.usage, 'say "config path", "config get [key]" or "config set <key> <value>"');
  },
});

async function printPath({ environment, output }: CommandContext): Promise<ExitCode> {
  const path = join(settingsFromEnvironment(environment).home, CONFIG_FILE);
  output.line(path);
  output.json({ ok: true, path });
  return EXIT.ok;
}

function get(context: CommandContext, key: string | undefined): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { config: values } = await client.request('config.get', {});
    const value = key === undefined ? values : valueAt(values, key.split('.'));
    if (value === undefined) throw new CommandError(EXIT.failed, `there is no setting "${key ?? ''}"`);
    context.output.line(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
    context.output.json({ ok: true, value });
    return EXIT.ok;
  });
}

function set(context: CommandContext, key: string, text: string): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { hash } = await client.request('config.get', {});
    const raw = JSON.stringify(patchFor(key.split('.'), parseValue(text)));
    const result = await client.request('config.patch', { raw, baseHash: hash });
    context.output.json({ ok: true, changedPaths: result.changedPaths, needsRestart: result.needsRestart });
    context.output.line(
      result.changedPaths.length === 0 ? 'Nothing changed.' : `Changed ${result.changedPaths.join(', ')}.`,
    );
    if (result.needsRestart.length > 0)
      context.output.line(`Takes effect after a restart: ${result.needsRestart.join(', ')}.`);
    return EXIT.ok;
  });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, name)) return undefined;
    return new Map<string, unknown>(Object.entries(inner)).get(name);
  }, value);
}

/** A merge patch that changes the one value at `path`. */
function patchFor(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

/** JSON where it is JSON (`true`, `5`, `["a"]`, `null` removes); any other text stands for itself. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
