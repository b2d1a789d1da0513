// Finds the source files of a checkout and tells what each is for.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Top-level folders of the product, lowest layer first. */
export const LAYERS = [
  'contract',
  'messages',
  'core',
  'adapters',
  'gateway',
  'host',
  'electron',
  'cli',
  'renderer',
] as const;

const FILES = `{${[...LAYERS, 'scripts', 'tests'].join(',')}}/**/*.{ts,tsx}`;

/** One file: its path from the root of the checkout, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** All TypeScript files below `root`, sorted by path. */
export function readSourceFiles(root: string): readonly SourceFile[] {
  return globSync(FILES, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Whether a file is part of what ships: neither test, script, message catalog nor generated. */
export function isProduct(path: string): boolean {
  return !isTestOnly(path) && !path.startsWith('scripts/') && !isCatalog(path) && !isGenerated(path);
}

/** Whether a file serves tests only. */
export function isTestOnly(path: string): boolean {
  return path.startsWith('tests/') || /\.test\.tsx?$/.test(path) || /\/(testing|dev)\//.test(path);
}

/** Whether a file holds translated messages. */
function isCatalog(path: string): boolean {
  return /^messages\/[a-z]{2}(-\w+)?\//.test(path);
}

/** Whether a file is written by a program. */
function isGenerated(path: string): boolean {
  return path.includes('/generated/');
}

/** The layer of a product file, or the group that the file belongs to. */
export function layerOf(path: string): string {
  if (isGenerated(path)) return 'generated';
  if (isCatalog(path)) return 'message catalogs';
  return isTestOnly(path) ? 'tests' : path.slice(0, path.indexOf('/'));
}
