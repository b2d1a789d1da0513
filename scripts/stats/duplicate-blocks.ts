// Finds blocks of code that exist more than once, compared line by line without indentation, comments and imports.
import { lineFinder, type ParsedSource } from '../sources/parse-source.ts';

/** Least length of a duplicate, lines. */
const MIN_LINES = 6;

/** Two places with the same code. */
export interface DuplicateBlock {
  readonly lines: number;
  readonly places: readonly [string, string];
}

interface Line {
  readonly text: string;
  readonly number: number;
}

interface Place {
  readonly file: number;
  readonly index: number;
}

/** All duplicates, longest first. A block that exists three times is reported as two. */
export function findDuplicates(files: readonly ParsedSource[]): readonly DuplicateBlock[] {
  const contents = files.map(codeLines);
  const firstSeen = new Map<string, Place>();
  const found: DuplicateBlock[] = [];
  contents.forEach((lines, file) => {
    let index = 0;
    while (index + MIN_LINES <= lines.length) {
      const key = keyAt(lines, index);
      const first = firstSeen.get(key);
      const overlaps = first?.file === file && first.index + MIN_LINES > index;
      if (first === undefined || overlaps) {
        if (first === undefined) firstSeen.set(key, { file, index });
        index += 1;
        continue;
      }
      const length = commonLength(contents[first.file] ?? [], first.index, lines, index);
      const placeOf = (place: Place): string =>
        `${files[place.file]?.path}:${contents[place.file]?.[place.index]?.number}`;
      found.push({ lines: length, places: [placeOf(first), placeOf({ file, index })] });
      index += length;
    }
  });
  return found.toSorted((a, b) => b.lines - a.lines);
}

function keyAt(lines: readonly Line[], index: number): string {
  return lines
    .slice(index, index + MIN_LINES)
    .map(({ text }) => text)
    .join('\n');
}

function commonLength(a: readonly Line[], fromA: number, b: readonly Line[], fromB: number): number {
  let length = 0;
  while (a[fromA + length] !== undefined && a[fromA + length]?.text === b[fromB + length]?.text) length += 1;
  return length;
}

/** The lines that count: no blank lines, comments, imports, or lines of brackets only. */
function codeLines({ text, program, comments }: ParsedSource): readonly Line[] {
  const lineAt = lineFinder(text);
  const withoutComments = comments.reduceRight(
    (code, { start, end }) => code.slice(0, start) + code.slice(start, end).replaceAll(/[^\n]/g, '') + code.slice(end),
    text,
  );
  const imported = new Set<number>();
  for (const { type, start, end } of program.body) {
    if (type !== 'ImportDeclaration') continue;
    for (let line = lineAt(start); line <= lineAt(end - 1); line += 1) imported.add(line);
  }
  return withoutComments
    .split('\n')
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter(({ text: line, number }) => /\w/.test(line) && !imported.has(number));
}
