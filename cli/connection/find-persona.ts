// Personas and values for their variables, as typed on the command line.
import type { Persona } from '#contract/types/personas.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { CommandError, EXIT } from '../output/exit-codes.ts';
import { listOption, type CommandContext } from '../parser/command.ts';

/** The option that {@link readVariables} reads. */
export const SET_VARIABLE = {
  value: 'variable=value',
  help: 'Value of a variable; can be repeated',
  isRepeatable: true,
} as const;

/** The persona with this name or ID. @throws {CommandError} if there is none */
export async function findPersona(client: GatewayClient, asked: string): Promise<Persona> {
  const { personas } = await client.request('personas.list', {});
  const found = personas.find(({ id, name }) => id === asked || name.toLowerCase() === asked.toLowerCase());
  if (found === undefined)
    throw new CommandError(EXIT.failed, `unknown persona ${JSON.stringify(asked)}`, {
      hint: 'Run "gatehouse personas list" to see all personas.',
    });
  return found;
}

/** The values given with `--set`. @throws {CommandError} if one isn't `variable=value` */
export function readVariables(context: CommandContext): Readonly<Record<string, string>> {
  const pairs = listOption(context, 'set').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw new CommandError(EXIT.usage, `--set needs variable=value, not ${JSON.stringify(pair)}`);
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  return Object.fromEntries(pairs);
}
