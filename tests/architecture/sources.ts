// Reads the project's own sources for the architecture tests.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

const LAYERS = '{contract,core,adapters,gateway,host,cli,electron,messages,renderer,scripts,tests}';
const IMPORT = /(?:^|[\s;}])(?:import|export)(?:\s[^'"`;]*?from)?\s*\(?\s*['"]([^'"]+)['"]/g;

/** One source file: path relative to the project with forward slashes, text, and what it imports. */
export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/** All TypeScript sources. */
export function readSources(): readonly Source[] {
  return globSync(`${LAYERS}/**/*.{ts,tsx}`, { cwd: PROJECT_ROOT }).map((file) => {
    const path = file.replaceAll('\\', '/');
    const text = readFileSync(join(PROJECT_ROOT, path), 'utf8');
    return { path, text, imports: [...text.matchAll(IMPORT)].map((match) => match[1] ?? '') };
  });
}

/** Sources that run in the product: not tests, not what tests stand on, not scripts. */
export function productSources(): readonly Source[] {
  return readSources().filter(({ path }) => !isTestOnly(path) && !path.startsWith('scripts/'));
}

/** Tells whether a file serves tests only. */
export function isTestOnly(path: string): boolean {
  return (
    path.startsWith('tests/') || /\.test\.tsx?$/.test(path) || path.includes('/testing/') || path.includes('/dev/')
  );
}

/** The npm package that an import names; `undefined` for our own files and Node's modules. */
export function packageOf(specifier: string): string | undefined {
  if (/^[.#/]/.test(specifier) || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
