// Entry point of the desktop app: allows one instance per home folder and starts the shell.
import { join } from 'node:path';

import { app, protocol } from 'electron';

import { productVersion, settingsFromEnvironment } from '#host/shell-settings.ts';

import { SCHEME_PRIVILEGES } from './app-protocol.ts';
import { keepCrashReports } from './crash-reports.ts';
import { LINK_SCHEME, pageFromArguments, pageFromLink } from './deep-link.ts';
import { HIDDEN_ARGUMENT } from './login-item.ts';
import { pageForArgument, pageForFolder } from './opened-folder.ts';
import { startShell } from './shell.ts';

const settings = settingsFromEnvironment(process.env);
app.setName('Gatehouse');
// Electron's files and single-instance lock are in the home folder, so another home is another instance.
app.setPath('userData', join(settings.home, 'desktop/chromium'));
const crashFolder = join(settings.home, 'desktop/crashes');
keepCrashReports(crashFolder, productVersion());
app.enableSandbox();
protocol.registerSchemesAsPrivileged([SCHEME_PRIVILEGES]);

if (app.requestSingleInstanceLock()) {
  // In development this would register the plain Electron executable with the system.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  let show: ((page?: string) => void) | undefined;
  /** In development, the program is Electron with a folder. */
  const toPage = (argv: readonly string[], workingFolder: string): string | undefined =>
    pageFromArguments(argv) ?? pageForArgument(argv.slice(app.isPackaged ? 1 : 2), workingFolder);
  let first = toPage(process.argv, process.cwd());
  const open = (page: string | undefined): void => {
    if (show === undefined) first = page;
    else show(page);
  };
  app.on('second-instance', (_event, argv: readonly string[], workingFolder: string) =>
    show?.(toPage(argv, workingFolder)),
  );
  // macOS delivers links and files as events, the first ones before the window exists.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    open(pageFromLink(url));
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    open(pageForFolder(path));
  });
  void app.whenReady().then(async () => {
    const startsHidden = process.argv.includes(HIDDEN_ARGUMENT) || app.getLoginItemSettings().wasOpenedAtLogin;
    show = await startShell(settings, { page: () => first, startsHidden, crashFolder });
  });
} else {
  app.quit();
}
