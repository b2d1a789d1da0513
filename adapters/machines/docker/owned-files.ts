// File operations in a workspace that belongs to the user of its container: what a host that runs as root creates there must
// belong to that user, too.
import * as fs from 'node:fs/promises';
import type { Machine } from '#core/ports/machine.ts';
import type { WorkspaceRoot } from '../workspace-tools/workspace-root.ts';
import { giveEntry, type Owner } from './workspace-owner.ts';

type Writers = Pick<Machine, 'write' | 'makeFolder' | 'rename'>;

/** The operations that create entries. `owner` returns undefined as long as nothing needs to be given. */
export function withOwner(files: Writers, root: WorkspaceRoot, owner: () => Owner | undefined): Writers {
  const give = async (created: string): Promise<void> => {
    const to = owner();
    if (to !== undefined) await giveBelow(root, created, to);
  };
  return {
    write: async (path, content, expectedHash) => {
      const written = await files.write(path, content, expectedHash);
      await give(written.path);
      return written;
    },
    makeFolder: async (path) => {
      await files.makeFolder(path);
      await give(path);
    },
    rename: async (from, to) => {
      await files.rename(from, to);
      await give(to);
    },
  };
}

/** Gives an entry and the folders above it, which may be new. */
async function giveBelow(root: WorkspaceRoot, created: string, owner: Owner): Promise<void> {
  const relative = await root.at(created, { keepLink: true }, async ({ path }) => path);
  const parts = relative.split('/');
  for (let end = 1; end <= parts.length; end += 1)
    await root.at(parts.slice(0, end).join('/'), { keepLink: true }, async ({ at }) => {
      const stats = await fs.lstat(at);
      if (!stats.isDirectory()) return giveEntry(at, owner);
      if (stats.uid === 0) await fs.lchown(at, owner.uid, owner.gid);
    });
}
