// `gatehouse cron`: what runs by itself.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { ScheduleRunRow } from '#contract/types/schedules.ts';
import type { PublishedType } from '#contract/wire/published.ts';

import { countOption, defineCommand, given, hasFlag, operand, type CommandContext } from '../parser/command.ts';
import { confirm } from '../terminal/confirm.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { payloadOf, scheduleOf, scheduleText } from './cron-options.ts';
import type { Column } from '../output/table.ts';
import { timeText } from '../output/format-time.ts';

const PAGE = 200;
const DEFAULT_RUNS = 20;
const JOB = [{ name: 'job', ids: 'job' }] as const;

const WHEN = {
  cron: { value: 'expression', help: 'five fields, such as "0 0 * * *" for every midnight' },
  tz: { value: 'zone', help: 'time zone of --cron, such as Europe/Berlin (default: the gateway’s)' },
  every: { value: 'span', help: 'again and again, such as 30s, 15m, 6h, 1d' },
  at: { value: 'time', help: 'once, such as 2026-03-01T09:00' },
} as const;
const WHAT = {
  message: { value: 'text', help: 'what the agent is told, in a session of its own' },
  event: { value: 'text', help: 'a note for the agent’s main session instead' },
  model: { value: 'model', help: 'provider/model that answers', ids: 'model' },
} as const;
const WHO = {
  agent: { value: 'agent', help: 'whose it is (default: the default agent)', ids: 'agent' },
  session: { value: 'target', help: 'main, isolated, or session:<key>' },
  wake: { value: 'mode', help: 'when the agent looks at an event', choices: ['now', 'next-heartbeat'] },
} as const;

export const cron = defineCommand({
  name: 'cron',
  summary: 'List, make, change or run schedules, and see how their runs went.',
  actions: [
    {
      name: 'list',
      summary: 'the schedules',
      options: { all: { help: 'those that are switched off, too' } },
      run: list,
    },
    { name: 'status', summary: 'how many there are, and when the next one falls due', run: printStatus },
    {
      name: 'add',
      summary: 'make one: when (--cron, --every or --at) and what (--message or --event)',
      operands: [{ name: 'name' }],
      options: { ...WHEN, ...WHAT, ...WHO, disabled: { help: 'switched off at first' } },
      run: add,
    },
    {
      name: 'update',
      summary: 'change what is given',
      operands: JOB,
      options: {
        name: { value: 'name', help: 'another name' },
        ...WHEN,
        ...WHAT,
        ...WHO,
        enable: { help: 'switch it on' },
        disable: { help: 'switch it off' },
      },
      run: update,
    },
    {
      name: 'remove',
      summary: 'remove one; its history stays',
      operands: JOB,
      options: { yes: { short: 'y', help: 'do not ask' } },
      run: remove,
    },
    {
      name: 'run',
      summary: 'begin a run now',
      operands: JOB,
      options: { due: { help: 'only if it is due' } },
      run: runNow,
    },
    {
      name: 'runs',
      summary: 'how runs went, the newest first',
      operands: [{ name: 'job', isOptional: true, ids: 'job' }],
      options: { limit: { value: 'n', help: `so many (default: ${DEFAULT_RUNS})` } },
      run: listRuns,
    },
  ],
});

type Job = PublishedType<'CronJob'>;

const COLUMNS: readonly Column[] = [
  { title: 'JOB' },
  { title: 'NAME' },
  { title: 'WHEN' },
  { title: 'NEXT' },
  { title: 'LAST', tone: (last) => (last === 'error' ? 'red' : last === 'ok' ? 'green' : 'dim') },
];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const jobs = await allJobs(client, hasFlag(context, 'all'));
    context.output.json({ ok: true, jobs });
    if (jobs.length === 0) context.output.line('No schedules.');
    else context.output.table(COLUMNS, jobs.map(jobCells));
    return EXIT.ok;
  });
}

async function allJobs(client: GatewayClient, includeDisabled: boolean): Promise<readonly Job[]> {
  const jobs: Job[] = [];
  for (;;) {
    const page = await client.request('cron.list', { includeDisabled, limit: PAGE, offset: jobs.length });
    jobs.push(...page.jobs);
    if (page.nextOffset === null) return jobs;
  }
}

function jobCells({ id, name, enabled, schedule, state }: Job): readonly string[] {
  const next = enabled ? timeText(state.nextRunAtMs) : 'off';
  return [id, name, scheduleText(schedule), next, state.lastRunStatus ?? '-'];
}

function printStatus(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const status = await client.request('cron.status', {});
    context.output.json({ ok: true, ...status });
    context.output.line(`${status.jobs} schedules, the next one falls due ${timeText(status.nextWakeAtMs)}.`);
    return EXIT.ok;
  });
}

function add(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const schedule = scheduleOf(context);
    const payload = payloadOf(context);
    if (schedule === undefined) throw new CommandError(EXIT.usage, 'say when: --cron, --every or --at');
    if (payload === undefined) throw new CommandError(EXIT.usage, 'say what: --message or --event');
    const isEvent = payload.kind === 'systemEvent';
    const job = await client.request('cron.add', {
      name: operand(context, 0),
      schedule,
      payload,
      enabled: !hasFlag(context, 'disabled'),
      sessionTarget: isEvent ? 'main' : 'isolated',
      wakeMode: 'now',
      ...requestOrigin(context),
    });
    const made = 'job' in job ? job.job : job;
    context.output.json(job);
    context.output.line(`Made ${made.id}: ${scheduleText(made.schedule)}, next ${timeText(made.state.nextRunAtMs)}.`);
    return EXIT.ok;
  });
}

function requestOrigin(context: CommandContext) {
  const wake = context.options['wake'];
  return {
    ...given(context, 'agent', 'agentId'),
    ...given(context, 'session', 'sessionTarget'),
    // The parser let only these two through.
    ...(wake === undefined ? {} : { wakeMode: wake as 'now' | 'next-heartbeat' }),
  };
}

function update(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { id, configRevision } = await jobMeant(client, operand(context, 0));
    const schedule = scheduleOf(context);
    const payload = payloadOf(context);
    const patch = {
      ...given(context, 'name', 'name'),
      ...(schedule === undefined ? {} : { schedule }),
      ...(payload === undefined ? {} : { payload }),
      ...requestOrigin(context),
      ...(hasFlag(context, 'enable') ? { enabled: true } : {}),
      ...(hasFlag(context, 'disable') ? { enabled: false } : {}),
    };
    if (Object.keys(patch).length === 0) throw new CommandError(EXIT.usage, 'say what to change');
    const seen = configRevision === undefined ? {} : { expectedConfigRevision: configRevision };
    const job = await client.request('cron.update', { id, patch, ...seen });
    context.output.json({ ok: true, job });
    context.output.table(COLUMNS, [jobCells(job)]);
    return EXIT.ok;
  });
}

function remove(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { id, name } = await jobMeant(client, operand(context, 0));
    await confirm(context, `Remove the schedule "${name}" (${id})?`);
    const result = await client.request('cron.remove', { id });
    context.output.json(result);
    context.output.line(result.removed ? 'Removed.' : 'It was gone already.');
    return EXIT.ok;
  });
}

function runNow(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { id } = await jobMeant(client, operand(context, 0));
    const result = await client.request('cron.run', { id, mode: hasFlag(context, 'due') ? 'due' : 'force' });
    context.output.json(result);
    if ('runId' in result) context.output.line(`Begun: ${result.runId}`);
    else context.output.complain(`gatehouse: it was not begun: ${result.reason}`);
    return 'runId' in result ? EXIT.ok : EXIT.failed;
  });
}

const RUN_COLUMNS: readonly Column[] = [
  { title: 'BEGUN' },
  { title: 'NAME' },
  {
    title: 'RESULT',
    tone: (status) =>
      status === 'ok' ? 'green' : status === 'claimed' ? 'cyan' : status === 'error' ? 'red' : 'yellow',
  },
  { title: 'COST', alignsRight: true },
  { title: 'WHAT CAME OF IT' },
];

function listRuns(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const job = operand(context, 0);
    const { runs, total } = await client.request('schedules.runs', {
      limit: countOption(context, 'limit', DEFAULT_RUNS),
      ...(job === '' ? {} : { id: (await jobMeant(client, job)).id }),
    });
    context.output.json({ ok: true, runs, total });
    if (runs.length === 0) context.output.line('Nothing ran yet.');
    else context.output.table(RUN_COLUMNS, runs.map(runCells));
    return EXIT.ok;
  });
}

function runCells({
  startedAtMs,
  jobName,
  status,
  costUsd,
  error,
  reason,
  summary,
}: ScheduleRunRow): readonly string[] {
  const cost = costUsd === undefined ? '-' : `$${costUsd.toFixed(4)}`;
  return [timeText(startedAtMs), jobName, status, cost, error ?? reason ?? summary ?? ''];
}

/** A job by its id, the beginning of it, or its name. */
async function jobMeant(client: GatewayClient, said: string): Promise<Job> {
  const jobs = await allJobs(client, true);
  const exact = jobs.find(({ id }) => id === said);
  const found = exact === undefined ? jobs.filter(({ id, name }) => name === said || id.startsWith(said)) : [exact];
  const [job] = found;
  if (job !== undefined && found.length === 1) return job;
  throw new CommandError(EXIT.failed, `no single schedule is called "${said}"; see "gatehouse cron list --all"`);
}
