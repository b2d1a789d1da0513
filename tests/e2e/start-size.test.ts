// How much a browser loads before the first page stands, as the gateway serves it to browsers: compressed with Brotli.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { parseSync } from 'vite';
import { expect, it } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

const PAGES = join(PROJECT_ROOT, 'out/renderer');
/** Everything that is loaded before the app starts, and that with the home page. */
const START_BYTES = 150_000;
const HOME_BYTES = 180_000;
/** The build stores each file in this form too, except very small ones. */
const STORED = '.br';

function sizeOf(path: string): number {
  const stored = statSync(join(PAGES, `${path}${STORED}`), { throwIfNoEntry: false });
  return (stored ?? statSync(join(PAGES, path))).size;
}

/** A script with all that it imports at once. */
function withImports(path: string, found = new Map<string, number>()): Map<string, number> {
  if (found.has(path)) return found;
  found.set(path, sizeOf(path));
  const { module } = parseSync(path, readFileSync(join(PAGES, path), 'utf8'));
  for (const { moduleRequest } of module.staticImports) withImports(join('assets', moduleRequest.value), found);
  return found;
}

function startScripts(): Map<string, number> {
  const html = readFileSync(join(PAGES, 'index.html'), 'utf8');
  const found = new Map<string, number>();
  for (const [, path = ''] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)) withImports(path, found);
  return found;
}

function lazyScript(name: string): string {
  const file = readdirSync(join(PAGES, 'assets')).find((one) => one.startsWith(`${name}-`) && one.endsWith('.js'));
  if (file === undefined) throw new Error(`The build has no chunk named ${name}.`);
  return join('assets', file);
}

/** The sum, and the sizes by file, largest first, for the message of a failure. */
function measure(scripts: ReadonlyMap<string, number>) {
  const parts = [...scripts].toSorted(([, a], [, b]) => b - a).map(([path, size]) => `${size} ${path}`);
  return { sum: [...scripts.values()].reduce((total, size) => total + size, 0), parts: parts.join('\n') };
}

it('starts with 150 kB of compressed scripts at most, and with 180 kB including the home page', () => {
  const scripts = startScripts();
  expect(scripts.size).toBeGreaterThan(1);
  const start = measure(scripts);
  expect(start.sum, start.parts).toBeLessThanOrEqual(START_BYTES);
  const home = measure(withImports(lazyScript('home-page'), scripts));
  expect(home.sum, home.parts).toBeLessThanOrEqual(HOME_BYTES);
});

it('has the texts of the start in its first scripts, and those of pages with the pages', () => {
  const read = (scripts: ReadonlyMap<string, number>) =>
    [...scripts.keys()].map((path) => readFileSync(join(PAGES, path), 'utf8')).join('\n');
  const start = read(startScripts());
  expect(start).toContain('app.skipToContent');
  for (const id of ['tour.label', 'settings.theme.keywords', 'usage.noPrice', 'compare.tokens'])
    expect(start).not.toContain(`"${id}"`);
  expect(read(withImports(lazyScript('usage-page')))).toContain('"usage.noPrice"');
});
