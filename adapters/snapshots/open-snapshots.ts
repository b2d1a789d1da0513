// Snapshots of folders on this computer, in a private git repository in the home folder.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { Git } from '#core/ports/git.ts';
import type { FileStep, Snapshots } from '#core/ports/snapshots.ts';
import { SerialQueue } from '#core/serial-queue.ts';
import { fileFailure } from '../machines/workspace-tools/file-failure.ts';
import { openWorkspaceRoot } from '../machines/workspace-tools/workspace-root.ts';
import { ContentReader } from './content-reader.ts';
import { readCurrent } from './current-file.ts';
import { renewBlob, writeBlob } from './object-files.ts';
import { KnownTrees } from './known-trees.ts';
import { parseTreeDiff } from './parse-tree-diff.ts';
import { cleanUp, finishReplacement, replaceFiles, type Replacement } from './replace-files.ts';
import { openRepository, removeLocks, type SnapshotRepository } from './snapshot-repository.ts';
import { takeSnapshot } from './take-snapshot.ts';

const TIMEOUT_MS = 60_000;
const PRUNE_TIMEOUT_MS = 10 * 60_000;
const MAX_DIFF_BYTES = 64 * 1024 * 1024;
const KEPT = '31.days.ago';

/** What the snapshots need. */
export interface SnapshotParts {
  readonly home: string;
  /** Folders whose files are never replaced. */
  readonly forbiddenFolders: readonly string[];
  readonly git: Git;
}

/** What all parts share. */
interface Shared extends SnapshotParts {
  /** Created with its first use. */
  readonly repository: () => Promise<SnapshotRepository>;
  readonly contents: ContentReader;
  readonly trees: KnownTrees;
  /** Work on a folder is done one at a time. */
  readonly inFolder: <T>(folder: string, work: () => Promise<T>) => Promise<T>;
}

/** Opens the snapshots. The repository is created with the first one. */
export function openSnapshots(parts: SnapshotParts): Snapshots {
  let opening: Promise<SnapshotRepository> | undefined;
  // Not only before the next snapshot of a folder: there may never be one.
  const unlocked = removeLocks(parts.home).catch(() => undefined);
  const repository = (): Promise<SnapshotRepository> => (opening ??= unlocked.then(() => openRepository(parts.home)));
  const contents = new ContentReader(parts.git, repository);
  const shared = { ...parts, repository, contents, trees: new KnownTrees(), inFolder: openFolderQueues() };
  return { ...openTrees(shared), ...openContents(shared), ...openReplacements(shared) };
}

function openFolderQueues(): Shared['inFolder'] {
  const queues = new Map<string, SerialQueue>();
  return (folder, work) => {
    const queue = queues.get(folder) ?? new SerialQueue();
    queues.set(folder, queue);
    return queue.run(work).finally(() => {
      if (queue.size <= 1) queues.delete(folder);
    });
  };
}

function openTrees({
  git,
  repository,
  contents,
  trees,
  inFolder,
}: Shared): Pick<Snapshots, 'locate' | 'take' | 'collect' | 'clear' | 'compare'> {
  return {
    locate: (folder) =>
      fs.realpath(folder).catch((error: unknown) => {
        throw fileFailure(error, folder);
      }),
    take: (folder, name, signal) =>
      inFolder(folder, async () => {
        const opened = await repository();
        const isFirst = name.endsWith('/before');
        const taken = await takeSnapshot({ git, repository: opened, folder, signal, isFirst, trees });
        const ref = `refs/${name}`;
        if ((await readRef(opened.gitDir, ref)) !== taken.tree)
          await git.run(opened.place(), ['update-ref', ref, taken.tree], { signal, timeoutMs: TIMEOUT_MS });
        return taken;
      }),
    async collect(names, signal) {
      contents.forget();
      trees.forget();
      const place = (await repository()).place();
      const options = { signal, timeoutMs: PRUNE_TIMEOUT_MS };
      const { text } = await git.run(place, ['for-each-ref', '--format=%(refname)'], options);
      const gone = text.split('\n').filter((ref) => ref !== '' && !names.has(ref.slice('refs/'.length)));
      if (gone.length > 0) {
        const input = gone.map((ref) => `delete ${ref}\n`).join('');
        await git.run(place, ['update-ref', '--stdin'], { ...options, input });
      }
      await git.run(place, ['prune', `--expire=${KEPT}`], options);
    },
    async clear() {
      contents.forget();
      trees.forget();
      await (await repository()).clear();
    },
    async compare(before, after, signal) {
      if (before === after) return [];
      const place = (await repository()).place();
      const args = ['diff-tree', '-r', '-z', '-M', '--no-rename-empty', '--raw', '--no-abbrev', before, after];
      const options = { signal, timeoutMs: TIMEOUT_MS, maxOutputBytes: MAX_DIFF_BYTES };
      return parseTreeDiff((await git.run(place, args, options)).text);
    },
  };
}

/** The value of a loose ref. */
async function readRef(gitDir: string, ref: string): Promise<string | undefined> {
  return fs.readFile(path.join(gitDir, ref), 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}

function openContents({ repository, contents }: Shared): Pick<Snapshots, 'read' | 'write' | 'renew'> {
  return {
    read: (ids, signal, maxBytes) => contents.read(ids, signal, maxBytes),
    async write(texts) {
      const { gitDir } = await repository();
      const ids: string[] = [];
      for (const text of texts) ids.push(await writeBlob(gitDir, Buffer.from(text, 'latin1')).catch(rethrow));
      return ids;
    },
    async renew(ids) {
      const { gitDir } = await repository();
      for (const id of new Set(ids)) await renewBlob(gitDir, id);
    },
  };
}

function openReplacements({
  contents,
  inFolder,
  forbiddenFolders,
}: Shared): Pick<Snapshots, 'current' | 'replace' | 'finish' | 'cancel'> {
  const prepare = async (folder: string, transaction: string, steps: readonly FileStep[]): Promise<Replacement> => {
    const ids = steps.flatMap(({ after }) => after?.id ?? []);
    return {
      root: await openWorkspaceRoot(folder, forbiddenFolders),
      transaction,
      steps,
      contents: await contents.read(ids, new AbortController().signal),
    };
  };
  return {
    async current(folder, paths) {
      const root = await openWorkspaceRoot(folder, forbiddenFolders);
      const found = new Map();
      for (const path of paths) found.set(path, await readCurrent(root, path));
      return found;
    },
    replace: (folder, transaction, steps, onReady) =>
      inFolder(folder, async () => replaceFiles(await prepare(folder, transaction, steps), onReady)),
    finish: (folder, transaction, steps) =>
      inFolder(folder, async () => finishReplacement(await prepare(folder, transaction, steps))),
    cancel: (folder, transaction, steps) =>
      inFolder(folder, async () => {
        const root = await openWorkspaceRoot(folder, forbiddenFolders);
        await cleanUp({ root, transaction, steps, contents: new Map() });
      }),
  };
}

function rethrow(error: unknown): never {
  throw fileFailure(error, 'a snapshot');
}
