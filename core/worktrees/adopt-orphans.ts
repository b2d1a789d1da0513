// Folders of worktrees that no record names, such as after the database was restored from a backup. Nothing in them is lost: they become
// removed worktrees, which can be restored for 30 days.
import type { Principal } from '../principal.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import type { KnownWorktrees } from './known-worktrees.ts';
import type { WorktreeRemoval } from './remove-worktree.ts';
import type { WorktreePorts } from './worktree-ports.ts';

const FINGERPRINT_CHARS = 16;
/** Where those go back to whose place isn't known. */
const RESTORED = 'restored';

/** What is needed to find and keep them. */
export interface OrphanParts {
  readonly ports: WorktreePorts;
  readonly known: KnownWorktrees;
  readonly removal: WorktreeRemoval;
}

/** Removes them; returns how many. */
export async function adoptOrphans(parts: OrphanParts, by: Principal): Promise<number> {
  const { ports, known, removal } = parts;
  const { worktreeFolders: files, ids, clock } = ports;
  let count = 0;
  for (const path of await listUnknown(parts)) {
    const record = await describe(parts, by, { id: ids.next(), at: path, path });
    if (record === undefined) continue;
    await known.save(record);
    await removal.remove(record, by, new AbortController().signal);
    count += 1;
  }
  for (const id of await files.list(files.removed)) {
    if (known.get(id) !== undefined) continue;
    const record = await describe(parts, by, {
      id,
      at: `${files.removed}/${id}`,
      path: `${files.root}/${RESTORED}/${id}`,
    });
    if (record === undefined) continue;
    const details = { path: record.path };
    await known.save(
      { ...record, state: 'removed', removedAt: clock.now() },
      { by, action: 'worktree.removed', subject: id, details },
    );
    count += 1;
  }
  return count;
}

/** Folders in the places of worktrees. */
async function listUnknown({ ports: { worktreeFolders: files }, known }: OrphanParts): Promise<readonly string[]> {
  const paths = new Set(known.list().map(({ path }) => path));
  const groups = (await files.list(files.root)).filter((name) => !name.startsWith('.'));
  const folders = await Promise.all(
    groups.map(async (group) =>
      (await files.list(`${files.root}/${group}`)).map((name) => `${files.root}/${group}/${name}`),
    ),
  );
  return folders.flat().filter((path) => !paths.has(path));
}

/** What its own git folder tells about a worktree. Undefined: Gatehouse didn't create this folder, so it stays. */
async function describe(
  { ports, known }: OrphanParts,
  by: Principal,
  { id, at, path }: { readonly id: string; readonly at: string; readonly path: string },
): Promise<WorktreeRecord | undefined> {
  const { worktreeFolders: files, clock } = ports;
  const [list = '', head = '', config = '', inode] = await Promise.all([
    files.read(`${at}/.git/objects/info/alternates`),
    files.read(`${at}/.git/HEAD`),
    files.read(`${at}/.git/config`),
    files.identify(at),
  ]);
  const [own = ''] = list.split('\n');
  if (inode === undefined || own === '' || head === '') return undefined;
  const repoGitDir = own.replace(/[/\\]objects$/, '');
  const branch = /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1] ?? 'HEAD';
  const now = clock.now();
  return {
    id,
    ownerId: by.userId,
    name: chooseName(known, path.slice(path.lastIndexOf('/') + 1), id),
    state: 'ready',
    repoRoot: repoGitDir.replace(/[/\\]\.git$/, ''),
    repoGitDir,
    repoFingerprint: files.hash(repoGitDir).slice(0, FINGERPRINT_CHARS),
    objectFormat: config.includes('sha256') ? 'sha256' : 'sha1',
    path,
    branch,
    baseRef: 'HEAD',
    baseCommit: '',
    // An agent can have changed the list, so machines don't get these folders, and git isn't used. The files are all there.
    objectFolders: [],
    configHash: files.hash(config),
    isAdopted: true,
    inode,
    notes: [],
    createdAt: now,
    lastActiveAt: now,
  };
}

function chooseName(known: KnownWorktrees, name: string, id: string): string {
  return known.list().some((other) => other.name === name) ? `${name}-${id.slice(0, 6)}` : name;
}
