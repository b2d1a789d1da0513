// Static checks: format, lint, types, dead code.
import { findDeadCode } from './dead-code.ts';
import { runTool } from './run-tool.ts';

/** A check. `run` returns what is wrong, or `undefined`. */
interface StaticCheck {
  readonly title: string;
  readonly run: () => Promise<string | undefined>;
}

/** All static checks, fastest first. */
const STATIC_CHECKS: readonly StaticCheck[] = [
  { title: 'format', run: () => complaintsOf('oxfmt/bin/oxfmt', ['--check']) },
  { title: 'lint', run: () => complaintsOf('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']) },
  { title: 'types', run: () => complaintsOf('typescript/bin/tsc', ['--build', '--pretty', 'false']) },
  { title: 'dead code', run: async () => findDeadCode().join('\n') || undefined },
];

/** Result of a check. `complaint` is `undefined` if it passed. */
export interface StaticResult {
  readonly title: string;
  readonly complaint: string | undefined;
}

/** Runs all checks in parallel. */
export function findStaticProblems(): Promise<readonly StaticResult[]> {
  return Promise.all(STATIC_CHECKS.map(async ({ title, run }) => ({ title, complaint: await run() })));
}

/** Prints the results and returns the titles of the failed checks. */
export function printStaticResults(results: readonly StaticResult[]): readonly string[] {
  for (const { title, complaint } of results) {
    console.log(`${complaint === undefined ? '✓' : '✗'} ${title}`);
    if (complaint !== undefined) console.log(complaint.trimEnd());
  }
  return results.flatMap(({ title, complaint }) => (complaint === undefined ? [] : [title]));
}

/** Runs all checks in parallel, prints the results, and returns the titles of the failed checks. */
export async function runStaticChecks(): Promise<readonly string[]> {
  return printStaticResults(await findStaticProblems());
}

async function complaintsOf(tool: string, args: readonly string[]): Promise<string | undefined> {
  const { code, output } = await runTool(tool, args);
  return code === 0 ? undefined : output || `${tool} exited with code ${code}`;
}
