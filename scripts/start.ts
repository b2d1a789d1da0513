// `npm start`: builds when needed, then opens the window, or serves the same app to a browser where there can be none.
// `npm start -- --headless` asks for the second at once; other arguments go to `gatehouse start`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { ensureBuilt } from './build-if-stale.ts';
import { findElectron, hasDisplay } from './electron-binary.ts';
import { PROJECT_ROOT } from './project-root.ts';

const HEADLESS_FLAG = '--headless';
const HEADLESS_ENTRY = join(PROJECT_ROOT, 'out/main/headless.js');

const args = process.argv.slice(2);
await ensureBuilt(console.log);
const electron = args.includes(HEADLESS_FLAG) ? undefined : electronOrReason();
if (typeof electron === 'object') openWindow(electron.path);
else await serve(electron);

/** The binary to start, or the sentence that says why there is no window. */
function electronOrReason(): { readonly path: string } | string {
  const path = findElectron();
  if (path === undefined)
    return "No desktop window: Electron's program is not here (get it with `npx install-electron`).";
  if (!hasDisplay(process.platform, process.env)) return 'No desktop window: this machine has no display.';
  return { path };
}

function openWindow(path: string): void {
  const child = spawn(path, [PROJECT_ROOT, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => (process.exitCode = code ?? 1));
}

/** Runs the headless host in this very process, as `gatehouse start` would. */
async function serve(reason: string | undefined): Promise<void> {
  if (reason !== undefined) console.log(`${reason} Serving the same app to your browser instead.`);
  process.argv = [process.execPath, HEADLESS_ENTRY, 'start', ...args.filter((argument) => argument !== HEADLESS_FLAG)];
  await import(pathToFileURL(HEADLESS_ENTRY).href);
}
