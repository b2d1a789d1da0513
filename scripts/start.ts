// `npm start`: builds if necessary, then opens the desktop app, or serves the app to a browser if there is no Electron or display.
// `npm start -- --headless` always serves a browser; other arguments are passed to `gatehouse start`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ensureBuilt } from './build-if-stale.ts';
import { findElectron, hasDisplay } from './electron-binary.ts';
import { PROJECT_ROOT } from './project-root.ts';

const HEADLESS_FLAG = '--headless';
const HEADLESS_ENTRY = join(PROJECT_ROOT, 'cli/gatehouse.mjs');

const args = process.argv.slice(2);
await ensureBuilt(console.log);
const electron = args.includes(HEADLESS_FLAG) ? undefined : electronOrReason();
if (typeof electron === 'object') openWindow(electron.path);
else await serve(electron);

/** The Electron binary, or a sentence that says why there is no window. */
function electronOrReason(): { readonly path: string } | string {
  const path = findElectron();
  if (path === undefined)
    return 'No desktop window: Electron is not installed. Run `npx install-electron` to install it.';
  if (!hasDisplay(process.platform, process.env)) return 'No desktop window: no display is available.';
  return { path };
}

function openWindow(path: string): void {
  const child = spawn(path, [PROJECT_ROOT, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}

/** Runs `gatehouse start` in this process. */
async function serve(reason: string | undefined): Promise<void> {
  if (reason !== undefined) console.log(`${reason} Serving the app to your browser instead.`);
  process.argv = [process.execPath, HEADLESS_ENTRY, 'start', ...args];
  await import(pathToFileURL(HEADLESS_ENTRY).href);
}
