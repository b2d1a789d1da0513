// `gatehouse runs`: what runs did and waited for, and the requests that they sent.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { RunStep, RunSummary } from '#contract/types/run-timeline.ts';
import type { Usage } from '#contract/types/content.ts';

import { findSession } from '../connection/find.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { formatClock, formatTime } from '../output/format-time.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { plainLine, plainText } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { argument, countOption, defineCommand, optionAs, type CommandContext } from '../parser/command.ts';

const DEFAULT_LIMIT = 20;

export const runs = defineCommand({
  name: 'runs',
  summary: 'Show what runs did (model requests, tool calls, waits, and cost), and continue waiting runs',
  description:
    "A run that waits for a provider's limit to reset continues automatically, or immediately with `gatehouse runs continue`.",
  examples: [
    'gatehouse runs list agent:main:release',
    'gatehouse runs show 0b5e2f9c',
    'gatehouse runs request 5f1d7a30 > request.json',
    'gatehouse runs continue agent:main:release --model anthropic/claude-haiku-4-5',
  ],
  subcommands: [
    {
      name: 'list',
      summary: 'List the last runs of a session',
      args: [{ name: 'session', completes: 'session' }],
      options: { limit: { value: 'n', help: `Maximum number of runs (default: ${DEFAULT_LIMIT})` } },
      run: withClient(list),
    },
    { name: 'show', summary: 'Show the timeline of a run', args: [{ name: 'run' }], run: withClient(show) },
    {
      name: 'request',
      summary: 'Print a model request as it was sent, without API keys',
      args: [{ name: 'request' }],
      run: withClient(request),
    },
    {
      name: 'continue',
      summary: "Continue the run of a session that waits for a provider's limit to reset",
      args: [{ name: 'session', completes: 'session' }],
      options: { model: { value: 'provider/model', help: 'Continue this run with another model' } },
      run: withClient(continueRun),
    },
  ],
});

const RUNS: readonly Column<RunSummary>[] = [
  { title: 'STARTED', cell: ({ startedAt }) => formatTime(startedAt) },
  { title: 'STATUS', cell: ({ status }) => status },
  { title: 'TIME', cell: ({ startedAt, endedAt }) => formatSpan(endedAt && endedAt - startedAt), alignsRight: true },
  { title: 'COST', cell: ({ usage }) => formatCost(usage), alignsRight: true },
  { title: 'RUN', cell: ({ runId }) => runId },
];

const STEPS: readonly Column<RunStep>[] = [
  { title: 'AT', cell: ({ at }) => formatClock(at) },
  { title: 'TIME', cell: ({ durationMs }) => formatSpan(durationMs), alignsRight: true },
  { title: 'TOKENS', cell: (step) => (step.kind === 'request' ? formatTokens(step.usage) : ''), alignsRight: true },
  { title: 'COST', cell: (step) => (step.kind === 'request' ? formatCost(step.usage) : ''), alignsRight: true },
  { title: 'STEP', cell: describeStep },
];

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { key } = await findSession(client, argument(context, 0));
  const found = await client.request('runs.list', { key, limit: countOption(context, 'limit', DEFAULT_LIMIT) });
  output.json({ ok: true, key, ...found });
  output.table(RUNS, found.runs, 'No runs.');
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { steps, ...run } = await client.request('runs.timeline', { runId: argument(context, 0) });
  output.json({ ok: true, run: { ...run, steps } });
  const { sessionKey, status, startedAt, endedAt, provider, model, usage, error } = run;
  const span = formatSpan(endedAt && endedAt - startedAt);
  output.line([sessionKey, status, `${provider}/${model}`, formatTime(startedAt), span, formatCost(usage)].join(' · '));
  if (error !== undefined) output.line(plainLine(error.message));
  output.table(STEPS, steps, 'No steps.');
}

async function request(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const found = await client.request('runs.request', { requestId: argument(context, 0) });
  output.json({ ok: true, request: found });
  output.text(plainText(found.text));
  if (!found.isExact) output.note("The conversation couldn't be rebuilt exactly as it was sent.");
}

async function continueRun(context: CommandContext, client: GatewayClient): Promise<void> {
  const { key, quota } = await findSession(client, argument(context, 0));
  if (quota === undefined)
    throw new CommandError(EXIT.failed, `session "${key}" isn't waiting for a limit to reset`, {
      hint: 'Run "gatehouse sessions list" to see which sessions are waiting.',
    });
  await client.request('runs.continue', { waitId: quota.waitId, ...optionAs(context, 'model', 'model') });
  context.output.result({ ok: true, key }, 'Continued.');
}

function describeStep(step: RunStep): string {
  switch (step.kind) {
    case 'request': {
      const { requestId = '', provider, model, purpose, attempt, error } = step;
      const again = attempt > 1 ? `, attempt ${attempt}` : '';
      const outcome = error === undefined ? '' : `, failed: ${error.message}`;
      return `${purpose === 'summary' ? 'summary' : 'request'} ${requestId} ${provider}/${model}${again}${outcome}`;
    }
    case 'retry':
      return 'waited before retrying';
    case 'tool':
      return `tool ${step.name} ${step.title}${step.isError === true ? ' (failed)' : ''}`;
    case 'approval':
      return `approval of ${step.command}: ${step.outcome ?? 'waiting'}`;
    case 'question':
      return `question: ${step.outcome ?? 'waiting'}`;
    case 'budget':
      return `paused at a budget: ${step.outcome ?? 'waiting'}`;
    case 'quota':
      return `waited for ${plainLine(step.providerName)}'s limit to reset: ${step.outcome ?? 'waiting'}`;
    case 'fallback':
      return `continued with ${step.provider}/${step.model}`;
    case 'compaction':
      return `summarized the history: ${step.tokensBefore} → ${step.tokensAfter} tokens`;
    case 'steering':
      return 'added a message';
  }
}

function formatSpan(ms: number | undefined): string {
  return ms === undefined ? '' : `${(ms / 1_000).toFixed(1)} s`;
}

function formatTokens(usage: Usage | undefined): string {
  if (usage === undefined) return '';
  const { input, output, cacheRead, cacheWrite } = usage;
  return `${input + cacheRead + cacheWrite} → ${output}`;
}

function formatCost(usage: Usage | undefined): string {
  return usage?.cost === undefined ? '' : `$${usage.cost.toFixed(4)}`;
}
