// `npm run dev`: rebuilds on every change. The host restarts with its bundle; reload the browser to update the pages.
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { ensureBuilt } from './build-if-stale.ts';
import { PROJECT_ROOT } from './project-root.ts';

await ensureBuilt(console.log);
const bundle = join(PROJECT_ROOT, 'out/main');
const children = [
  run([
    join(PROJECT_ROOT, 'node_modules/electron-vite/bin/electron-vite.js'),
    'build',
    '--watch',
    '--logLevel',
    'warn',
  ]),
  run([
    `--watch-path=${bundle}`,
    '--watch-preserve-output',
    join(bundle, 'headless.js'),
    'start',
    ...process.argv.slice(2),
  ]),
];
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}

function run(args: readonly string[]): ReturnType<typeof spawn> {
  return spawn(process.execPath, args, { cwd: PROJECT_ROOT, stdio: 'inherit' });
}
