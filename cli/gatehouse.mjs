#!/usr/bin/env node
// The `gatehouse` executable. Plain JavaScript, so that old versions of Node can run it: it then uses the Node in
// node_modules, or reports which version it needs.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { useCompileCache } from '#host/compile-cache.mjs';
import { describeUnsupportedNode } from '#host/node-version.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const bundle = join(here, '../out/main/headless.js');
const entry = existsSync(bundle) ? bundle : join(here, 'main.ts');
const args = process.argv.slice(2);
const unsupported = describeUnsupportedNode(process.versions.node);

if (unsupported === undefined) {
  useCompileCache();
  process.argv = [process.argv[0], entry, ...args];
  await import(pathToFileURL(entry).href);
} else {
  const own = join(here, '../node_modules/.bin/node');
  if (!existsSync(own)) {
    console.error(`gatehouse: ${unsupported}`);
    process.exit(1);
  }
  const { status } = spawnSync(own, [entry, ...args], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
