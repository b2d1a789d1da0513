// Builds the app if the bundle is missing or older than its sources.
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { whileBuilding } from './build-lock.ts';
import { PROJECT_ROOT } from './project-root.ts';
import { runTool } from './run-tool.ts';

const SOURCES = [
  '{contract,core,adapters,gateway,host,cli,electron,messages,renderer}/**/*',
  'electron.vite.config.ts',
  'package-lock.json',
];
/** Outputs of the build; the oldest one is the time of the build. */
const STAMPS = ['out/main/index.js', 'out/main/headless.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

/** Updates `out/`. `report` receives one line if a build is necessary. */
export async function ensureBuilt(report: (line: string) => void = () => {}): Promise<void> {
  if (!isStale()) return;
  report('Building Gatehouse…');
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

/** Runs electron-vite. @throws with its output if it fails */
async function build(): Promise<void> {
  const { code, output } = await runTool('electron-vite/bin/electron-vite.js', ['build', '--logLevel', 'warn']);
  if (code !== 0) throw new Error(`build failed:\n${output}`);
}
