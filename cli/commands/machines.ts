// `gatehouse machines`: where agents run commands, and the containers, images, and disk space that they use.
import { defined } from '#contract/types/defined.ts';
import {
  AUTOMATIC_MACHINE,
  DISK_PARTS,
  type DefaultMachine,
  type DiskPartName,
  type MachineImage,
  type MachineKindState,
  type MachineState,
} from '#contract/types/machines.ts';
import { RESOURCE_PERIODS } from '#contract/types/resources.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatBytes } from '../output/format-bytes.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { printStats } from '../output/print-stats.ts';
import { argument, countOption, defineCommand, optionAs, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';

const MACHINE = [{ name: 'machine' }] as const;
const DEFAULT_LINES = 200;

export const machines = defineCommand({
  name: 'machines',
  summary: 'Choose where agents run commands, and manage containers',
  description:
    'A machine is started when an agent or a terminal first uses it. IDs can be shortened to a unique prefix.',
  examples: [
    'gatehouse machines list',
    'gatehouse machines use docker',
    'gatehouse machines pull node:24-bookworm',
    'gatehouse machines prune images',
  ],
  subcommands: [
    { name: 'list', summary: 'List machine kinds and containers', run: withClient(list) },
    {
      name: 'use',
      summary: 'Choose where agents run commands: auto, docker, confined, host, or ssh',
      args: [{ name: 'kind' }],
      options: {
        agent: {
          short: 'a',
          value: 'agent',
          help: 'Only this agent (default: all agents without their own machine)',
          completes: 'agent',
        },
        ...YES_OPTION,
      },
      run: withClient(use),
    },
    { name: 'show', summary: 'Show a machine and the resources that it uses', args: MACHINE, run: withClient(show) },
    {
      name: 'stats',
      summary: 'Show the CPU and memory usage of the gateway and its machines',
      options: {
        period: {
          value: 'period',
          help: 'Period for the average and peak (default: 15m)',
          choices: RESOURCE_PERIODS,
        },
      },
      run: withClient(printStats),
    },
    {
      name: 'logs',
      summary: 'Show the latest events and output of a machine',
      args: MACHINE,
      options: { lines: { value: 'count', help: 'Number of lines (default: 200)' } },
      run: withClient(logs),
    },
    { name: 'start', summary: 'Start a machine', args: MACHINE, run: withClient(change('start', 'Started')) },
    {
      name: 'stop',
      summary: 'Stop a machine and everything that runs in it',
      args: MACHINE,
      run: withClient(change('stop', 'Stopped')),
    },
    {
      name: 'recreate',
      summary: 'Replace a machine, with the settings in effect',
      args: MACHINE,
      run: withClient(change('recreate', 'Replaced')),
    },
    {
      name: 'remove',
      summary: 'Stop a machine and delete its home folder',
      args: MACHINE,
      options: YES_OPTION,
      run: withClient(remove),
    },
    { name: 'images', summary: 'List images', run: withClient(images) },
    { name: 'pull', summary: 'Download an image', args: [{ name: 'image' }], run: withClient(pull) },
    {
      name: 'build',
      summary: "Build the image of an agent's workspace",
      args: [{ name: 'agent' }],
      run: withClient(build),
    },
    { name: 'disk', summary: 'Show disk space that can be freed', run: withClient(disk) },
    {
      name: 'prune',
      summary: `Free disk space: ${DISK_PARTS.join(', ')}`,
      args: [{ name: 'part' }],
      options: YES_OPTION,
      run: withClient(prune),
    },
  ],
});

const COLUMNS: readonly Column<MachineState>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'STATE', cell: ({ state }) => state },
  { title: 'AGENT', cell: ({ agentId }) => plainLine(agentId) },
  { title: 'IMAGE', cell: ({ image }) => plainLine(image) },
  { title: 'IN USE', alignsRight: true, cell: ({ users }) => String(users) },
  { title: 'STARTED', cell: ({ startedAt }) => (startedAt === undefined ? '' : formatTime(startedAt)) },
  { title: 'WORKSPACE', cell: ({ workspace }) => plainLine(workspace) },
  { title: 'PROBLEM', cell: ({ lastError = '' }) => plainLine(lastError), color: () => 'red' },
];

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const found = await client.request('machines.list', {});
  output.json({ ok: true, ...found });
  output.table(KIND_COLUMNS, found.kinds);
  output.line('');
  output.line(describeDefault(found.default));
  if (found.machines.length === 0) return;
  output.line('');
  output.table(COLUMNS, found.machines);
}

const KIND_COLUMNS: readonly Column<MachineKindState>[] = [
  { title: 'KIND', cell: ({ kind }) => plainLine(kind) },
  {
    title: 'AVAILABLE',
    cell: ({ isAvailable, missingImage }) => (missingImage === undefined ? toYesNo(isAvailable) : 'no image'),
  },
  { title: 'DETAILS', cell: ({ reason, engine = '' }) => plainLine(reason ?? engine) },
];

function toYesNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

function describeDefault({ setting, kind }: DefaultMachine): string {
  if (kind === undefined)
    return 'Commands can\'t run yet: nothing on this computer can isolate them. Install a container engine and download an image (on Linux, bubblewrap is enough), or run "gatehouse machines use host" to run commands without isolation.';
  return `Default: ${plainLine(kind)}${setting === AUTOMATIC_MACHINE ? ' (automatic)' : ''}`;
}

async function use(context: CommandContext, client: GatewayClient): Promise<void> {
  const machine = argument(context, 0);
  const { kinds } = await client.request('machines.list', {});
  const known = [AUTOMATIC_MACHINE, ...kinds.map(({ kind }) => kind)];
  if (!known.includes(machine))
    throw new CommandError(EXIT.usage, `unknown machine "${machine}". Use one of: ${known.join(', ')}`);
  const { agentId } = optionAs(context, 'agent', 'agentId');
  if (machine === 'host') await confirm(context, 'Run commands on this computer without isolation?');
  if (agentId === undefined) await saveDefault(client, machine);
  else await client.request('agents.settings.set', { agentId, machine });
  const { isAvailable = true, reason = '' } = kinds.find(({ kind }) => kind === machine) ?? {};
  if (!isAvailable) context.output.note(`${machine} isn't available: ${plainLine(reason)}`);
  const who = agentId === undefined ? 'Agents without their own machine use' : `${plainLine(agentId)} uses`;
  context.output.result({ ok: true, machine, ...defined({ agentId }) }, `${who} ${machine}.`);
}

async function saveDefault(client: GatewayClient, kind: string): Promise<void> {
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', { raw: JSON.stringify({ machines: { default: kind } }), baseHash: hash });
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  const { machine, stats, ports } = await client.request('machines.get', { id: await findId(context, client) });
  const lines = [
    `Workspace: ${plainLine(machine.workspace)}`,
    `State:     ${machine.state}`,
    `Image:     ${plainLine(machine.image)}`,
    `Memory:    ${formatBytes(stats.memoryBytes)} of ${formatBytes(machine.limits.memoryBytes)}`,
    `CPUs:      ${stats.cpus.toFixed(2)} of ${machine.limits.cpus}`,
    `Processes: ${stats.processes}`,
    `Disk:      ${formatBytes(stats.diskBytes)} of ${formatBytes(machine.limits.diskBytes)}`,
    `Ports:     ${ports.join(', ') || 'none'}`,
    `Restarts:  ${machine.restarts}`,
    ...(machine.memoryKills === 0 ? [] : [`Out of memory: ${machine.memoryKills} times`]),
    ...(machine.lastError === undefined ? [] : [`Problem:   ${plainLine(machine.lastError)}`]),
  ];
  context.output.result({ ok: true, machine, stats, ports }, lines.join('\n'));
}

async function logs(context: CommandContext, client: GatewayClient): Promise<void> {
  const limit = countOption(context, 'lines', DEFAULT_LINES);
  const { lines } = await client.request('machines.logs', { id: await findId(context, client), limit });
  const text = lines.map(({ at, source, text: line }) => `${formatTime(at)}  ${source.padEnd(7)}  ${plainLine(line)}`);
  context.output.result({ ok: true, lines }, text.join('\n'));
}

function change(action: 'start' | 'stop' | 'recreate', done: string) {
  return async (context: CommandContext, client: GatewayClient): Promise<void> => {
    const { machine } = await client.request(`machines.${action}`, { id: await findId(context, client) });
    context.output.result({ ok: true, machine }, `${done} ${machine.id}.`);
  };
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  const id = await findId(context, client);
  await confirm(context, `Remove ${id} and delete its home folder?`);
  await client.request('machines.remove', { id });
  context.output.result({ ok: true, id }, `Removed ${id}.`);
}

const IMAGE_COLUMNS: readonly Column<MachineImage>[] = [
  { title: 'IMAGE', cell: ({ names, id }) => plainLine(names.join(', ') || id) },
  { title: 'SIZE', alignsRight: true, cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
  { title: 'CREATED', cell: ({ createdAt }) => formatTime(createdAt) },
  { title: 'STATUS', cell: ({ isChosen, isUsed }) => (isChosen ? 'selected' : isUsed ? 'in use' : '') },
  { title: 'DIGEST', cell: ({ pinned = '' }) => plainLine(pinned) },
];

async function images({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const found = await client.request('machines.images.list', {});
  output.json({ ok: true, ...found });
  output.table(IMAGE_COLUMNS, found.images, 'No images.');
}

async function pull(context: CommandContext, client: GatewayClient): Promise<void> {
  const name = argument(context, 0);
  const progress = context.output.progress(`Downloading ${plainLine(name)}`);
  const onProgress = ({ done = 0, total = 0 }) => progress.update(done, total);
  const result = await client.request('machines.images.pull', { name }, { onProgress });
  progress.end();
  context.output.result({ ok: true, ...result }, `Downloaded ${plainLine(result.name)}.`);
}

async function build(context: CommandContext, client: GatewayClient): Promise<void> {
  const agentId = argument(context, 0);
  const onProgress = ({ step = '' }) => context.output.note(plainLine(step));
  const result = await client.request('machines.images.build', { agentId }, { onProgress });
  context.output.result({ ok: true, ...result }, `Built ${plainLine(result.image)}.`);
}

const PART_TITLES: Readonly<Record<DiskPartName, string>> = {
  homes: 'Home folders of stopped machines',
  images: 'Unused images',
  buildCache: 'Build cache',
};

async function disk({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const use = await client.request('machines.disk', {});
  const rows = DISK_PARTS.map((part) => ({ part, ...use[part] }));
  output.json({ ok: true, ...use });
  output.table(
    [
      { title: 'PART', cell: ({ part }) => part },
      { title: 'COUNT', alignsRight: true, cell: ({ count }) => String(count) },
      { title: 'SIZE', alignsRight: true, cell: ({ bytes }) => formatBytes(bytes) },
      { title: 'DESCRIPTION', cell: ({ part }) => PART_TITLES[part] },
    ],
    rows,
    'Nothing to free.',
  );
}

async function prune(context: CommandContext, client: GatewayClient): Promise<void> {
  const asked = argument(context, 0);
  const part = DISK_PARTS.find((name) => name === asked);
  if (part === undefined)
    throw new CommandError(EXIT.usage, `unknown part "${asked}". Use one of: ${DISK_PARTS.join(', ')}`);
  const { bytes, count } = (await client.request('machines.disk', {}))[part];
  await confirm(context, `Delete ${count} (${formatBytes(bytes)})? ${PART_TITLES[part]}.`);
  const { freedBytes } = await client.request('machines.prune', { part });
  context.output.result({ ok: true, part, freedBytes }, `Freed ${formatBytes(freedBytes)}.`);
}

/** The machine whose ID starts with the argument. */
async function findId(context: CommandContext, client: GatewayClient): Promise<string> {
  const asked = argument(context, 0);
  const found = (await client.request('machines.list', {})).machines.filter(({ id }) => id.startsWith(asked));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only.id;
  const reason = found.length === 0 ? 'no machine has' : 'several machines have';
  throw new CommandError(EXIT.usage, `${reason} an ID that starts with "${asked}"`);
}
