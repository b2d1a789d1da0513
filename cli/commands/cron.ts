// `gatehouse cron`: schedules and their runs.
import { defined } from '#contract/types/defined.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { ScheduleRunRow } from '#contract/types/schedules.ts';
import type { PublishedType } from '#contract/wire/published.ts';

import { countOption, defineCommand, optionAs, hasFlag, argument, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { findOne } from '../connection/find.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { payloadOption, scheduleOption, formatSchedule } from './cron-options.ts';
import type { Column } from '../output/table.ts';
import { formatTime } from '../output/format-time.ts';

const PAGE_SIZE = 200;
const DEFAULT_RUNS = 20;
const SCHEDULE = [{ name: 'schedule', completes: 'schedule' }] as const;

const SCHEDULE_OPTIONS = {
  cron: { value: 'expression', help: 'Cron expression, such as "0 0 * * *" for midnight' },
  tz: { value: 'zone', help: "Time zone for --cron, such as America/New_York (default: the gateway's)" },
  every: { value: 'interval', help: 'Repeat at this interval, such as 30s, 15m, 6h, or 1d' },
  at: { value: 'time', help: 'Run once at this time, such as 2026-03-01T09:00' },
} as const;
const PAYLOAD_OPTIONS = {
  message: { value: 'text', help: 'Message for the agent, in a separate session' },
  event: { value: 'text', help: "Event for the agent's main session, instead of a message" },
  model: { value: 'model', help: 'Model, as provider/model', completes: 'model' },
} as const;
const TARGET_OPTIONS = {
  agent: { value: 'agent', help: 'Agent to run (default: the default agent)', completes: 'agent' },
  session: { value: 'target', help: 'Session: main, isolated, or session:<key>' },
  wake: { value: 'mode', help: 'When the agent handles an event', choices: ['now', 'next-heartbeat'] },
} as const;

export const cron = defineCommand({
  name: 'cron',
  summary: 'Manage schedules and list their runs',
  description: 'Specify a schedule by its name, its ID, or a unique prefix of its ID.',
  examples: [
    'gatehouse cron add nightly --cron "0 2 * * *" --message "Review open issues"',
    'gatehouse cron update nightly --disable',
    'gatehouse cron runs nightly',
  ],
  subcommands: [
    {
      name: 'list',
      summary: 'List enabled schedules',
      options: { all: { help: 'Include disabled schedules' } },
      run: withClient(list),
    },
    { name: 'status', summary: 'Show the number of schedules and the next run', run: withClient(printStatus) },
    {
      name: 'add',
      summary: 'Create a schedule: --cron, --every or --at, and --message or --event',
      args: [{ name: 'name' }],
      options: {
        ...SCHEDULE_OPTIONS,
        ...PAYLOAD_OPTIONS,
        ...TARGET_OPTIONS,
        disabled: { help: 'Create the schedule disabled' },
      },
      run: withClient(add),
    },
    {
      name: 'update',
      summary: 'Change a schedule',
      args: SCHEDULE,
      options: {
        name: { value: 'name', help: 'New name' },
        ...SCHEDULE_OPTIONS,
        ...PAYLOAD_OPTIONS,
        ...TARGET_OPTIONS,
        enable: { help: 'Enable the schedule' },
        disable: { help: 'Disable the schedule' },
      },
      run: withClient(update),
    },
    {
      name: 'remove',
      summary: 'Remove a schedule; its run history is kept',
      args: SCHEDULE,
      options: YES_OPTION,
      run: withClient(remove),
    },
    {
      name: 'run',
      summary: 'Run a schedule now',
      args: SCHEDULE,
      options: { due: { help: 'Only if it is due' } },
      run: withClient(runNow),
    },
    {
      name: 'runs',
      summary: 'List runs, newest first',
      args: [{ name: 'schedule', isOptional: true, completes: 'schedule' }],
      options: { limit: { value: 'n', help: `Maximum number of runs (default: ${DEFAULT_RUNS})` } },
      run: withClient(listRuns),
    },
  ],
});

type Job = PublishedType<'CronJob'>;

const COLUMNS: readonly Column<Job>[] = [
  { title: 'ID', cell: ({ id }) => id },
  { title: 'NAME', cell: ({ name }) => name },
  { title: 'SCHEDULE', cell: ({ schedule }) => formatSchedule(schedule) },
  { title: 'NEXT RUN', cell: ({ enabled, state }) => (enabled ? formatTime(state.nextRunAtMs) : 'disabled') },
  {
    title: 'LAST RUN',
    cell: ({ state }) => state.lastRunStatus ?? '-',
    color: (last) => (last === 'error' ? 'red' : last === 'ok' ? 'green' : 'dim'),
  },
];

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const jobs = await allJobs(client, hasFlag(context, 'all'));
  output.json({ ok: true, jobs });
  output.table(COLUMNS, jobs, 'No schedules.');
}

async function allJobs(client: GatewayClient, includeDisabled: boolean): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for (;;) {
    const page = await client.request('cron.list', { includeDisabled, limit: PAGE_SIZE, offset: jobs.length });
    jobs.push(...page.jobs);
    if (page.nextOffset === null) return jobs;
  }
}

async function printStatus({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const status = await client.request('cron.status', {});
  output.result({ ok: true, ...status }, `Schedules: ${status.jobs}. Next run: ${formatTime(status.nextWakeAtMs)}`);
}

async function add(context: CommandContext, client: GatewayClient): Promise<void> {
  const schedule = scheduleOption(context);
  const payload = payloadOption(context);
  if (schedule === undefined) throw new CommandError(EXIT.usage, 'missing schedule; pass --cron, --every or --at');
  if (payload === undefined) throw new CommandError(EXIT.usage, 'missing message; pass --message or --event');
  const isEvent = payload.kind === 'systemEvent';
  const job = await client.request('cron.add', {
    name: argument(context, 0),
    schedule,
    payload,
    enabled: !hasFlag(context, 'disabled'),
    sessionTarget: isEvent ? 'main' : 'isolated',
    wakeMode: 'now',
    ...targetOptions(context),
  });
  const created = 'job' in job ? job.job : job;
  context.output.result(
    job,
    `Created ${created.id}: ${formatSchedule(created.schedule)}. Next run: ${formatTime(created.state.nextRunAtMs)}`,
  );
}

function targetOptions(context: CommandContext) {
  const wake = context.options['wake'];
  return {
    ...optionAs(context, 'agent', 'agentId'),
    ...optionAs(context, 'session', 'sessionTarget'),
    // The parser allows these two only.
    ...(wake === undefined ? {} : { wakeMode: wake as 'now' | 'next-heartbeat' }),
  };
}

async function update(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { id, configRevision } = await findJob(client, argument(context, 0));
  const schedule = scheduleOption(context);
  const payload = payloadOption(context);
  const patch = {
    ...optionAs(context, 'name', 'name'),
    ...defined({ schedule, payload }),
    ...targetOptions(context),
    ...(hasFlag(context, 'enable') ? { enabled: true } : {}),
    ...(hasFlag(context, 'disable') ? { enabled: false } : {}),
  };
  if (Object.keys(patch).length === 0)
    throw new CommandError(EXIT.usage, 'nothing to change; pass at least one option');
  const expected = configRevision === undefined ? {} : { expectedConfigRevision: configRevision };
  const job = await client.request('cron.update', { id, patch, ...expected });
  output.json({ ok: true, job });
  output.table(COLUMNS, [job]);
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id, name } = await findJob(client, argument(context, 0));
  await confirm(context, `Remove schedule "${name}" (${id})?`);
  const result = await client.request('cron.remove', { id });
  context.output.result(
    result,
    result.removed ? `Removed schedule "${name}".` : `Schedule "${name}" was already removed.`,
  );
}

async function runNow(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const { output } = context;
  const { id } = await findJob(client, argument(context, 0));
  const result = await client.request('cron.run', { id, mode: hasFlag(context, 'due') ? 'due' : 'force' });
  output.json(result);
  if ('runId' in result) output.line(`Started run ${result.runId}.`);
  else output.error(`gatehouse: run not started: ${result.reason}`);
  return 'runId' in result ? EXIT.ok : EXIT.failed;
}

const RUN_COLUMNS: readonly Column<ScheduleRunRow>[] = [
  { title: 'STARTED', cell: ({ startedAtMs }) => formatTime(startedAtMs) },
  { title: 'NAME', cell: ({ jobName }) => jobName },
  {
    title: 'STATUS',
    cell: ({ status }) => status,
    color: (status) =>
      status === 'ok' ? 'green' : status === 'claimed' ? 'cyan' : status === 'error' ? 'red' : 'yellow',
  },
  { title: 'COST', alignsRight: true, cell: ({ costUsd }) => (costUsd === undefined ? '-' : `$${costUsd.toFixed(4)}`) },
  { title: 'RESULT', cell: ({ error, reason, summary }) => error ?? reason ?? summary ?? '' },
];

async function listRuns(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const typed = argument(context, 0);
  const { runs, total } = await client.request('schedules.runs', {
    limit: countOption(context, 'limit', DEFAULT_RUNS),
    ...(typed === '' ? {} : { id: (await findJob(client, typed)).id }),
  });
  output.json({ ok: true, runs, total });
  output.table(RUN_COLUMNS, runs, 'No runs yet.');
}

async function findJob(client: GatewayClient, typed: string): Promise<Job> {
  return findOne(typed, {
    noun: 'schedule',
    rows: await allJobs(client, true),
    id: ({ id }) => id,
    name: ({ name }) => name,
    listCommand: 'gatehouse cron list --all',
  });
}
