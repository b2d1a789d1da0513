// `gatehouse agents`: who works here.
import { AGENT_FILE_ACTIONS } from './agents-files.ts';
import { defineCommand, given, operand, type CommandContext } from '../parser/command.ts';
import { confirm } from '../terminal/confirm.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';

export const agents = defineCommand({
  name: 'agents',
  summary: 'List, make or remove agents, and read or write what they are told.',
  actions: [
    { name: 'list', summary: 'who there is, and what each is doing', run: list },
    {
      name: 'create',
      summary: 'make one',
      operands: [{ name: 'name' }],
      options: {
        workspace: { value: 'folder', help: 'folder it works in (default: one of its own)' },
        model: { value: 'model', help: 'provider/model that answers', ids: 'model' },
        emoji: { value: 'emoji', help: 'its face' },
      },
      run: create,
    },
    {
      name: 'remove',
      summary: 'remove one; its sessions and files stay',
      operands: [{ name: 'agent', ids: 'agent' }],
      options: { yes: { short: 'y', help: 'do not ask' } },
      run: remove,
    },
    ...AGENT_FILE_ACTIONS,
  ],
});

const COLUMNS: readonly Column[] = [
  { title: 'AGENT' },
  { title: 'NAME' },
  { title: 'STATE', tone: (state) => (state === 'waiting' ? 'yellow' : state === 'working' ? 'cyan' : 'dim') },
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
    const made = await client.request('agents.create', {
      name: operand(context, 0),
      ...given(context, 'workspace', 'workspace'),
      ...given(context, 'model', 'model'),
      ...given(context, 'emoji', 'emoji'),
    });
    context.output.json(made);
    context.output.line(`${String(made['agentId'])} works in ${plainLine(String(made['workspace']))}.`);
    return EXIT.ok;
  });
}

function remove(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const agentId = operand(context, 0);
    await confirm(context, `Remove the agent ${agentId}?`);
    const result = await client.request('agents.delete', { agentId });
    context.output.json(result);
    context.output.line(`${agentId} is gone; its sessions and files stay.`);
    return EXIT.ok;
  });
}
