// Builds the app when the bundle is missing or older than any of its sources, and says so in one line.
import { spawn } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { whileBuilding } from './build-lock.ts';
import { PROJECT_ROOT } from './project-root.ts';

const SOURCES = [
  '{contract,core,adapters,gateway,host,cli,electron,renderer}/**/*',
  'electron.vite.config.ts',
  'package-lock.json',
];
/** Written last by the build: its time is the build's time. */
const STAMPS = ['out/main/index.js', 'out/main/headless.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

/** Brings `out/` up to date. `report` gets one line when there is something to do. */
export async function ensureBuilt(report: (line: string) => void = () => {}): Promise<void> {
  if (!isStale()) return;
  report('Building Gatehouse (once, a few seconds) …');
  await whileBuilding(async () => {
    // Another process may have built while this one waited.
    if (isStale()) await build();
  });
}

function isStale(): boolean {
  const built = Math.min(...STAMPS.map(modified));
  return newestSource() > built;
}

function modified(path: string): number {
  return statSync(join(PROJECT_ROOT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestSource(): number {
  const files = globSync(SOURCES, { cwd: PROJECT_ROOT, exclude: ['**/*.test.ts', '**/*.test.tsx'] });
  return files.reduce((newest, file) => Math.max(newest, modified(file)), 0);
}

/** Runs electron-vite; rejects with its whole output when it fails. */
async function build(): Promise<void> {
  const tool = join(PROJECT_ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  const child = spawn(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
}
