// `npm run attacks`: every attack on the gateway's doors, and how many of them it withstood.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runTool } from './run-tool.ts';

/** The part of Vitest's report that is read. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
  }[];
}

/** What is checked of every door besides its attacks. */
const CHECK = 'leaves no secret and no surprise in the log';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-attacks-'));
const file = join(folder, 'report.json');
const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
const { code } = await runTool('vitest/vitest.mjs', ['run', 'tests/attacks', ...reporters], { inherit: true });
// Vitest's own report: were its form another, the counts below would be none.
const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
rmSync(folder, { recursive: true });
const doors = report.testResults.map(({ name, assertionResults }) => {
  const attacks = assertionResults.filter(({ title }) => title !== CHECK);
  const withstood = attacks.filter(({ status }) => status === 'passed').length;
  return { door: basename(name, '.test.ts'), attacks: attacks.length, withstood };
});
for (const { door, attacks, withstood } of doors) console.log(`${door.padEnd(20)} ${withstood} of ${attacks}`);
const sum = (of: 'attacks' | 'withstood'): number => doors.reduce((total, door) => total + door[of], 0);
console.log(`${sum('withstood')} of ${sum('attacks')} attacks withstood`);
process.exitCode = code;
