// The checks that read the sources and run nothing of them: format, lint, types, dead code.
import { findDeadCode } from './dead-code.ts';
import { runTool } from './run-tool.ts';

/** One check: `run` gives what is wrong, or `undefined`. */
export interface StaticCheck {
  readonly title: string;
  readonly run: () => Promise<string | undefined>;
}

/** All static checks, quickest first. */
export const STATIC_CHECKS: readonly StaticCheck[] = [
  { title: 'format', run: () => complaintsOf('oxfmt/bin/oxfmt', ['--check']) },
  { title: 'lint', run: () => complaintsOf('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']) },
  { title: 'types', run: () => complaintsOf('typescript/bin/tsc', ['--build', '--pretty', 'false']) },
  { title: 'dead code', run: async () => findDeadCode().join('\n') || undefined },
];

/** Runs all checks side by side, prints what they found, and gives the titles of those that failed. */
export async function runStaticChecks(): Promise<readonly string[]> {
  const complaints = await Promise.all(STATIC_CHECKS.map((check) => check.run()));
  const failed: string[] = [];
  STATIC_CHECKS.forEach((check, index) => {
    const complaint = complaints[index];
    console.log(`${complaint === undefined ? '✓' : '✗'} ${check.title}`);
    if (complaint === undefined) return;
    failed.push(check.title);
    console.log(complaint.trimEnd());
  });
  return failed;
}

async function complaintsOf(tool: string, args: readonly string[]): Promise<string | undefined> {
  const { code, output } = await runTool(tool, args);
  return code === 0 ? undefined : output || `${tool} ended with code ${code}`;
}
