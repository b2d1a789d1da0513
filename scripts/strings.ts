// `npm run strings`: prints the texts of the product for review, by area and file: UI, CLI, texts for models,
// configuration, method summaries, errors and logs, test names, headings of the docs. `-- ui cli` prints these areas only.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_ROOT } from './project-root.ts';
import { parseSource } from './sources/parse-source.ts';
import { readSourceFiles, type SourceFile } from './sources/read-sources.ts';
import { AREAS, areaOf, type Area } from './strings/areas.ts';
import { collectStrings, collectTestNames, type FoundString } from './strings/collect-strings.ts';

const TITLES: Readonly<Record<Area, string>> = {
  ui: 'User interface',
  cli: 'Command line',
  models: 'Prompts and tools',
  configuration: 'Configuration',
  protocol: 'Methods',
  errors: 'Errors and logs',
  tests: 'Test names',
  docs: 'Headings',
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !AREAS.some((area) => area === name));
if (unknown === undefined) for (const area of AREAS) printArea(area);
else {
  console.error(`unknown area "${unknown}". Available: ${AREAS.join(', ')}`);
  process.exitCode = 1;
}

function printArea(area: Area): void {
  if (wanted.length > 0 && !wanted.includes(area)) return;
  console.log(`# ${TITLES[area]}\n`);
  for (const { path, strings } of stringsOf(area)) {
    if (strings.length === 0) continue;
    console.log(path);
    for (const { line, text } of strings) console.log(`${String(line).padStart(5)}  ${text}`);
    console.log('');
  }
}

function stringsOf(area: Area): readonly { readonly path: string; readonly strings: readonly FoundString[] }[] {
  if (area === 'docs') return headings();
  return readSourceFiles(PROJECT_ROOT)
    .filter(({ path }) => areaOf(path) === area)
    .map((file) => ({ path: file.path, strings: textsOf(area, file) }));
}

function textsOf(area: Area, file: SourceFile): readonly FoundString[] {
  const parsed = parseSource(file);
  return area === 'tests' ? collectTestNames(parsed) : collectStrings(parsed, file.path.startsWith('messages/en/'));
}

function headings(): readonly { readonly path: string; readonly strings: readonly FoundString[] }[] {
  return globSync(['*.md', 'docs/**/*.md'], { cwd: PROJECT_ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => ({
      path,
      strings: readFileSync(join(PROJECT_ROOT, path), 'utf8')
        .split('\n')
        .flatMap((text, index) => (/^#{1,6} /.test(text) ? [{ line: index + 1, text }] : [])),
    }));
}
