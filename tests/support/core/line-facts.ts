// Facts about a command line without a machine, for tests of the policy.
import type { LineFacts, ProgramFacts } from '#core/policy/line-facts.ts';
import { listCalls } from '#core/policy/program-calls.ts';
import { matchProfile } from '#core/policy/profiles/match-profile.ts';
import { parseShell } from '#core/policy/shell/parse-shell.ts';
import { defined } from '#contract/types/defined.ts';

/** Facts about a line whose programs are all installed outside the workspace, and whose files are plain. */
export function lineFacts(line: string, more: Partial<ProgramFacts> = {}, parsed = parseShell(line)): LineFacts {
  const programs = listCalls(parsed).map((call) => ({
    call,
    match: matchProfile(call.profiled),
    resolvedPath: '/usr/bin/x',
    files: [],
    hosts: [],
    ...more,
  }));
  return { text: line, programs, ...defined({ problem: parsed.problems[0] }) };
}
