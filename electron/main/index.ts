// Entry point of the desktop app: allows one instance per home folder and starts the shell.
import { join } from 'node:path';

import { app, protocol } from 'electron';

import { settingsFromEnvironment } from '#host/shell-settings.ts';

import { SCHEME_PRIVILEGES } from './app-protocol.ts';
import { LINK_SCHEME, pageFromArguments, pageFromLink } from './deep-link.ts';
import { startShell } from './shell.ts';

const settings = settingsFromEnvironment(process.env);
app.setName('Gatehouse');
// Electron's files and single-instance lock are in the home folder, so another home is another instance.
app.setPath('userData', join(settings.home, 'desktop/chromium'));
app.enableSandbox();
protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);

if (app.requestSingleInstanceLock()) {
  // In development this would register the plain Electron executable with the system.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  let show: ((page?: string) => void) | undefined;
  let first = pageFromArguments(process.argv);
  app.on('second-instance', (_event, argv: readonly string[]) => show?.(pageFromArguments(argv)));
  // macOS delivers links as events, the first one before the window exists.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    if (show === undefined) first = pageFromLink(url);
    else show(pageFromLink(url));
  });
  void app.whenReady().then(async () => {
    show = await startShell(settings, first);
  });
} else {
  app.quit();
}
