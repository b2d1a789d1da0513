// `gatehouse approvals explain`: what the policy decides about a command line, program by program.
import type { CommandProgram } from '#contract/types/command-program.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { quoteWord } from '#core/policy/shell/read-word.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { plainLine } from '../output/plain-text.ts';
import { optionAs, textOption, type CommandContext, type Subcommand } from '../parser/command.ts';

const SHELLS = ['posix', 'powershell', 'cmd'] as const;

/** The subcommand. */
export const EXPLAIN_SUBCOMMAND: Subcommand = {
  name: 'explain',
  summary: 'Explain what the policy decides about a command line',
  args: [{ name: 'command', isVariadic: true }],
  options: {
    agent: { value: 'agent', help: 'Agent (default: the default agent)', completes: 'agent' },
    cwd: { value: 'dir', help: 'Folder in its workspace' },
    rule: { value: 'rule', help: 'Rule to use instead of the stored ones, such as "npm run *"' },
    shell: { value: 'shell', help: `Shell that would run it: ${SHELLS.join(', ')}` },
  },
  run: withClient(explain),
};

async function explain(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const [first = '', ...rest] = context.args;
  const rule = textOption(context, 'rule');
  const explanation = await client.request('exec.policy.explain', {
    // A single argument is a whole line; several are the words of one command.
    command: rest.length === 0 ? first : context.args.map(quoteWord).join(' '),
    ...optionAs(context, 'agent', 'agentId'),
    ...optionAs(context, 'cwd', 'cwd'),
    ...toShell(textOption(context, 'shell')),
    ...(rule === undefined ? {} : { allowlist: [rule] }),
  });
  output.json({ ok: true, ...explanation });
  const { decision, reason } = explanation.confined === 'allow' ? CONFINED : explanation;
  output.line(`${output.colorize(COLORS[decision], VERDICTS[decision])}: ${plainLine(reason)}`);
  if (explanation.confined === 'allow') output.note('On a machine that confines nothing, it would require approval:');
  for (const line of explanation.programs.flatMap(describeProgram)) output.line(line);
}

const VERDICTS = { allow: 'Allowed', ask: 'Requires approval', deny: 'Denied' } as const;
const COLORS = { allow: 'green', ask: 'yellow', deny: 'red' } as const;

/** What the machine adds to the decision of the rules. */
const CONFINED = {
  decision: 'allow',
  reason: "It builds or tests the project, and this agent's machine confines it (approvals.confinedCommands).",
} as const;

function toShell(name: string | undefined): { readonly shell?: (typeof SHELLS)[number] } {
  if (name === undefined) return {};
  const shell = SHELLS.find((one) => one === name);
  if (shell === undefined) throw new CommandError(EXIT.usage, `unknown shell "${name}"; use ${SHELLS.join(', ')}`);
  return { shell };
}

function describeProgram(program: CommandProgram): readonly string[] {
  const { words, decision, reason, reads, writes, hosts, runs } = program;
  const effects = { reads, writes, contacts: hosts, runs };
  return [
    `  ${plainLine(words.join(' '))}`,
    `    ${decision}: ${plainLine(reason)}`,
    ...Object.entries(effects).flatMap(([effect, values]) =>
      values === undefined ? [] : [`    ${effect}: ${plainLine(values.join(', '))}`],
    ),
  ];
}
