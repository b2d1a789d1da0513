// The user of a container, which is never root. It must own the workspace, because it has no capability to override permissions.
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { inFolder } from '../workspace-tools/open-folder.ts';
import type { Engine } from './engine.ts';

/** For a host that runs as root. In a range that no system assigns (systemd's UIDS-GIDS). */
const AGENT_ID = 60_917;
/** Docker Desktop maps every user to the one of this computer. */
const DESKTOP_ID = 1000;
const ROOT = 0;

/** A user and group. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
  /** Set if the workspace belongs to root: what root owns in it must be given to this user. */
  readonly takesOver?: true;
}

/** The user that a container of a workspace runs as. */
export async function findOwner(workspace: string, engine: Pick<Engine, 'isRootless' | 'isPodman'>): Promise<Owner> {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined) return { uid: DESKTOP_ID, gid: DESKTOP_ID };
  // Inside a rootless engine, root is the user of this computer, who isn't root.
  if (uid !== ROOT) return engine.isRootless && !engine.isPodman ? { uid: ROOT, gid: ROOT } : { uid, gid };
  const stats = await fs.stat(workspace);
  if (stats.uid !== ROOT) return { uid: stats.uid, gid: stats.gid };
  return { uid: AGENT_ID, gid: AGENT_ID, takesOver: true };
}

/** Gives what root owns in a folder to a user. Never follows links, and skips files that have names elsewhere. */
export async function giveTree(folder: string, owner: Owner): Promise<void> {
  await inFolder(folder, async (held) => {
    await giveFolder(held, owner);
    for (const entry of await fs.readdir(held, { withFileTypes: true })) {
      const at = path.join(held, entry.name);
      // What disappears meanwhile needs no owner.
      await (entry.isDirectory() ? giveTree(at, owner) : giveEntry(at, owner)).catch(() => undefined);
    }
  });
}

/** Gives a folder that is held open. */
async function giveFolder(held: string, { uid, gid }: Owner): Promise<void> {
  if ((await fs.stat(held)).uid === ROOT) await fs.chown(held, uid, gid);
}

/** Gives a file or link, by its path through an open folder. */
export async function giveEntry(at: string, { uid, gid }: Owner): Promise<void> {
  const stats = await fs.lstat(at);
  if (stats.uid !== ROOT) return;
  if (stats.isSymbolicLink()) return fs.lchown(at, uid, gid);
  if (!stats.isFile() || stats.nlink > 1) return;
  const handle = await fs.open(at, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const opened = await handle.stat();
    if (opened.isFile() && opened.nlink === 1 && opened.uid === ROOT) await handle.chown(uid, gid);
  } finally {
    await handle.close();
  }
}
