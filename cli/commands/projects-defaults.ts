// `gatehouse projects set` and `secrets`: the defaults of a project's sessions.
import type { MethodParams } from '#contract/methods/registry.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { argument, hasFlag, textOption, type CommandContext, type OptionDeclarations } from '../parser/command.ts';
import { confirm } from '../terminal/confirm.ts';
import { readSecret } from '../terminal/read-secret.ts';

type Change = Omit<MethodParams<'projects.defaults.set'>, 'id'>;

/** Options of `projects set`. */
export const DEFAULTS_OPTIONS: OptionDeclarations = {
  agent: { short: 'a', value: 'agent', help: 'Agent for new sessions', completes: 'agent' },
  model: { value: 'model', help: 'Model for new sessions', completes: 'model' },
  machine: { value: 'kind', help: 'Machine: auto, docker, confined, host, or ssh' },
  image: { value: 'image', help: 'Container image' },
  setup: { value: 'script', help: 'Setup script, run once in each folder' },
  test: { value: 'command', help: 'Command that tests the work of a session' },
  variables: { value: 'list', help: 'Variables, as NAME=value separated by commas' },
  carried: { value: 'globs', help: 'Files copied into new worktrees, separated by commas' },
  ports: { value: 'n', help: 'Number of TCP ports that each folder gets' },
};

/** Changes the given defaults. */
export async function setProjectDefaults(context: CommandContext, client: GatewayClient): Promise<void> {
  const change = readChange(context);
  if (Object.keys(change).length === 0) throw new CommandError(EXIT.usage, 'specify at least one default to change');
  const { project } = await client.request('projects.defaults.set', { id: argument(context, 0), ...change });
  context.output.result({ ok: true, project }, `Changed the defaults of ${project.id}.`);
}

function readChange(context: CommandContext): Change {
  const options = {
    agent: 'agentId',
    model: 'model',
    machine: 'machine',
    image: 'image',
    setup: 'setup',
    test: 'testCommand',
  } as const;
  const change: Record<string, unknown> = {};
  for (const [option, name] of Object.entries(options)) {
    const value = textOption(context, option);
    if (value !== undefined) change[name] = value === '' ? null : value;
  }
  const variables = textOption(context, 'variables');
  if (variables !== undefined) change['variables'] = variables === '' ? null : parseVariables(variables);
  const carried = textOption(context, 'carried');
  if (carried !== undefined) change['carried'] = carried === '' ? null : splitList(carried);
  const ports = textOption(context, 'ports');
  if (ports !== undefined) change['ports'] = ports === '' ? null : parsePorts(ports);
  // The gateway validates every field.
  return change as Change;
}

function parseVariables(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    splitList(text).map((entry) => {
      const at = entry.indexOf('=');
      if (at > 0) return [entry.slice(0, at), entry.slice(at + 1)] as const;
      throw new CommandError(EXIT.usage, `invalid variable "${entry}": must be NAME=value`);
    }),
  );
}

function parsePorts(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new CommandError(EXIT.usage, `invalid value "${text}" for --ports: must be an integer from 1 to 100`);
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Stores a secret. It is never an argument, because other programs can read those. */
export async function projectSecret(context: CommandContext, client: GatewayClient): Promise<void> {
  const [id, name] = [argument(context, 0), argument(context, 1)];
  const value = await readSecret(context, `Value of ${name}: `);
  const inCommands = !hasFlag(context, 'no-commands');
  await client.request('projects.secrets.set', { id, name, value, inCommands });
  const text = inCommands ? `Stored ${name}. Commands of ${id} can read it.` : `Stored ${name}.`;
  context.output.result({ ok: true, id, name, inCommands }, text);
}

/** Deletes a secret. */
export async function removeProjectSecret(context: CommandContext, client: GatewayClient): Promise<void> {
  const [id, name] = [argument(context, 0), argument(context, 1)];
  await confirm(context, `Delete the secret ${name} of ${id}?`);
  await client.request('projects.secrets.remove', { id, name });
  context.output.result({ ok: true, id, name }, `Deleted ${name}.`);
}
