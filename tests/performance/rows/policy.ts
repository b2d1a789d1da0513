// The decision on a command line: both grammars and the policy, without the machine's answers about files.
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import { judge } from '#core/policy/policy.ts';
import { findDisagreement } from '#core/policy/shell/agree.ts';
import { parseShell } from '#core/policy/shell/parse-shell.ts';
import { SAMPLE_COMMANDS } from '#tests/support/core/sample-commands.ts';
import { SAMPLE_RULES } from '#tests/support/core/command-samples.ts';
import { lineFacts } from '#tests/support/core/line-facts.ts';
import type { Row } from '../report.ts';
import { msBetween, quantile } from '../statistics.ts';

const TARGET_MS = 0.3;
/** About a second of decisions. */
const WARM_UP_ROUNDS = 60;

/** Decides about each command of the sample day `rounds` times. */
export async function policyRow(rounds: number): Promise<Row> {
  const grammar = createShellGrammar((error) => {
    throw error;
  });
  await grammar.load();
  const times: number[] = [];
  // The first rounds aren't measured: until then, the code isn't compiled with optimization.
  for (let round = -WARM_UP_ROUNDS; round < rounds; round += 1)
    for (const line of SAMPLE_COMMANDS) {
      const startedAt = process.hrtime.bigint();
      const parsed = parseShell(line);
      const facts = lineFacts(line, {}, parsed);
      const problem = facts.problem ?? findDisagreement(line, parsed, grammar);
      judge({
        mode: 'ask',
        risk: 'exec',
        agentId: 'main',
        sessionKey: undefined,
        projectId: undefined,
        workspace: '/w',
        realWorkspace: '/w',
        rules: SAMPLE_RULES,
        line: problem === undefined ? facts : { ...facts, problem },
        readOnlyCommands: true,
      });
      if (round >= 0) times.push(msBetween(startedAt, process.hrtime.bigint()));
    }
  return {
    id: 'policy',
    title: 'Policy decision on a command line, p95',
    unit: 'ms',
    value: quantile(times, 0.95),
    target: TARGET_MS,
    better: 'lower',
    bare: undefined,
    note: `${SAMPLE_COMMANDS.length} lines of the sample day`,
  };
}
