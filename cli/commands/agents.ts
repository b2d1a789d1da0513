// `gatehouse agents`
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { plainLine } from '../output/plain-text.ts';
import { ROSTER_ROLES } from '#contract/types/roster.ts';
import { argument, defineCommand, optionAs, textOption, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { AGENT_FILE_SUBCOMMANDS } from './agents-files.ts';

export const agents = defineCommand({
  name: 'agents',
  summary: 'Manage agents and their files',
  examples: [
    'gatehouse agents create Researcher --model anthropic/claude-sonnet-4-5',
    'gatehouse agents roster',
    'gatehouse agents files set researcher SOUL.md --from soul.md',
  ],
  subcommands: [
    { name: 'list', summary: 'List agents and their status', run: withClient(list) },
    {
      name: 'create',
      summary: 'Create an agent',
      args: [{ name: 'name' }],
      options: {
        workspace: { value: 'dir', help: 'Workspace folder (default: a new folder)' },
        model: { value: 'model', help: 'Model, as provider/model', completes: 'model' },
        emoji: { value: 'emoji', help: 'Emoji shown beside the name' },
      },
      run: withClient(create),
    },
    {
      name: 'roster',
      summary: 'Create the missing agents of the roster: brainstormer, planner, coder, reviewer, tester',
      options: {
        role: { value: 'role', help: 'Only this role', choices: ROSTER_ROLES },
        model: { value: 'model', help: 'Model of the new agents, as provider/model', completes: 'model' },
      },
      run: withClient(roster),
    },
    {
      name: 'remove',
      summary: 'Remove an agent; its sessions and files are kept',
      args: [{ name: 'agent', completes: 'agent' }],
      options: YES_OPTION,
      run: withClient(remove),
    },
    ...AGENT_FILE_SUBCOMMANDS,
  ],
});

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const [found, activity] = await Promise.all([client.request('agents.list', {}), client.request('agents.status', {})]);
  output.json({ ok: true, defaultId: found.defaultId, agents: found.agents, status: activity.agents });
  output.table(
    [
      { title: 'AGENT', cell: ({ id }) => (id === found.defaultId ? `${id} *` : id) },
      { title: 'NAME', cell: ({ identity, name, id }) => `${identity?.emoji ?? ''} ${name ?? id}` },
      {
        title: 'STATUS',
        cell: ({ id }) => activity.agents.find(({ agentId }) => agentId === id)?.state ?? 'idle',
        color: (state) => (state === 'waiting' ? 'yellow' : state === 'working' ? 'cyan' : 'dim'),
      },
      { title: 'MODEL', cell: ({ model }) => model?.primary ?? '-' },
      { title: 'WORKSPACE', cell: ({ workspace = '-' }) => workspace },
    ],
    found.agents,
  );
}

async function create(context: CommandContext, client: GatewayClient): Promise<void> {
  const created = await client.request('agents.create', {
    name: argument(context, 0),
    ...optionAs(context, 'workspace', 'workspace'),
    ...optionAs(context, 'model', 'model'),
    ...optionAs(context, 'emoji', 'emoji'),
  });
  context.output.result(
    created,
    `Created agent ${String(created['agentId'])} in ${plainLine(String(created['workspace']))}.`,
  );
}

async function roster(context: CommandContext, client: GatewayClient): Promise<void> {
  const role = ROSTER_ROLES.find((known) => known === textOption(context, 'role'));
  const { members } = await client.request('agents.roster.create', {
    ...(role === undefined ? {} : { roles: [role] }),
    ...optionAs(context, 'model', 'model'),
  });
  context.output.json({ ok: true, members });
  context.output.table(
    [
      { title: 'AGENT', cell: ({ agentId }) => agentId },
      { title: 'NAME', cell: ({ emoji, name }) => `${emoji} ${name}` },
      { title: 'RESULT', cell: ({ isNew }) => (isNew ? 'created' : 'already there') },
      { title: 'PURPOSE', cell: ({ description }) => description },
    ],
    members,
  );
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  const agentId = argument(context, 0);
  await confirm(context, `Remove agent ${agentId}?`);
  const result = await client.request('agents.delete', { agentId });
  context.output.result(result, `Removed agent ${agentId}. Its sessions and files were kept.`);
}
