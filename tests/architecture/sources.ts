// Reads the project's own sources for the architecture tests.
import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { isTestOnly, readSourceFiles } from '#scripts/sources/read-sources.ts';

const IMPORT = /(?:^|[\s;}])(?:import|export)(?:\s[^'"`;]*?from)?\s*\(?\s*['"]([^'"]+)['"]/g;

/** One source file: path relative to the project with forward slashes, text, and what it imports. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/** All TypeScript sources. */
export function readSources(): readonly Source[] {
  return readSourceFiles(PROJECT_ROOT).map(({ path, text }) => ({
    path,
    text,
    imports: [...text.matchAll(IMPORT)].map((match) => match[1] ?? ''),
  }));
}

/** Sources that run in the product: not tests, not what tests stand on, not scripts. */
export function productSources(): readonly Source[] {
  return readSources().filter(({ path }) => !isTestOnly(path) && !path.startsWith('scripts/'));
}

/** The npm package that an import names; `undefined` for our own files and Node's modules. */
export function packageOf(specifier: string): string | undefined {
  if (/^[.#/]/.test(specifier) || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
