// Refuses workspaces whose mount would put keys, the home folder, the engine, or the system into a container.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError } from '#core/ports/machine.ts';

/** Folders and files in a home folder that hold credentials or start programs. */
const CREDENTIALS =
  '.ssh .gnupg .aws .azure .kube .docker .config/gcloud .config/gh .config/git .netrc .npmrc .pypirc .git-credentials .password-store .local/share/keyrings Library/Keychains'.split(
    ' ',
  );
/** Folders of the system. A workspace there would hide those of the image, or is part of the system. */
const SYSTEM =
  '/bin /boot /dev /etc /lib /lib32 /lib64 /libx32 /proc /root/.ssh /run /sbin /sys /usr /var/run /var/lib/docker'.split(
    ' ',
  );

/** What must not get into a container. */
export interface Protected {
  readonly home: string;
  /** Our own folders and those of the engine. */
  readonly folders: readonly string[];
}

/** Checks a real workspace path. @throws {FileError} `denied` */
export async function requireMountable(workspace: string, { home, folders }: Protected): Promise<void> {
  const refuse = (reason: string): never => {
    throw new FileError(
      'denied',
      `${JSON.stringify(workspace)} can't be used in a container: ${reason}. Choose a project folder.`,
    );
  };
  if (workspace === path.parse(workspace).root) refuse('it is the whole disk');
  if (/[\n\r]/.test(workspace)) refuse('its name contains a line break');
  if (SYSTEM.some((folder) => isWithin(workspace, folder))) refuse('it is a system folder');
  const realHome = await findReal(home);
  if (isWithin(realHome, workspace)) refuse('it contains your home folder');
  for (const name of CREDENTIALS)
    if (isWithin(workspace, path.join(realHome, name))) refuse(`~/${name} contains credentials`);
  for (const folder of await Promise.all(folders.map(findReal)))
    if (isWithin(folder, workspace)) refuse(`it contains ${folder}, which must stay outside`);
}

/** The engine's socket gives control of this computer, so it must not be in a workspace. @throws {FileError} `denied` */
export async function requireOutsideSocket(workspace: string, socketPath: string): Promise<void> {
  if (isWithin(await findReal(socketPath), workspace))
    throw new FileError(
      'denied',
      `${JSON.stringify(workspace)} can't be used in a container: it contains the engine's socket. Choose a project folder.`,
    );
}

/** Whether `inner` is `outer` or in it. */
function isWithin(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

function findReal(folder: string): Promise<string> {
  return fs.realpath(folder).catch(() => path.resolve(folder));
}
