// Takes a snapshot of a folder with git and an index of our own, so that unchanged files aren't read again. The folder's own
// repository isn't used. Repositories inside the folder are part of it.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { GitError, type Git } from '#core/ports/git.ts';
import type { SnapshotGap, TakenSnapshot } from '#core/ports/snapshots.ts';
import type { KnownTrees } from './known-trees.ts';
import type { SnapshotRepository } from './snapshot-repository.ts';

/** Larger files aren't included, bytes. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;
/** New content of one snapshot, bytes. */
const MAX_NEW_BYTES = 2 * 1024 * 1024 * 1024;
const MAX_NEW_FILES = 200_000;
const MAX_LIST_BYTES = 128 * 1024 * 1024;
const MAX_NESTED = 500;
const MAX_EXAMPLES = 5;
const BATCH = 128;
const OWNER_ONLY = 0o600;
const TIMEOUT_MS = 120_000;
/** Files can change while they are read. */
const TRIES = 3;
/** The index names contents that were removed, because no snapshot of the last 31 days has them, or it is damaged. */
const BROKEN_INDEX = /invalid object|error building trees|index file (corrupt|smaller)|bad (index|signature)/i;

interface Taking {
  readonly git: Git;
  readonly repository: SnapshotRepository;
  /** The real path. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** The state before something changes. What it leaves out, the snapshots after it leave out, too: it isn't new. */
  readonly isFirst: boolean;
  readonly trees: KnownTrees;
}

/** Takes a snapshot of a folder, given by its real path. @throws {GitError} */
export async function takeSnapshot(taking: Taking): Promise<TakenSnapshot> {
  const { repository, folder, signal } = taking;
  // Left by a process that was killed.
  await fs.rm(`${repository.index(folder)}.lock`, { force: true });
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await attempt(taking);
    } catch (error) {
      signal.throwIfAborted();
      if (left === 0) throw error;
      // Without one, all files are read again.
      if (error instanceof GitError && BROKEN_INDEX.test(error.messages))
        await fs.rm(repository.index(folder), { force: true });
    }
  }
}

async function attempt(taking: Taking): Promise<TakenSnapshot> {
  const gaps = new Gaps();
  const removed: string[] = [];
  const added: string[] = [];
  const room = { bytes: MAX_NEW_BYTES, files: MAX_NEW_FILES };
  const changed = await listChanged(taking);
  const leftOut = taking.isFirst ? new Map<string, SnapshotGap['reason']>() : await readLeftOut(taking);
  const leaveOut = (reason: SnapshotGap['reason'], name: string): void => {
    gaps.add(reason, name);
    if (taking.isFirst) leftOut.set(name, reason);
  };
  for (let at = 0; at < changed.length; at += BATCH) {
    const checks = await Promise.all(changed.slice(at, at + BATCH).map((name) => check(taking, name)));
    for (const { name, result } of checks) {
      const former = taking.isFirst ? undefined : leftOut.get(name);
      if (result === 'gone') removed.push(name);
      else if (former !== undefined) gaps.add(former, name);
      else if (typeof result === 'string') leaveOut(result, name);
      else if (result.size > MAX_FILE_BYTES || result.size > room.bytes) leaveOut('too-large', name);
      else if (room.files === 0) leaveOut('too-many', name);
      else {
        room.bytes -= result.size;
        room.files -= 1;
        added.push(name);
      }
    }
  }
  if (removed.length > 0) await updateIndex(taking, ['--force-remove'], removed);
  if (added.length > 0) await updateIndex(taking, ['--add', '--replace'], added);
  const tree = await writeTree(taking);
  if (taking.isFirst) await writeLeftOut(taking, leftOut);
  return { tree, gaps: gaps.list() };
}

async function writeTree(taking: Taking): Promise<string> {
  const { repository, folder, trees } = taking;
  const index = repository.index(folder);
  const known = await trees.find(index);
  if (known !== undefined) return known;
  const tree = (await run(taking, folder, ['write-tree'])).text.trim();
  await trees.note(index, tree);
  return tree;
}

function leftOutFile({ repository, folder }: Taking): string {
  return `${repository.index(folder)}.left-out`;
}

/** What the last first snapshot of the folder left out, and why. */
async function readLeftOut(taking: Taking): Promise<Map<string, SnapshotGap['reason']>> {
  try {
    // Only this file writes it.
    return new Map(JSON.parse(await fs.readFile(leftOutFile(taking), 'utf8')) as [string, SnapshotGap['reason']][]);
  } catch {
    return new Map();
  }
}

async function writeLeftOut(taking: Taking, leftOut: ReadonlyMap<string, SnapshotGap['reason']>): Promise<void> {
  if (leftOut.size === 0) return fs.rm(leftOutFile(taking), { force: true });
  await fs.writeFile(leftOutFile(taking), JSON.stringify([...leftOut]), { mode: OWNER_ONLY });
}

/** Paths that are new, modified, or gone since the last snapshot of the folder. */
async function listChanged(taking: Taking): Promise<readonly string[]> {
  const found = new Set<string>();
  const nested: string[] = [];
  const note = (prefix: string, text: string): void => {
    for (const name of text.split('\0')) {
      if (name.endsWith('/')) nested.push(`${prefix}${name}`);
      else if (name !== '') found.add(`${prefix}${name}`);
    }
  };
  const { folder } = taking;
  const first = await run(taking, folder, ['ls-files', '-z', '-o', '-m', '-d', ...(await listExcludes(folder))]);
  note('', first.text);
  // Repositories inside, until their files are in the index.
  for (const prefix of nested) {
    if (nested.length > MAX_NESTED) break;
    const inside = path.join(folder, prefix);
    const real = await fs.realpath(inside).catch(() => undefined);
    if (real !== path.resolve(inside)) continue;
    const env = { GIT_INDEX_FILE: path.join(taking.repository.gitDir, 'indexes', 'empty') };
    const { text } = await run(taking, inside, ['ls-files', '-z', '-o', ...(await listExcludes(inside))], { env });
    note(prefix, text);
  }
  return [...found];
}

/** The ignore rules of files, and those in a repository's own folder. */
async function listExcludes(folder: string): Promise<readonly string[]> {
  const file = path.join(folder, '.git', 'info', 'exclude');
  const isThere = await fs.lstat(file).then(
    (stats) => stats.isFile(),
    () => false,
  );
  return ['--exclude-standard', ...(isThere ? [`--exclude-from=${file}`] : [])];
}

type Checked = 'gone' | 'unreadable' | 'name' | { readonly size: number };

async function check(
  { git, folder }: Taking,
  name: string,
): Promise<{ readonly name: string; readonly result: Checked }> {
  // Git decodes a name that isn't UTF-8 to another one, and refuses names of its own folder.
  if (name.includes('\ufffd') || name.split('/').some((part) => part.toLowerCase() === '.git'))
    return { name, result: 'name' };
  const file = path.join(folder, name);
  try {
    const stats = await fs.lstat(file);
    if (stats.isDirectory() || (await isBehindLink(folder, name))) return { name, result: 'gone' };
    if (stats.isSymbolicLink()) return { name, result: { size: stats.size } };
    // Once something fills a placeholder, it is a real file.
    if (!stats.isFile() || (stats.size === 0 && git.isPlaceholder(file))) return { name, result: 'gone' };
    await fs.access(file, fs.constants.R_OK);
    return { name, result: { size: stats.size } };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return { name, result: code === 'ENOENT' || code === 'ENOTDIR' ? 'gone' : 'unreadable' };
  }
}

async function isBehindLink(folder: string, name: string): Promise<boolean> {
  const parent = path.join(folder, path.dirname(name));
  return (await fs.realpath(parent)) !== parent;
}

function updateIndex(taking: Taking, options: readonly string[], names: readonly string[]) {
  const input = `${names.join('\0')}\0`;
  return run(taking, taking.folder, ['update-index', ...options, '-z', '--stdin'], { input });
}

function run(
  { git, repository, folder, signal }: Taking,
  workTree: string,
  args: readonly string[],
  {
    env = { GIT_INDEX_FILE: repository.index(folder) },
    ...more
  }: { readonly env?: Record<string, string>; readonly input?: string } = {},
) {
  const options = { env, ...more, signal, timeoutMs: TIMEOUT_MS, maxOutputBytes: MAX_LIST_BYTES };
  return git.run(repository.place(workTree), args, options);
}

/** Files that aren't included, by reason. */
class Gaps {
  readonly #byReason = new Map<SnapshotGap['reason'], { count: number; paths: string[] }>();

  add(reason: SnapshotGap['reason'], name: string): void {
    const gap = this.#byReason.get(reason) ?? { count: 0, paths: [] };
    gap.count += 1;
    if (gap.paths.length < MAX_EXAMPLES) gap.paths.push(name);
    this.#byReason.set(reason, gap);
  }

  list(): readonly SnapshotGap[] {
    return [...this.#byReason].map(([reason, gap]) => ({ reason, ...gap }));
  }
}
