// Entry of the desktop app: one instance per home folder, then the shell.
import { join } from 'node:path';

import { app, protocol } from 'electron';

import { settingsFromEnvironment } from '#host/shell-settings.ts';

import { SCHEME_PRIVILEGES } from './app-protocol.ts';
import { startShell } from './shell.ts';

const settings = settingsFromEnvironment(process.env);
app.setName('Gatehouse');
// Electron's own files and its single-instance lock live in our home folder: another home is another app.
app.setPath('userData', join(settings.home, 'desktop/chromium'));
app.enableSandbox();
protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);

if (app.requestSingleInstanceLock()) {
  let show: (() => void) | undefined;
  app.on('second-instance', () => show?.());
  void app.whenReady().then(async () => {
    show = await startShell(settings);
  });
} else {
  app.quit();
}
