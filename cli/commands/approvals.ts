// `gatehouse approvals`: approval requests and the rules that answer them automatically.
import type { MethodParams } from '#contract/methods/registry.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { RuleScope } from '#contract/types/approval-rules.ts';
import { listSuggestedRules } from '#contract/types/needed-programs.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { findOne } from '../connection/find.ts';
import { untilInterrupted, withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { formatApproval } from '../output/format-approval.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { argument, countOption, defineCommand, hasFlag, optionAs, type CommandContext } from '../parser/command.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { EDIT_OPTIONS, editApproval } from './approvals-edit.ts';
import { EXPLAIN_SUBCOMMAND } from './approvals-explain.ts';
import { PROOF_SUBCOMMANDS } from './approvals-proofs.ts';
import { RULE_SUBCOMMANDS } from './approvals-rules.ts';

const DEFAULT_HISTORY = 20;
const APPROVAL = [{ name: 'approval', completes: 'approval' }] as const;

export const approvals = defineCommand({
  name: 'approvals',
  summary: 'Review approval requests and manage rules',
  description: 'Approval IDs can be shortened to a unique prefix.',
  examples: [
    'gatehouse approvals allow 4f2a --session',
    'gatehouse approvals edit 4f2a --command "npm test -- --bail"',
    'gatehouse approvals deny 4f2a --reason "Use the staging database"',
    'gatehouse approvals rules add npm test',
    "gatehouse approvals rules add --deny git push '*'",
    'gatehouse approvals rules rehearse npm run build',
    'gatehouse approvals explain "npm test 2>&1 | tail -n 20"',
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
        always: { help: 'Always allow it in this project, or in this folder, by adding the suggested rules' },
        everywhere: { help: 'With --always: in every folder of the agent' },
      },
      run: withClient(allow),
    },
    {
      name: 'edit',
      summary: 'Edit a request, review what it would do, and allow it once',
      args: APPROVAL,
      options: EDIT_OPTIONS,
      run: withClient(edit),
    },
    {
      name: 'deny',
      summary: 'Deny a request',
      args: APPROVAL,
      options: { reason: { value: 'text', help: 'Reason, passed on to the model' } },
      run: withClient(deny),
    },
    { name: 'watch', summary: 'Print approvals as they are requested and answered', run: withClient(watch) },
    EXPLAIN_SUBCOMMAND,
    ...RULE_SUBCOMMANDS,
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
  if (!hasFlag(context, 'always')) {
    if (hasFlag(context, 'everywhere')) throw new CommandError(EXIT.usage, '--everywhere is only valid with --always');
    return resolve(context, client, { id, decision: hasFlag(context, 'session') ? 'allow-session' : 'allow-once' });
  }
  const scope = hasFlag(context, 'everywhere') ? 'agent' : await findLastingScope(client, id);
  const rules = listSuggestedRules(subject).map((words) => ({ words: [...words], scope }));
  if (rules.length === 0) throw new CommandError(EXIT.failed, 'no rule can allow this request; omit --always');
  for (const { words } of rules) context.output.note(`Adds the rule: ${plainLine(words.join(' '))}`);
  return resolve(context, client, { id, decision: 'allow-always', rules });
}

/** The project of the request's session or, without one, its folder. */
async function findLastingScope(client: GatewayClient, id: string): Promise<RuleScope> {
  const { proposals } = await client.request('approvals.rules.suggest', { id });
  return proposals.some(({ scope }) => scope === 'project') ? 'project' : 'workspace';
}

async function edit(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  return editApproval(context, client, await findPending(client, argument(context, 0)));
}

async function deny(context: CommandContext, client: GatewayClient): Promise<ExitCode> {
  const { id } = await findPending(client, argument(context, 0));
  return resolve(context, client, { id, decision: 'deny', ...optionAs(context, 'reason', 'reason') });
}

type Answer = MethodParams<'approvals.resolve'>;

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
