// `gatehouse doctor`: checks this installation, and says how to fix what it finds.
import { errorMessage } from '#contract/wire/errors.ts';
import type { Check, Finding, FindingLevel } from '../doctor/check.ts';
import { collectFacts, type DoctorFacts } from '../doctor/collect-facts.ts';
import { CHECKS } from '../doctor/registry.ts';
import type { Color } from '../output/colors.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { plainLine } from '../output/plain-text.ts';
import { defineCommand, hasFlag, type CommandContext } from '../parser/command.ts';

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Check this installation, and show how to fix what was found',
  description:
    'Works with and without a running gateway, and changes nothing. Model providers are asked for their models; --offline skips that. The exit code is 1 if there is an error, and 0 if there are only warnings.',
  examples: ['gatehouse doctor', 'gatehouse doctor --security', 'gatehouse doctor --json'],
  isLocal: true,
  options: {
    security: { help: 'Also list who and what has access, and verify the audit log' },
    offline: { help: 'Contact nothing outside this computer' },
  },
  run: diagnose,
});

interface Result {
  readonly id: string;
  readonly title: string;
  readonly findings: readonly Finding[];
}

async function diagnose(context: CommandContext): Promise<ExitCode> {
  const facts = await collectFacts(context.environment, hasFlag(context, 'offline'));
  const checks = CHECKS.filter(({ isSecurityOnly }) => isSecurityOnly !== true || hasFlag(context, 'security'));
  try {
    const results = await Promise.all(checks.map((check) => runCheck(check, facts)));
    const levels = results.flatMap(({ findings }) => findings.map(({ level }) => level));
    const errors = levels.filter((level) => level === 'error').length;
    const warnings = levels.filter((level) => level === 'warning').length;
    context.output.json({ ok: errors === 0, errors, warnings, home: facts.home, checks: results });
    for (const result of results) print(result, context);
    context.output.line(`\n${summarize(errors, 'error')}, ${summarize(warnings, 'warning')}`);
    return errors === 0 ? EXIT.ok : EXIT.failed;
  } finally {
    facts.client?.stop();
  }
}

/** A check that fails is a finding, too: the others still run. */
async function runCheck({ id, title, run }: Check, facts: DoctorFacts): Promise<Result> {
  try {
    return { id, title, findings: await run(facts) };
  } catch (error) {
    return {
      id,
      title,
      findings: [{ level: 'warning', text: `This part couldn't be checked: ${errorMessage(error)}` }],
    };
  }
}

const MARKS: Readonly<Record<FindingLevel, readonly [mark: string, color: Color]>> = {
  ok: ['✓', 'green'],
  note: ['·', 'dim'],
  warning: ['!', 'yellow'],
  error: ['✗', 'red'],
};

function print({ title, findings }: Result, { output }: CommandContext): void {
  if (findings.length === 0) return;
  output.line(title);
  for (const { level, text, fix } of findings) {
    const [mark, color] = MARKS[level];
    output.line(`  ${output.colorize(color, mark)} ${plainLine(text)}`);
    if (fix !== undefined) output.line(`      ${output.colorize('dim', plainLine(fix))}`);
  }
}

function summarize(count: number, noun: string): string {
  return `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;
}
