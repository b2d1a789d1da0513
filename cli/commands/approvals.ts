// `gatehouse approvals`: approval requests and the rules that answer them automatically.
import type { ApprovalRecord, ListedRule, RulePreset } from '#contract/types/approvals.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { findOne } from '../connection/find.ts';
import { untilInterrupted, withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { formatApproval } from '../output/format-approval.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import {
  argument,
  countOption,
  defineCommand,
  hasFlag,
  optionAs,
  textOption,
  type CommandContext,
} from '../parser/command.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { PROOF_SUBCOMMANDS } from './approvals-proofs.ts';

const DEFAULT_HISTORY = 20;
const APPROVAL = [{ name: 'approval', completes: 'approval' }] as const;

export const approvals = defineCommand({
  name: 'approvals',
  summary: 'Review approval requests and manage rules',
  description: 'Approval IDs can be shortened to a unique prefix.',
  examples: [
    'gatehouse approvals allow 4f2a --session',
    'gatehouse approvals deny 4f2a --reason "Use the staging database"',
    'gatehouse approvals rules add npm test',
  ],
  subcommands: [
    {
      name: 'list',
      summary: 'List pending approvals',
      options: {
        history: { help: 'List answered approvals instead, newest first' },
        limit: { value: 'n', help: `Maximum number of answered approvals (default: ${DEFAULT_HISTORY})` },
      },
      run: withClient(list),
    },
    {
      name: 'allow',
      summary: 'Allow a request (default: once)',
      args: APPROVAL,
      options: {
        session: { help: 'Allow it for the rest of the session' },
        always: { help: 'Always allow it by adding the suggested rule' },
      },
      run: withClient(allow),
    },
    {
      name: 'deny',
      summary: 'Deny a request',
      args: APPROVAL,
      options: { reason: { value: 'text', help: 'Reason, passed on to the model' } },
      run: withClient(deny),
    },
    { name: 'watch', summary: 'Print approvals as they are requested and answered', run: withClient(watch) },
    {
      name: 'rules list',
      summary: 'List rules',
      options: { agent: { value: 'agent', help: 'Only rules of this agent', completes: 'agent' } },
      run: withClient(listRules),
    },
    {
      name: 'rules add',
      summary: 'Always allow a command; a trailing * matches any additional plain arguments',
      args: [{ name: 'word', isVariadic: true }],
      options: {
        agent: { value: 'agent', help: 'Agent of the rule (default: the default agent)', completes: 'agent' },
      },
      run: withClient(addRule),
    },
    {
      name: 'rules remove',
      summary: 'Remove a rule',
      args: [{ name: 'rule', completes: 'rule' }],
      run: withClient(removeRule),
    },
    ...PROOF_SUBCOMMANDS,
  ],
});

const COLUMNS: readonly Column<ApprovalRecord>[] = [
  { title: 'APPROVAL', cell: ({ id }) => id },
  { title: 'AGENT', cell: ({ agentId }) => agentId },
  { title: 'REQUESTED', cell: ({ createdAtMs }) => formatTime(createdAtMs) },
  {
    title: 'STATUS',
    cell: ({ outcome }) => outcome ?? 'pending',
    color: (state) => (state === 'pending' ? 'yellow' : state.startsWith('allow') ? 'green' : 'red'),
  },
  { title: 'COMMAND', cell: ({ subject }) => subject.command },
];

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const isHistory = hasFlag(context, 'history');
  const { approvals: found } = await client.request('approvals.list', {
    status: isHistory ? 'resolved' : 'pending',
    ...(isHistory ? { limit: countOption(context, 'limit', DEFAULT_HISTORY) } : {}),
  });
  output.json({ ok: true, approvals: found });
  output.table(COLUMNS, found, isHistory ? 'No answered approvals.' : 'No pending approvals.');
}

async function allow(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const { id, subject } = await findPending(client, argument(context, 0));
  if (!hasFlag(context, 'always'))
    return resolve(context, client, { id, decision: hasFlag(context, 'session') ? 'allow-session' : 'allow-once' });
  if (subject.suggestedRule === undefined)
    throw new CommandError(EXIT.failed, 'no rule can allow this request; omit --always');
  return resolve(context, client, { id, decision: 'allow-always', rule: [...subject.suggestedRule] });
}

async function deny(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const { id } = await findPending(client, argument(context, 0));
  return resolve(context, client, { id, decision: 'deny', ...optionAs(context, 'reason', 'reason') });
}

type Answer = Parameters<GatewayClient['request']>[1] & {
  readonly id: string;
  readonly decision: 'allow-once' | 'allow-session' | 'allow-always' | 'deny';
  readonly rule?: string[];
};

async function resolve({ output }: CommandContext, client: GatewayClient, answer: Answer): Promise<ExitCode> {
  const { applied, approval } = await client.request('approvals.resolve', answer);
  output.json({ ok: applied, approval });
  if (!applied) {
    output.error(`gatehouse: approval ${approval.id} was already answered: ${approval.outcome ?? 'pending'}`);
    return EXIT.failed;
  }
  const verb = answer.decision === 'deny' ? 'Denied' : 'Allowed';
  output.line(`${verb}: ${plainLine(approval.subject.command)}`);
  return EXIT.ok;
}

async function findPending(client: GatewayClient, typed: string): Promise<ApprovalRecord> {
  const { approvals: rows } = await client.request('approvals.list', { status: 'pending' });
  return findOne(typed, {
    noun: 'pending approval',
    rows,
    id: ({ id }) => id,
    listCommand: 'gatehouse approvals list',
  });
}

async function watch({ output }: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const stopped = interrupted();
  const print = (approval: ApprovalRecord): void => {
    output.json(approval);
    for (const line of formatApproval(approval, output.colorize)) output.line(line);
  };
  client.on('approvals.changed', ({ approval }) => print(approval));
  for (const approval of (await client.request('approvals.list', { status: 'pending' })).approvals) print(approval);
  output.note('Waiting for approvals. Press Ctrl+C to stop.');
  return untilInterrupted(client, stopped);
}

const RULE_COLUMNS: readonly Column<ListedRule>[] = [
  { title: 'RULE', cell: ({ id }) => id },
  { title: 'AGENT', cell: ({ agentId }) => agentId },
  { title: 'CREATED BY', cell: ({ createdBy }) => createdBy },
  { title: 'USES', alignsRight: true, cell: ({ uses }) => String(uses) },
  {
    title: 'STATUS',
    cell: ({ problem }) => (problem === undefined ? 'active' : 'inactive'),
    color: (state) => (state === 'active' ? 'green' : 'yellow'),
  },
  { title: 'COMMAND', cell: ({ words }) => words.join(' ') },
];

async function listRules(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { rules, presets } = await client.request('approvals.rules.list', optionAs(context, 'agent', 'agentId'));
  output.json({ ok: true, rules, presets });
  output.table(RULE_COLUMNS, rules, 'No rules.');
  for (const { words, problem } of rules)
    if (problem !== undefined)
      output.note(`"${plainLine(words.join(' '))}" no longer matches any command: ${problem}.`);
  for (const { enabled, commands } of presets) output.note(describePreset(enabled, commands));
}

function describePreset(enabled: boolean, commands: RulePreset['commands']): string {
  if (!enabled) return 'Read-only commands require approval (approvals.readOnlyCommands is off).';
  return `Read-only commands run without approval: ${commands.map(({ command }) => command).join(', ')}.`;
}

async function addRule(context: CommandContext, client: GatewayClient): Promise<void> {
  const agentId = textOption(context, 'agent') ?? (await client.request('agents.list', {})).defaultId;
  const { rule } = await client.request('approvals.rules.add', { agentId, words: [...context.args] });
  context.output.result({ ok: true, rule }, `Agent ${rule.agentId} may now run: ${plainLine(rule.words.join(' '))}`);
}

async function removeRule(context: CommandContext, client: GatewayClient): Promise<void> {
  const id = argument(context, 0);
  await client.request('approvals.rules.remove', { id });
  context.output.result({ ok: true, id }, 'Rule removed.');
}
