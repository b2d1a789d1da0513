import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

/** One table of methods or handlers: the noun it belongs to, where it is, and the names in it. */
interface Table {
  readonly noun: string;
  readonly place: string;
  readonly names: readonly string[];
}

/** Every record that a file matching `pattern` exports under a name ending in `suffix`. */
async function readTables(
  pattern: string,
  suffix: RegExp,
  nounOf: (path: string) => string,
): Promise<readonly Table[]> {
  const paths = globSync(pattern, { cwd: PROJECT_ROOT }).filter((path) => !/\.test\.ts$|registry\.ts$/.test(path));
  const tables = await Promise.all(
    paths.map(async (path) => {
      const exported: Readonly<Record<string, object>> = await import(join(PROJECT_ROOT, path));
      return Object.entries(exported)
        .filter(([name]) => suffix.test(name))
        .map(([name, table]) => ({ noun: nounOf(path), place: `${path} ${name}`, names: Object.keys(table) }));
    }),
  );
  return tables.flat();
}

/** Names that more than one table has. */
function findRepeated(tables: readonly Table[]): readonly string[] {
  const places = Map.groupBy(
    tables.flatMap(({ place, names }) => names.map((name) => ({ name, place }))),
    ({ name }) => name,
  );
  return [...places].flatMap(([name, own]) =>
    own.length === 1 ? [] : [`${name}: ${own.map(({ place }) => place).join(', ')}`],
  );
}

const declared = await readTables('contract/methods/*.ts', /_METHODS$/, (path) => basename(path, '.ts'));
const answered = await readTables('gateway/methods/*/*.ts', /_(?:HANDLERS|ALIASES)$/, (path) =>
  basename(dirname(path)),
);
/** The table of a noun stands in the file of that name; other files in the folder hold parts of it. */
const isWhole = ({ noun, place }: Table): boolean => place.includes(`/${noun}/${noun}.ts `);

describe('methods', () => {
  it('are declared once', () => {
    expect(declared.length).toBeGreaterThan(20);
    expect(findRepeated(declared)).toEqual([]);
  });

  it.each(declared)('of $noun are handled by the table of that noun only', ({ noun, names }) => {
    const tables = answered.filter((table) => table.noun === noun);
    expect(tables.filter(isWhole).map((table) => table.names.toSorted())).toEqual([names.toSorted()]);
    expect(tables.flatMap((table) => table.names).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('are handled once', () => {
    expect(findRepeated(answered.filter(isWhole))).toEqual([]);
    expect(findRepeated(answered.filter((table) => !isWhole(table)))).toEqual([]);
  });

  it('are handled in the folder of their noun', () => {
    const nouns = new Set(declared.map(({ noun }) => noun));
    expect(answered.filter(({ noun }) => !nouns.has(noun)).map(({ place }) => place)).toEqual([]);
  });
});

it('finds a method in two tables', () => {
  const table: Table = { noun: 'a', place: 'a.ts A', names: ['x', 'y'] };
  expect(findRepeated([table, { noun: 'b', place: 'b.ts B', names: ['y'] }])).toEqual(['y: a.ts A, b.ts B']);
});
