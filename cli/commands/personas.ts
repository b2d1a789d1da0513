// `gatehouse personas`
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { findPersona, readVariables, SET_VARIABLE } from '../connection/find-persona.ts';
import { findSession } from '../connection/find.ts';
import { withClient, withGateway } from '../connection/gateway-connection.ts';
import { plainLine, plainText } from '../output/plain-text.ts';
import { argument, defineCommand, textOption, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { readInputFile } from '../terminal/input.ts';

const PERSONA = [{ name: 'persona' }] as const;
const FROM = { value: 'file', help: 'Read the template from this file (default: stdin)' } as const;
/** Instead of a persona: the session has none afterwards. */
const NO_PERSONA = 'none';

export const personas = defineCommand({
  name: 'personas',
  summary: 'Manage personas: prompt templates with variables',
  description:
    '`{name}` in a template is a variable. `{date}`, `{project}`, and `{branch}` are filled in automatically.',
  examples: [
    'gatehouse personas create Reviewer --from reviewer.md --set language=TypeScript',
    'gatehouse personas use agent:main:release Reviewer --set language=Rust',
  ],
  subcommands: [
    { name: 'list', summary: 'List personas and their variables', run: withClient(list) },
    { name: 'show', summary: "Print a persona's template", args: PERSONA, run: withClient(show) },
    {
      name: 'create',
      summary: 'Create a persona; --set gives a default for a variable',
      args: [{ name: 'name' }],
      options: { from: FROM, set: SET_VARIABLE },
      run: create,
    },
    {
      name: 'update',
      summary: "Replace a persona's template and defaults",
      args: PERSONA,
      options: { from: FROM, set: SET_VARIABLE },
      run: update,
    },
    { name: 'remove', summary: 'Remove a persona', args: PERSONA, options: YES_OPTION, run: withClient(remove) },
    {
      name: 'use',
      summary: 'Use a persona in a session from its next message on; `none` removes it',
      args: [{ name: 'session', completes: 'session' }, { name: 'persona' }],
      options: { set: SET_VARIABLE },
      run: withClient(use),
    },
  ],
});

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const { personas: found } = await client.request('personas.list', {});
  output.json({ ok: true, personas: found });
  output.table(
    [
      { title: 'PERSONA', cell: ({ name }) => plainLine(name) },
      { title: 'VARIABLES', cell: ({ variables }) => variables.join(', ') || '-' },
    ],
    found,
  );
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const persona = await findPersona(client, argument(context, 0));
  output.json({ ok: true, persona });
  output.text(plainText(persona.template));
}

async function create(context: CommandContext): Promise<void> {
  const draft = { name: argument(context, 0), template: await readTemplate(context), defaults: readVariables(context) };
  await withGateway(context, async (client) => {
    const { persona } = await client.request('personas.create', draft);
    context.output.result({ ok: true, persona }, `Created persona ${plainLine(persona.name)}.`);
  });
}

async function update(context: CommandContext): Promise<void> {
  const change = { template: await readTemplate(context), defaults: readVariables(context) };
  await withGateway(context, async (client) => {
    const { id } = await findPersona(client, argument(context, 0));
    const { persona } = await client.request('personas.update', { id, ...change });
    context.output.result({ ok: true, persona }, `Updated persona ${plainLine(persona.name)}.`);
  });
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id, name } = await findPersona(client, argument(context, 0));
  await confirm(context, `Remove persona ${plainLine(name)}?`);
  await client.request('personas.delete', { id });
  context.output.result({ ok: true, id }, `Removed persona ${plainLine(name)}.`);
}

async function use(context: CommandContext, client: GatewayClient): Promise<void> {
  const { key } = await findSession(client, argument(context, 0));
  const asked = argument(context, 1);
  if (asked === NO_PERSONA) {
    await client.request('sessions.patch', { key, persona: null });
    return context.output.result({ ok: true, key, persona: null }, `${key} has no persona now.`);
  }
  const { id, name } = await findPersona(client, asked);
  await client.request('sessions.patch', { key, persona: { id, values: readVariables(context) } });
  context.output.result({ ok: true, key, persona: id }, `${key} uses the persona ${plainLine(name)}.`);
}

async function readTemplate(context: CommandContext): Promise<string> {
  const from = textOption(context, 'from');
  return from === undefined ? context.input.readAll() : readInputFile(from);
}
