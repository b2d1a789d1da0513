#!/usr/bin/env node
// The `gatehouse` command. Plain JavaScript, so that an old Node can still say what it needs, or find the Node that the
// project brings along.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const WANTED_MAJOR = 24;
const here = dirname(fileURLToPath(import.meta.url));
const bundle = join(here, '../out/main/headless.js');
const entry = existsSync(bundle) ? bundle : join(here, 'main.ts');
const args = process.argv.slice(2);

if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) {
  process.argv = [process.argv[0], entry, ...args];
  await import(pathToFileURL(entry).href);
} else {
  const own = join(here, '../node_modules/.bin/node');
  if (!existsSync(own)) {
    console.error(`gatehouse needs Node ${WANTED_MAJOR} or newer, and this is ${process.versions.node}.`);
    process.exit(1);
  }
  const { status } = spawnSync(own, [entry, ...args], { stdio: 'inherit' });
  process.exit(status ?? 1);
}
