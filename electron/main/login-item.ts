// Opens the app in the background at login: by the system's list on macOS and Windows, by an autostart file on Linux.
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import { t } from '#messages/translate.ts';

/** The argument with which the app starts without a window. */
export const HIDDEN_ARGUMENT = '--hidden';

const FILE_NAME = 'gatehouse.desktop';

/** Where the app and the autostart files are. */
export interface LoginItemPlace {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file that starts the app. */
  readonly executable: string;
}

/** Returns why it couldn't be changed, as a sentence. */
export async function setOpenAtLogin(enabled: boolean, place: LoginItemPlace): Promise<string | undefined> {
  // In development this would register the plain Electron executable with the system.
  if (!app.isPackaged) return enabled ? t('shell.login.notInstalled') : undefined;
  if (place.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: enabled, args: [HIDDEN_ARGUMENT] });
    return undefined;
  }
  try {
    await writeAutostart(enabled, place);
    return undefined;
  } catch (error) {
    return t('shell.login.failed', { reason: error instanceof Error ? error.message : String(error) });
  }
}

/** As the Desktop Application Autostart Specification describes it. */
async function writeAutostart(enabled: boolean, { environment, executable }: LoginItemPlace): Promise<void> {
  const { XDG_CONFIG_HOME: named = '', HOME: home = '' } = environment;
  // As its specification says, an empty variable counts as unset.
  const base = named === '' ? join(home, '.config') : named;
  const folder = join(base, 'autostart');
  if (!enabled) return fs.rm(join(folder, FILE_NAME), { force: true });
  await fs.mkdir(folder, { recursive: true });
  // An AppImage is started from a new folder each time, and names itself here.
  const file = environment['APPIMAGE'] ?? executable;
  const lines = ['[Desktop Entry]', 'Type=Application', 'Name=Gatehouse', `Exec=${quote(file)} ${HIDDEN_ARGUMENT}`];
  await fs.writeFile(join(folder, FILE_NAME), `${lines.join('\n')}\n`);
}

/** A quoted argument of the Desktop Entry Specification: the string is unescaped first, then the argument. */
function quote(text: string): string {
  const argument = text.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%');
  return `"${argument.replaceAll('\\', '\\\\')}"`;
}
