// `gatehouse approvals`: approval requests and the rules that answer them automatically.
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { findOne } from '../connection/find.ts';
import { untilInterrupted, withGateway } from '../connection/gateway-connection.ts';
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
  description: 'Approval ids can be shortened to a unique prefix.',
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
      run: list,
    },
    {
      name: 'allow',
      summary: 'Allow a request, once unless an option says otherwise',
      args: APPROVAL,
      options: {
        session: { help: 'Allow it for the rest of the session' },
        always: { help: 'Allow it from now on by adding the suggested rule' },
      },
      run: allow,
    },
    {
      name: 'deny',
      summary: 'Deny a request',
      args: APPROVAL,
      options: { reason: { value: 'text', help: 'Reason, passed on to the model' } },
      run: deny,
    },
    { name: 'watch', summary: 'Print approvals as they are requested and answered', run: watch },
    {
      name: 'rules list',
      summary: 'List rules',
      options: { agent: { value: 'agent', help: 'Only rules of this agent', completes: 'agent' } },
      run: listRules,
    },
    {
      name: 'rules add',
      summary: 'Always allow a command; a trailing * matches any further plain arguments',
      args: [{ name: 'word', isVariadic: true }],
      options: {
        agent: { value: 'agent', help: 'Agent of the rule (default: the default agent)', completes: 'agent' },
      },
      run: addRule,
    },
    { name: 'rules remove', summary: 'Remove a rule', args: [{ name: 'rule', completes: 'rule' }], run: removeRule },
    ...PROOF_SUBCOMMANDS,
  ],
});

const COLUMNS: readonly Column[] = [
  { title: 'APPROVAL' },
  { title: 'AGENT' },
  { title: 'REQUESTED' },
  { title: 'STATUS', color: (state) => (state === 'pending' ? 'yellow' : state.startsWith('allow') ? 'green' : 'red') },
  { title: 'COMMAND' },
];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const isHistory = hasFlag(context, 'history');
    const { approvals: found } = await client.request('approvals.list', {
      status: isHistory ? 'resolved' : 'pending',
      ...(isHistory ? { limit: countOption(context, 'limit', DEFAULT_HISTORY) } : {}),
    });
    output.json({ ok: true, approvals: found });
    output.table(COLUMNS, found.map(approvalCells), isHistory ? 'No answered approvals.' : 'No pending approvals.');
    return EXIT.ok;
  });
}

function approvalCells({ id, agentId, createdAtMs, outcome, subject }: ApprovalRecord): readonly string[] {
  return [id, agentId, formatTime(createdAtMs), outcome ?? 'pending', subject.command];
}

function allow(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { id, subject } = await findPending(client, argument(context, 0));
    if (!hasFlag(context, 'always'))
      return resolve(context, client, { id, decision: hasFlag(context, 'session') ? 'allow-session' : 'allow-once' });
    if (subject.suggestedRule === undefined)
      throw new CommandError(EXIT.failed, 'no rule can allow this request; omit --always');
    return resolve(context, client, { id, decision: 'allow-always', rule: [...subject.suggestedRule] });
  });
}

function deny(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { id } = await findPending(client, argument(context, 0));
    return resolve(context, client, { id, decision: 'deny', ...optionAs(context, 'reason', 'reason') });
  });
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

function watch(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const stopped = interrupted();
    const print = (approval: ApprovalRecord): void => {
      output.json(approval);
      for (const line of formatApproval(approval, output.colorize)) output.line(line);
    };
    client.on('approvals.changed', ({ approval }) => print(approval));
    for (const approval of (await client.request('approvals.list', { status: 'pending' })).approvals) print(approval);
    output.note('Waiting for approvals. Press Ctrl+C to stop.');
    return untilInterrupted(client, stopped);
  });
}

const RULE_COLUMNS: readonly Column[] = [
  { title: 'RULE' },
  { title: 'AGENT' },
  { title: 'CREATED BY' },
  { title: 'USES', alignsRight: true },
  { title: 'COMMAND' },
];

function listRules(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { rules } = await client.request('approvals.rules.list', optionAs(context, 'agent', 'agentId'));
    context.output.json({ ok: true, rules });
    context.output.table(RULE_COLUMNS, rules.map(ruleCells), 'No rules.');
    return EXIT.ok;
  });
}

function ruleCells({ id, agentId, createdBy, uses, words }: ApprovalRule): readonly string[] {
  return [id, agentId, createdBy, String(uses), words.join(' ')];
}

function addRule(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const agentId = textOption(context, 'agent') ?? (await client.request('agents.list', {})).defaultId;
    const { rule } = await client.request('approvals.rules.add', { agentId, words: [...context.args] });
    context.output.json({ ok: true, rule });
    context.output.line(`Agent ${rule.agentId} may now run: ${plainLine(rule.words.join(' '))}`);
    return EXIT.ok;
  });
}

function removeRule(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const id = argument(context, 0);
    await client.request('approvals.rules.remove', { id });
    context.output.json({ ok: true, id });
    context.output.line('Rule removed.');
    return EXIT.ok;
  });
}
