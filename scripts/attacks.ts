// `npm run attacks`: runs all attacks on the gateway and prints how many were rejected, by entry point.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { LOG_CHECK } from '#tests/attacks/support/log-check.ts';
import { runTool } from './run-tool.ts';

/** The part of Vitest's report that this script uses. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-attacks-'));
const file = join(folder, 'report.json');
const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
const { code } = await runTool('vitest/vitest.mjs', ['run', 'tests/attacks', ...reporters], { inherit: true });
// Written by Vitest. With a different format, all counts would be zero.
const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
rmSync(folder, { recursive: true });
const entryPoints = report.testResults.map(({ name, assertionResults }) => {
  const attacks = assertionResults.filter(({ title }) => title !== LOG_CHECK);
  const rejected = attacks.filter(({ status }) => status === 'passed').length;
  return { entryPoint: basename(name, '.test.ts'), attacks: attacks.length, rejected };
});
for (const { entryPoint, attacks, rejected } of entryPoints)
  console.log(`${entryPoint.padEnd(20)} ${rejected} of ${attacks}`);
const sum = (key: 'attacks' | 'rejected'): number => entryPoints.reduce((total, row) => total + row[key], 0);
console.log(`${sum('rejected')} of ${sum('attacks')} attacks rejected`);
process.exitCode = code;
