// The private repository that holds all snapshots. It has no work tree of its own; each folder has an index.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import type { GitPlace } from '#core/ports/git.ts';

const OWNER_ONLY = 0o700;
const OWNER_ONLY_FILE = { mode: 0o600 } as const;
/**
 * Files are stored unchanged: no filters, no conversion of line endings or names. Stored files survive a power failure, and
 * only the owner can read them, whatever the umask.
 */
const CONFIGURATION = `[core]
\trepositoryformatversion = 0
\tbare = false
\tfilemode = ${process.platform !== 'win32'}
\tsymlinks = ${process.platform !== 'win32'}
\tignorecase = ${process.platform !== 'linux'}
\tprecomposeunicode = false
\tautocrlf = false
\tsafecrlf = false
\tprotectHFS = false
\tprotectNTFS = ${process.platform === 'win32'}
\tsharedRepository = 0600
\tlogAllRefUpdates = false
\tfsync = loose-object,pack,index,reference
\tfsyncMethod = batch
[gc]
\tauto = 0
`;
/** These take precedence over what a folder contains. */
const ATTRIBUTES = '* -text -eol -filter -ident -working-tree-encoding !diff !merge\n';

/** Where the snapshots are. */
export interface SnapshotRepository {
  readonly gitDir: string;
  /** Where git runs, with a work tree if needed. */
  place(workTree?: string): GitPlace;
  /** The index of a folder. */
  index(folder: string): string;
  clear(): Promise<void>;
}

/** Where the repository of a home is. */
const locate = (home: string): string => join(home, 'snapshots');

/** Opens the repository in a folder of the home, and creates it if needed. */
export async function openRepository(home: string): Promise<SnapshotRepository> {
  const gitDir = locate(home);
  await create(gitDir);
  return {
    gitDir,
    place: (workTree) => ({ gitDir, isPrivate: true, ...(workTree === undefined ? {} : { workTree }) }),
    index: (folder) => join(gitDir, 'indexes', createHash('sha256').update(folder).digest('hex').slice(0, 32)),
    async clear() {
      await fs.rm(gitDir, { recursive: true, force: true });
      await create(gitDir);
    },
  };
}

/** Removes the locks that git left when it was killed. Call it before anything uses the repository. */
export async function removeLocks(home: string): Promise<void> {
  const folder = join(locate(home), 'indexes');
  const names = await fs.readdir(folder).catch(() => []);
  const locks = names.filter((name) => name.endsWith('.lock'));
  await Promise.all(locks.map((name) => fs.rm(join(folder, name), { force: true })));
}

async function create(gitDir: string): Promise<void> {
  for (const name of ['', 'objects', 'objects/info', 'objects/pack', 'refs', 'info', 'indexes'])
    await fs.mkdir(join(gitDir, name), { recursive: true, mode: OWNER_ONLY });
  await fs.writeFile(join(gitDir, 'info/attributes'), ATTRIBUTES, OWNER_ONLY_FILE);
  await fs.writeFile(join(gitDir, 'config'), CONFIGURATION, OWNER_ONLY_FILE);
  // Last, because git recognizes a repository by it.
  await fs.writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n', OWNER_ONLY_FILE);
}
