// `gatehouse approvals`: what waits for a person, the answer to it, and the rules that answer without one.
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { approvalLines } from '../output/format-approval.ts';
import {
  countOption,
  defineCommand,
  given,
  hasFlag,
  operand,
  textOption,
  type CommandContext,
} from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { lostConnection, withGateway } from '../connection/gateway-connection.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { PROOF_ACTIONS } from './approvals-proofs.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { timeText } from '../output/format-time.ts';

const DEFAULT_HISTORY = 20;
const APPROVAL = [{ name: 'approval', ids: 'approval' }] as const;

export const approvals = defineCommand({
  name: 'approvals',
  summary: 'See what waits for you, answer it, and keep rules.',
  actions: [
    {
      name: 'list',
      summary: 'what waits now',
      options: {
        history: { help: 'what was answered, the newest first' },
        limit: { value: 'n', help: `so many of the history (default: ${DEFAULT_HISTORY})` },
      },
      run: list,
    },
    {
      name: 'allow',
      summary: 'let it happen; the first characters of its id are enough',
      operands: APPROVAL,
      options: {
        session: { help: 'for the rest of this session' },
        always: { help: 'from now on, by the rule that is proposed' },
      },
      run: allow,
    },
    {
      name: 'deny',
      summary: 'refuse it',
      operands: APPROVAL,
      options: { reason: { value: 'text', help: 'why; the model reads it' } },
      run: deny,
    },
    { name: 'watch', summary: 'show what comes in, until Ctrl+C', run: watch },
    {
      name: 'rules list',
      summary: 'the rules in force',
      options: { agent: { value: 'agent', help: 'only those of this agent', ids: 'agent' } },
      run: listRules,
    },
    {
      name: 'rules add',
      summary: 'allow a command from now on; a last * stands for further plain words',
      operands: [{ name: 'words', takesRest: true }],
      options: { agent: { value: 'agent', help: 'for this agent (default: the default agent)', ids: 'agent' } },
      run: addRule,
    },
    {
      name: 'rules remove',
      summary: 'take a rule back',
      operands: [{ name: 'rule', ids: 'rule' }],
      run: removeRule,
    },
    ...PROOF_ACTIONS,
  ],
});

const COLUMNS: readonly Column[] = [
  { title: 'APPROVAL' },
  { title: 'AGENT' },
  { title: 'SINCE' },
  { title: 'STATE', tone: (state) => (state === 'pending' ? 'yellow' : state.startsWith('allow') ? 'green' : 'red') },
  { title: 'WHAT' },
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
    if (found.length === 0) output.line(isHistory ? 'Nothing was asked yet.' : 'Nothing waits for you.');
    else output.table(COLUMNS, found.map(cellsOf));
    return EXIT.ok;
  });
}

function cellsOf({ id, agentId, createdAtMs, outcome, subject }: ApprovalRecord): readonly string[] {
  return [id, agentId, timeText(createdAtMs), outcome ?? 'pending', subject.command];
}

function allow(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { id, subject } = await approvalMeant(client, operand(context, 0));
    if (!hasFlag(context, 'always'))
      return resolve(context, client, { id, decision: hasFlag(context, 'session') ? 'allow-session' : 'allow-once' });
    if (subject.suggestedRule === undefined)
      throw new CommandError(EXIT.failed, 'no rule can be kept for this one; leave --always out');
    return resolve(context, client, { id, decision: 'allow-always', rule: [...subject.suggestedRule] });
  });
}

function deny(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { id } = await approvalMeant(client, operand(context, 0));
    return resolve(context, client, { id, decision: 'deny', ...given(context, 'reason', 'reason') });
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
    output.complain(`It was answered before: ${approval.outcome ?? 'pending'}.`);
    return EXIT.failed;
  }
  const verb = answer.decision === 'deny' ? 'Denied' : 'Allowed';
  output.line(`${verb}: ${plainLine(approval.subject.command)}`);
  return EXIT.ok;
}

async function approvalMeant(client: GatewayClient, start: string): Promise<ApprovalRecord> {
  const { approvals: pending } = await client.request('approvals.list', { status: 'pending' });
  const found = pending.filter(({ id }) => id.startsWith(start));
  const [approval] = found;
  if (approval !== undefined && found.length === 1) return approval;
  throw new CommandError(
    EXIT.failed,
    `no single approval that waits begins with "${start}"; see "gatehouse approvals"`,
  );
}

function watch(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const stopped = interrupted();
    const print = (approval: ApprovalRecord): void => {
      output.json(approval);
      for (const line of approvalLines(approval, output.paint)) output.line(line);
    };
    client.on('approvals.changed', ({ approval }) => print(approval));
    for (const approval of (await client.request('approvals.list', { status: 'pending' })).approvals) print(approval);
    output.note('Waiting for approvals. Ctrl+C ends it.');
    await Promise.race([stopped, lostConnection(client)]);
    return EXIT.aborted;
  });
}

const RULE_COLUMNS: readonly Column[] = [
  { title: 'RULE' },
  { title: 'AGENT' },
  { title: 'MADE BY' },
  { title: 'USED', alignsRight: true },
  { title: 'COMMAND' },
];

function listRules(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { rules } = await client.request('approvals.rules.list', given(context, 'agent', 'agentId'));
    context.output.json({ ok: true, rules });
    if (rules.length === 0) context.output.line('No rules.');
    else context.output.table(RULE_COLUMNS, rules.map(ruleCells));
    return EXIT.ok;
  });
}

function ruleCells({ id, agentId, createdBy, uses, words }: ApprovalRule): readonly string[] {
  return [id, agentId, createdBy, String(uses), words.join(' ')];
}

function addRule(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const agentId = textOption(context, 'agent') ?? (await client.request('agents.list', {})).defaultId;
    const { rule } = await client.request('approvals.rules.add', { agentId, words: [...context.operands] });
    context.output.json({ ok: true, rule });
    context.output.line(`${rule.agentId} may run: ${plainLine(rule.words.join(' '))}`);
    return EXIT.ok;
  });
}

function removeRule(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const id = operand(context, 0);
    await client.request('approvals.rules.remove', { id });
    context.output.json({ ok: true, id });
    context.output.line('The rule holds no longer.');
    return EXIT.ok;
  });
}
