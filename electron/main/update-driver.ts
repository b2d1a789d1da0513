// Updates through electron-updater: the server that the build names, over HTTPS, with verified files.
import type { KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { app, session } from 'electron';
import type { AppUpdater } from 'electron-updater';

import type { UpdateChannel } from '#contract/types/updates.ts';
import type { DownloadProgress, FoundUpdate, ReportRequest, UpdateDriver } from '#core/ports/update-driver.ts';
import { isUnchanged, rememberFile, type DownloadedFile } from './downloaded-file.ts';
import { keepInstaller, listInstallers } from './kept-installers.ts';
import { isUpdateAddress } from './update-address.ts';
import { readUpdateKeys } from './update-signature.ts';

/** The session of electron-updater's requests. */
const PARTITION = 'electron-updater';
/** electron-updater would send an ID of this installation. All installations send this one. */
const ANONYMOUS = { 'x-user-staging-id': '00000000-0000-0000-0000-000000000000' };

/** Dependencies of the driver. */
export interface DriverParts {
  /** The folder of the kept installers. */
  readonly folder: string;
  readonly version: string;
  /** Stops everything and quits without a question; `exit` is called at the end. */
  readonly quit: () => void;
}

/** A driver, and how the app ends. */
export interface DesktopUpdates {
  readonly source: UpdateDriver | { readonly howTo: string };
  /** Ends the process, and installs an update if there is one to install. Everything else has stopped. */
  exit(): void;
}

/** Updates of this installation, if its build names a server. */
export function openDesktopUpdates(parts: DriverParts): DesktopUpdates {
  const server = readServer();
  if (server === undefined) return cannot('This build has no update server. Install a newer version manually.');
  if (process.platform === 'linux' && process.env['APPIMAGE'] === undefined && !isPackage())
    return cannot(
      'This copy is neither an AppImage nor an installed package, so it cannot update itself. Install a newer version manually.',
    );
  const driver = new ElectronUpdates(server, parts);
  return { source: driver, exit: () => driver.exit() };
}

function cannot(howTo: string): DesktopUpdates {
  return { source: { howTo }, exit: () => app.exit(0) };
}

interface Server {
  readonly host: string;
  readonly url: string;
}

/** electron-builder writes this file if the build has an address to publish to. */
function readServer(): Server | undefined {
  const file = join(process.resourcesPath ?? '', 'app-update.yml');
  if (!app.isPackaged || !existsSync(file)) return undefined;
  const address = /^url: *['"]?([^\s'"]+)/m.exec(readFileSync(file, 'utf8'))?.[1];
  const url = address === undefined ? null : URL.parse(address);
  return url !== null && isUpdateAddress(url) ? { host: url.host, url: url.href } : undefined;
}

/** The keys that the build requires update metadata to be signed with; undefined if it has none. @throws {Error} if they are damaged */
function readKeys(): readonly KeyObject[] | undefined {
  const file = join(process.resourcesPath, 'update-keys.txt');
  return existsSync(file) ? readUpdateKeys(readFileSync(file, 'utf8')) : undefined;
}

function isPackage(): boolean {
  return existsSync(join(process.resourcesPath, 'package-type'));
}

class ElectronUpdates implements UpdateDriver {
  readonly server: string;
  readonly #url: string;
  readonly #parts: DriverParts;
  #updater: Promise<AppUpdater> | undefined;
  #loaded: AppUpdater | undefined;
  #report: ReportRequest = () => {};
  /** Why a request was rejected. */
  #refusal: unknown;
  #found: FoundUpdate | undefined;
  #downloaded: DownloadedFile | undefined;
  #installs = false;
  #restarts = false;

  constructor({ host, url }: Server, parts: DriverParts) {
    this.server = host;
    this.#url = url;
    this.#parts = parts;
  }

  async check(channel: UpdateChannel, report: ReportRequest): Promise<FoundUpdate | undefined> {
    const updater = await this.#load();
    updater.channel = channel === 'beta' ? 'beta' : 'latest';
    // Setting a channel allows downgrades. The database of a newer version can't be used by an older one.
    updater.allowDowngrade = false;
    const result = await this.#reporting(report, () => updater.checkForUpdates());
    const info = result?.isUpdateAvailable === true ? result.updateInfo : undefined;
    const notes = toText(info?.releaseNotes);
    this.#found = info && { version: info.version, ...(notes !== undefined && { notes }) };
    return this.#found;
  }

  async download(
    on: { readonly request: ReportRequest; readonly progress: (progress: DownloadProgress) => void },
    signal: AbortSignal,
  ): Promise<void> {
    const [updater, { CancellationToken }] = await Promise.all([this.#load(), import('electron-updater')]);
    const token = new CancellationToken();
    const cancel = (): void => token.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    const progress = ({ percent, transferred }: { readonly percent: number; readonly transferred: number }): void =>
      on.progress({ percent, received: transferred });
    updater.on('download-progress', progress);
    try {
      const [file] = await this.#reporting(on.request, () => updater.downloadUpdate(token));
      this.#downloaded = file === undefined ? undefined : rememberFile(file);
      await this.#keep(file);
    } finally {
      updater.off('download-progress', progress);
      signal.removeEventListener('abort', cancel);
    }
  }

  restart(): void {
    this.#restarts = true;
    this.#parts.quit();
  }

  installOnQuit(enabled: boolean): void {
    this.#installs = enabled;
  }

  kept() {
    return listInstallers(this.#parts.folder);
  }

  /** Ends the process. */
  exit(): void {
    const updater = this.#loaded;
    if (updater === undefined || !(this.#installs || this.#restarts)) return app.exit(0);
    // It was verified when it was downloaded, which can be days ago.
    if (this.#downloaded === undefined || !isUnchanged(this.#downloaded)) {
      process.stderr.write('gatehouse: the downloaded update was changed or removed, so it was not installed.\n');
      return app.exit(1);
    }
    updater.once('error', (error) => {
      process.stderr.write(`gatehouse: couldn't install the update: ${error.message}\n`);
      app.exit(1);
    });
    updater.autoRunAppAfterInstall = this.#restarts;
    updater.quitAndInstall(true, this.#restarts);
  }

  #load(): Promise<AppUpdater> {
    this.#updater ??= this.#create();
    return this.#updater;
  }

  async #create(): Promise<AppUpdater> {
    const keys = readKeys();
    const { autoUpdater } = await import('electron-updater');
    if (keys !== undefined) {
      const { signedProvider } = await import('./signed-provider.ts');
      const options = { provider: 'custom', url: this.#url, updateProvider: signedProvider(keys) } as const;
      autoUpdater.setFeedURL(options);
    }
    this.#loaded = autoUpdater;
    autoUpdater.autoDownload = false;
    autoUpdater.autoInstallOnAppQuit = false;
    autoUpdater.requestHeaders = ANONYMOUS;
    autoUpdater.logger = null;
    // Each failed call rejects, too.
    autoUpdater.on('error', () => {});
    session.fromPartition(PARTITION, { cache: false }).webRequest.onBeforeRequest(({ url }, decide) => {
      try {
        const address = new URL(url);
        if (!isUpdateAddress(address)) throw new Error(`Updates are loaded over HTTPS only, not from ${address.host}.`);
        this.#report(address);
        decide({});
      } catch (error) {
        this.#refusal = error;
        decide({ cancel: true });
      }
    });
    return autoUpdater;
  }

  async #reporting<T>(report: ReportRequest, work: () => Promise<T>): Promise<T> {
    this.#report = report;
    this.#refusal = undefined;
    try {
      return await work();
    } catch (error) {
      throw this.#refusal ?? error;
    } finally {
      this.#report = () => {};
    }
  }

  /** Also keeps the AppImage that runs now, which no update has brought. */
  async #keep(file: string | undefined): Promise<void> {
    const { folder, version } = this.#parts;
    const current = process.env['APPIMAGE'];
    if (current !== undefined) await keepInstaller(folder, { version, file: current });
    if (file !== undefined && this.#found !== undefined)
      await keepInstaller(folder, { version: this.#found.version, file });
  }
}

/** Release notes are a text, or a list with one for each version. */
function toText(notes: string | readonly { readonly note: string | null }[] | null | undefined): string | undefined {
  const text = typeof notes === 'string' ? notes : (notes ?? []).map(({ note }) => note ?? '').join('\n\n');
  return text.trim() === '' ? undefined : text;
}
