// `gatehouse agents`
import { withGateway } from '../connection/gateway-connection.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { argument, defineCommand, optionAs, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { AGENT_FILE_SUBCOMMANDS } from './agents-files.ts';

export const agents = defineCommand({
  name: 'agents',
  summary: 'Manage agents and their files',
  examples: [
    'gatehouse agents create Researcher --model anthropic/claude-sonnet-4-5',
    'gatehouse agents files set researcher SOUL.md --from soul.md',
  ],
  subcommands: [
    { name: 'list', summary: 'List agents and their status', run: list },
    {
      name: 'create',
      summary: 'Create an agent',
      args: [{ name: 'name' }],
      options: {
        workspace: { value: 'dir', help: 'Workspace folder (default: a new folder)' },
        model: { value: 'model', help: 'Model, as provider/model', completes: 'model' },
        emoji: { value: 'emoji', help: 'Emoji shown beside the name' },
      },
      run: create,
    },
    {
      name: 'remove',
      summary: 'Remove an agent; its sessions and files are kept',
      args: [{ name: 'agent', completes: 'agent' }],
      options: YES_OPTION,
      run: remove,
    },
    ...AGENT_FILE_SUBCOMMANDS,
  ],
});

const COLUMNS: readonly Column[] = [
  { title: 'AGENT' },
  { title: 'NAME' },
  { title: 'STATUS', color: (state) => (state === 'waiting' ? 'yellow' : state === 'working' ? 'cyan' : 'dim') },
  { title: 'MODEL' },
  { title: 'WORKSPACE' },
];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const [found, activity] = await Promise.all([
      client.request('agents.list', {}),
      client.request('agents.status', {}),
    ]);
    context.output.json({ ok: true, defaultId: found.defaultId, agents: found.agents, status: activity.agents });
    const rows = found.agents.map(({ id, name, identity, model, workspace }) => [
      id === found.defaultId ? `${id} *` : id,
      `${identity?.emoji ?? ''} ${name ?? id}`,
      activity.agents.find(({ agentId }) => agentId === id)?.state ?? 'idle',
      model?.primary ?? '-',
      workspace ?? '-',
    ]);
    context.output.table(COLUMNS, rows);
    return EXIT.ok;
  });
}

function create(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const created = await client.request('agents.create', {
      name: argument(context, 0),
      ...optionAs(context, 'workspace', 'workspace'),
      ...optionAs(context, 'model', 'model'),
      ...optionAs(context, 'emoji', 'emoji'),
    });
    context.output.json(created);
    context.output.line(`Created agent ${String(created['agentId'])} in ${plainLine(String(created['workspace']))}.`);
    return EXIT.ok;
  });
}

function remove(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const agentId = argument(context, 0);
    await confirm(context, `Remove agent ${agentId}?`);
    const result = await client.request('agents.delete', { agentId });
    context.output.json(result);
    context.output.line(`Removed agent ${agentId}. Its sessions and files were kept.`);
    return EXIT.ok;
  });
}
