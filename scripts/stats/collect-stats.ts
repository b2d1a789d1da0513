// Measures the sources of a checkout.
import { findImportCycles } from '../sources/import-cycles.ts';
import { parseSource, type ParsedSource } from '../sources/parse-source.ts';
import { isProduct, layerOf, readSourceFiles } from '../sources/read-sources.ts';
import { findDuplicates } from './duplicate-blocks.ts';
import { functionLengths } from './function-lengths.ts';
import { undocumentedExports } from './undocumented-exports.ts';

/** How a set of lengths is spread. */
export interface Spread {
  readonly median: number;
  readonly p90: number;
  readonly max: number;
}

/** The figures of one checkout. Lists name what the counts count. */
export interface Stats {
  readonly product: { readonly files: number; readonly lines: number };
  readonly all: { readonly files: number; readonly lines: number };
  readonly linesPerLayer: Readonly<Record<string, number>>;
  readonly fileLines: Spread;
  readonly functionLines: Spread;
  readonly importCycles: readonly (readonly string[])[];
  readonly undocumentedExports: readonly string[];
  readonly duplicateBlocks: readonly string[];
  readonly duplicateLines: number;
}

/** Measures the checkout at `root`. Files and functions are measured in product code only; cycles everywhere. */
export function collectStats(root: string): Stats {
  const files = readSourceFiles(root).map(parseSource);
  const product = files.filter(({ path }) => isProduct(path));
  const documented = files.filter(({ path }) => isProduct(path) || layerOf(path) === 'scripts');
  const duplicates = findDuplicates(product);
  return {
    product: count(product),
    all: count(files),
    linesPerLayer: linesPerLayer(files),
    fileLines: spread(product.map(linesOf)),
    functionLines: spread(product.flatMap(functionLengths)),
    importCycles: findImportCycles(files),
    undocumentedExports: documented.flatMap((file) => undocumentedExports(file).map((name) => `${file.path}: ${name}`)),
    duplicateBlocks: duplicates.map(({ lines, places }) => `${lines} lines: ${places.join(' = ')}`),
    duplicateLines: duplicates.reduce((sum, { lines }) => sum + lines, 0),
  };
}

function linesOf({ text }: Pick<ParsedSource, 'text'>): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function count(files: readonly ParsedSource[]): { readonly files: number; readonly lines: number } {
  return { files: files.length, lines: files.reduce((sum, file) => sum + linesOf(file), 0) };
}

function linesPerLayer(files: readonly ParsedSource[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(files, ({ path }) => layerOf(path));
  return Object.fromEntries([...groups].map(([layer, own]) => [layer, count(own).lines]));
}

function spread(lengths: readonly number[]): Spread {
  const sorted = lengths.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { median: at(0.5), p90: at(0.9), max: sorted.at(-1) ?? 0 };
}
