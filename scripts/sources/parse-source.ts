// Parses TypeScript and TSX with the parser that Vite ships; TypeScript 7 has no API for that.
import { parseSync, Visitor, type ESTree } from 'vite';

import type { SourceFile } from './read-sources.ts';

/** A comment with its place in the text. */
export type Comment = ReturnType<typeof parseSync>['comments'][number];

/** A parsed file. */
export interface ParsedSource extends SourceFile {
  readonly program: ESTree.Program;
  readonly comments: readonly Comment[];
  /** What the file imports or re-exports statically, type-only imports included. */
  readonly imports: readonly string[];
}

/** Parses a file. The syntax tree is built when it is first read. Throws when the syntax is wrong. */
export function parseSource(file: SourceFile): ParsedSource {
  const result = parseSync(file.path, file.text);
  if (result.errors[0] !== undefined) throw new Error(`${file.path}: ${result.errors[0].message}`);
  const { staticImports, staticExports } = result.module;
  const imports = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
    ...(file.text.includes('import(') ? typeImports(result.program) : []),
  ];
  return {
    ...file,
    imports: [...new Set(imports)],
    get program() {
      return result.program;
    },
    get comments() {
      return result.comments;
    },
  };
}

/** Modules that types name inline: `import('./a.ts').A`. */
function typeImports(program: ESTree.Program): readonly string[] {
  const found: string[] = [];
  new Visitor({ TSImportType: ({ source }) => void found.push(source.value) }).visit(program);
  return found;
}

/** Gives the line, from 1, of a place in a text. */
export function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
