// Entry of the desktop app: one instance per home folder, then the shell.
import { join } from 'node:path';

import { app, protocol } from 'electron';

import { settingsFromEnvironment } from '#host/shell-settings.ts';

import { SCHEME_PRIVILEGES } from './app-protocol.ts';
import { LINK_SCHEME, pageOfArguments, pageOfLink } from './deep-link.ts';
import { startShell } from './shell.ts';

const settings = settingsFromEnvironment(process.env);
app.setName('Gatehouse');
// Electron's own files and its single-instance lock live in our home folder: another home is another app.
app.setPath('userData', join(settings.home, 'desktop/chromium'));
app.enableSandbox();
protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);

if (app.requestSingleInstanceLock()) {
  // An unpacked program would register the bare Electron with the system.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  let show: ((page?: string) => void) | undefined;
  let first = pageOfArguments(process.argv);
  app.on('second-instance', (_event, argv: readonly string[]) => show?.(pageOfArguments(argv)));
  // On macOS links come as events, the first one before the window is there.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    if (show === undefined) first = pageOfLink(url);
    else show(pageOfLink(url));
  });
  void app.whenReady().then(async () => {
    show = await startShell(settings, first);
  });
} else {
  app.quit();
}
