// `gatehouse budgets`: limits on the cost and tokens of model calls.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import {
  BUDGET_PERIODS,
  BUDGET_SCOPES,
  type BudgetLimits,
  type BudgetList,
  type ListedBudget,
  type PausedRun,
} from '#contract/types/budgets.ts';

import { argument, defineCommand, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { findOne } from '../connection/find.ts';
import { withClient } from '../connection/gateway-connection.ts';
import type { Column } from '../output/table.ts';

const SHORT_ID = 12;
const LIST_COMMAND = 'gatehouse budgets list';
const LIMITS = {
  cost: { value: 'dollars', help: 'Limit in US dollars' },
  tokens: { value: 'n', help: 'Limit in tokens' },
} as const;

export const budgets = defineCommand({
  name: 'budgets',
  summary: 'Limit the cost and tokens of model calls',
  description:
    'A run pauses before a model request that could exceed a budget, until you raise the budget or stop the run. IDs can be shortened to a unique prefix. Limits in US dollars do not apply to models without a known price.',
  examples: [
    'gatehouse budgets add --scope all --period day --cost 5',
    'gatehouse budgets add --scope agent --target main --period month --tokens 20000000',
    'gatehouse budgets raise 3c9f --cost 8',
  ],
  subcommands: [
    { name: 'list', summary: 'List budgets and paused runs', run: withClient(list) },
    {
      name: 'add',
      summary: 'Add a budget',
      options: {
        scope: { value: 'scope', help: `What it covers: ${BUDGET_SCOPES.join(', ')} (default: all)` },
        target: { value: 'id', help: 'Agent, project, schedule, or session (default: each of them separately)' },
        period: { value: 'period', help: `When it starts over: ${BUDGET_PERIODS.join(', ')} (default: total)` },
        ...LIMITS,
      },
      run: withClient(add),
    },
    { name: 'remove', summary: 'Remove a budget', args: [{ name: 'budget' }], run: withClient(remove) },
    {
      name: 'raise',
      summary: 'Raise a budget so that a paused run continues',
      args: [{ name: 'run' }],
      options: LIMITS,
      run: withClient(raise),
    },
    { name: 'stop', summary: 'Stop a paused run', args: [{ name: 'run' }], run: withClient(stop) },
  ],
});

const COLUMNS: readonly Column<ListedBudget>[] = [
  { title: 'ID', cell: ({ id }) => id.slice(0, SHORT_ID), color: () => 'yellow' },
  { title: 'SCOPE', cell: ({ scope, target, targetName }) => [scope, targetName ?? target ?? ''].join(' ').trim() },
  { title: 'PERIOD', cell: ({ period }) => period },
  { title: 'COST', alignsRight: true, cell: (budget) => describeCost(budget) },
  { title: 'TOKENS', alignsRight: true, cell: (budget) => describeTokens(budget) },
];

const PAUSED: readonly Column<PausedRun>[] = [
  { title: 'PAUSED RUN', cell: ({ runId }) => runId.slice(0, SHORT_ID), color: () => 'yellow' },
  { title: 'SCOPE', cell: ({ scope }) => scope },
  { title: 'USED', alignsRight: true, cell: (run) => describePaused(run) },
  { title: 'NEXT REQUEST', alignsRight: true, cell: (run) => describeNext(run) },
  { title: 'TITLE', cell: ({ title }) => title },
];

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const found: BudgetList = await client.request('budgets.list', {});
  output.json({ ok: true, ...found });
  output.table(COLUMNS, found.budgets, 'No budgets.');
  if (found.paused.length > 0) output.table(PAUSED, found.paused, '');
}

function describeCost({ maxCost, use }: ListedBudget): string {
  if (maxCost === undefined) return '-';
  return use === undefined ? dollars(maxCost) : `${dollars(use.cost)} of ${dollars(use.maxCost ?? maxCost)}`;
}

function describeTokens({ maxTokens, use }: ListedBudget): string {
  if (maxTokens === undefined) return '-';
  return use === undefined ? String(maxTokens) : `${use.tokens} of ${use.maxTokens ?? maxTokens}`;
}

function describePaused({ maxCost, maxTokens, cost, tokens }: PausedRun): string {
  const parts = [
    ...(maxCost === undefined ? [] : [`${dollars(cost)} of ${dollars(maxCost)}`]),
    ...(maxTokens === undefined ? [] : [`${tokens} of ${maxTokens} tokens`]),
  ];
  return parts.join(', ');
}

function describeNext({ nextCost, nextTokens }: PausedRun): string {
  return nextCost === undefined ? `${nextTokens} tokens` : `${dollars(nextCost)}, ${nextTokens} tokens`;
}

function dollars(amount: number): string {
  return `$${amount.toFixed(amount > 0 && amount < 0.1 ? 4 : 2)}`;
}

async function add(context: CommandContext, client: GatewayClient): Promise<void> {
  const target = textOption(context, 'target');
  const budget = await client.request('budgets.set', {
    scope: readChoice(context, 'scope', BUDGET_SCOPES) ?? 'all',
    period: readChoice(context, 'period', BUDGET_PERIODS) ?? 'total',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    ...(target === undefined ? {} : { target }),
    ...readLimits(context),
  });
  context.output.result({ ok: true, budget }, `Added ${budget.id.slice(0, SHORT_ID)}.`);
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  const { budgets: rows } = await client.request('budgets.list', {});
  const { id } = findOne(argument(context, 0), {
    noun: 'budget',
    rows,
    id: (row) => row.id,
    listCommand: LIST_COMMAND,
  });
  await client.request('budgets.remove', { id });
  context.output.result({ ok: true, id }, `Removed ${id.slice(0, SHORT_ID)}.`);
}

async function raise(context: CommandContext, client: GatewayClient): Promise<void> {
  const { stopId, runId } = await findPaused(context, client);
  await client.request('budgets.raise', { stopId, ...readLimits(context) });
  context.output.result({ ok: true, runId }, `Run ${runId.slice(0, SHORT_ID)} continues.`);
}

async function stop(context: CommandContext, client: GatewayClient): Promise<void> {
  const { stopId, runId } = await findPaused(context, client);
  await client.request('budgets.stop', { stopId });
  context.output.result({ ok: true, runId }, `Stopped ${runId.slice(0, SHORT_ID)}.`);
}

async function findPaused(context: CommandContext, client: GatewayClient): Promise<PausedRun> {
  const { paused: rows } = await client.request('budgets.list', {});
  return findOne(argument(context, 0), { noun: 'paused run', rows, id: (row) => row.runId, listCommand: LIST_COMMAND });
}

function readLimits(context: CommandContext): BudgetLimits {
  const maxCost = readNumber(context, 'cost');
  const maxTokens = readNumber(context, 'tokens');
  if (maxCost === undefined && maxTokens === undefined)
    throw new CommandError(EXIT.usage, 'specify --cost, --tokens, or both');
  return {
    ...(maxCost === undefined ? {} : { maxCost }),
    ...(maxTokens === undefined ? {} : { maxTokens: Math.round(maxTokens) }),
  };
}

function readChoice<T extends string>(context: CommandContext, name: string, choices: readonly T[]): T | undefined {
  const text = textOption(context, name);
  const found = choices.find((choice) => choice === text);
  if (text === undefined || found !== undefined) return found;
  throw new CommandError(EXIT.usage, `--${name} must be one of: ${choices.join(', ')}`);
}

function readNumber(context: CommandContext, name: string): number | undefined {
  const text = textOption(context, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new CommandError(EXIT.usage, `--${name} must be a positive number`);
}
