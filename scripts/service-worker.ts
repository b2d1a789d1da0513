// Vite plugin that writes the service worker with the list of the files that the app needs to open, and a hash of them.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { resolve } from 'node:path';

import type { Plugin } from 'vite';

import { staticChunks, type Bundle } from './static-chunks.ts';

const SOURCE = resolve('renderer/service-worker/service-worker.ts');
const FILE = 'service-worker.js';
/** From the public folder. */
const PUBLIC_FILES = ['/app.webmanifest', '/icon.svg', '/icon-192.png'];

/** The plugin. */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      this.emitFile({ type: 'asset', fileName: FILE, source: writeWorker(bundle) });
    },
  };
}

function writeWorker(bundle: Bundle): string {
  const files = ['/', ...PUBLIC_FILES, ...findShell(bundle).map((file) => `/${file}`)];
  const hash = createHash('sha256').update(readFileSync(SOURCE));
  for (const item of Object.values(bundle)) hash.update(item.fileName);
  const page = bundle['index.html'];
  if (page?.type === 'asset') hash.update(page.source);
  const constants = { SHELL_FILES: files, SHELL_VERSION: hash.digest('hex').slice(0, 16) };
  const lines = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
  return `${lines.join('\n')}\n${stripTypeScriptTypes(readFileSync(SOURCE, 'utf8'))}`;
}

/** The entry with all that it imports at once, its styles, and fonts. What is loaded later is stored when it is used. */
function findShell(bundle: Bundle): readonly string[] {
  const names = Object.values(bundle).map(({ fileName }) => fileName);
  const styles = names.filter((name) => /\.css$|latin-wght-normal.*\.woff2$/.test(name));
  return [...staticChunks(bundle, ({ isEntry }) => isEntry), ...styles].toSorted();
}
