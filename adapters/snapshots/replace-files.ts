// Replaces files as one transaction. New contents are written beside the files and synced first, so that a full disk changes
// nothing. Each file that is replaced keeps a second name until all are, so that going back needs no space.
import type { Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { errorMessage } from '#contract/wire/errors.ts';
import { FileError } from '#core/ports/machine.ts';
import { UnfinishedReplacement, type FileStep, type FileVersion } from '#core/ports/snapshots.ts';
import { errorCode } from '../machines/workspace-tools/file-failure.ts';
import type { Place, WorkspaceRoot } from '../machines/workspace-tools/workspace-root.ts';
import { syncFolder } from '../machines/workspace-tools/write-file.ts';
import { isVersion, readCurrent, readPlace, requirePath } from './current-file.ts';

const NEW_FILE = 0o666;
const EXECUTABLE_BITS = 0o111;
const READ_BITS = 0o444;
const PERMISSION_BITS = 0o777;
const CHANGE = { keepLink: true, change: true } as const;

/** A replacement in a folder. `contents`: by the ID of the version. */
export interface Replacement {
  readonly root: WorkspaceRoot;
  readonly transaction: string;
  readonly steps: readonly FileStep[];
  readonly contents: ReadonlyMap<string, string>;
}

/** See `Snapshots.replace`. @throws {FileError} */
export async function replaceFiles(replacement: Replacement, onReady: () => Promise<void>): Promise<void> {
  const { root, steps } = replacement;
  for (const step of steps) if (!isVersion(await readCurrent(root, step.path), step.before)) throw changed(step.path);
  try {
    for (const [index, step] of steps.entries()) await prepare(replacement, step, index);
    await onReady();
  } catch (error) {
    await discard(replacement, error);
    throw error;
  }
  const done: number[] = [];
  try {
    for (const [index, step] of steps.entries()) {
      await exchange(replacement, step, index);
      done.push(index);
    }
  } catch (error) {
    await undo(replacement, done, error);
    await discard(replacement, error);
    throw error;
  }
  await cleanUp(replacement).catch((error: unknown) => {
    throw new UnfinishedReplacement(`Couldn't remove temporary files: ${errorMessage(error)}`, false);
  });
}

/** Restores each file that was replaced. @throws {UnfinishedReplacement} if that isn't possible for all of them */
async function undo(replacement: Replacement, done: readonly number[], reason: unknown): Promise<void> {
  const left: string[] = [];
  for (const index of done.toReversed())
    await goBack(replacement, index).catch(() => left.push(describeLeft(replacement, index)));
  if (left.length > 0)
    throw new UnfinishedReplacement(
      `${errorMessage(reason)} These files couldn't be restored: ${left.join(', ')}.`,
      false,
    );
}

/** A file, and where its first version is kept. */
function describeLeft(replacement: Replacement, index: number): string {
  const { path: name = '', before } = replacement.steps[index] ?? {};
  if (before === undefined) return name;
  return `${name} (previous content: ${path.posix.join(path.posix.dirname(name), toName(replacement, index, 'old'))})`;
}

/** Cleans up after a failure that left all files as they were. @throws {UnfinishedReplacement} */
async function discard(replacement: Replacement, reason: unknown): Promise<void> {
  await cleanUp(replacement).catch(() => {
    throw new UnfinishedReplacement(errorMessage(reason), true);
  });
}

/** See `Snapshots.finish`. */
export async function finishReplacement(replacement: Replacement): Promise<readonly string[]> {
  const { root, steps } = replacement;
  const left: string[] = [];
  for (const [index, step] of steps.entries()) {
    const now = await readCurrent(root, step.path).catch(() => null);
    if (now !== null && isVersion(now, step.after)) continue;
    if (now === null || !isVersion(now, step.before)) {
      left.push(step.path);
      continue;
    }
    await removeName(replacement, step, index, 'new');
    await prepare(replacement, step, index);
    await exchange(replacement, step, index);
  }
  await cleanUp(replacement);
  return left;
}

/** Removes the files beside the others, and folders that are empty now. */
export async function cleanUp(replacement: Replacement): Promise<void> {
  for (const [index, step] of replacement.steps.entries()) {
    for (const kind of ['new', 'old'] as const) await removeName(replacement, step, index, kind);
    await removeEmptyFolders(replacement, step.path);
  }
}

function nameBeside(replacement: Replacement, place: Place, index: number, kind: 'new' | 'old'): string {
  return path.join(place.folder, toName(replacement, index, kind));
}

function toName({ transaction }: Replacement, index: number, kind: 'new' | 'old'): string {
  return `.gatehouse-${transaction}-${index}.${kind}`;
}

async function removeName(replacement: Replacement, step: FileStep, index: number, kind: 'new' | 'old'): Promise<void> {
  await replacement.root
    .at(step.path, CHANGE, (place) => fs.rm(nameBeside(replacement, place, index, kind), { force: true }))
    .catch(ignoreMissing);
}

function ignoreMissing(error: unknown): void {
  const isMissing = error instanceof FileError && (error.code === 'not-found' || error.code === 'not-a-folder');
  if (!isMissing) throw error;
}

/** Writes the new content beside the file. */
async function prepare(replacement: Replacement, { path: name, after }: FileStep, index: number): Promise<void> {
  if (after === undefined) return;
  const content = Buffer.from(replacement.contents.get(after.id) ?? '', 'latin1');
  await replacement.root.at(name, { ...CHANGE, makeFolders: true }, async (place) => {
    requirePath(place, name);
    const target = nameBeside(replacement, place, index, 'new');
    if (after.mode === '120000') return fs.symlink(content, target);
    const existing = await fs.lstat(place.at).catch(() => undefined);
    const handle = await fs.open(target, 'wx', NEW_FILE | (after.mode === '100755' ? EXECUTABLE_BITS : 0));
    try {
      await handle.writeFile(content);
      if (existing?.isFile() === true) await handle.chmod(toPermissions(existing, after));
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

/** Those of the file that is replaced. Whoever can read an executable file can run it. */
function toPermissions({ mode }: Stats, { mode: kind }: FileVersion): number {
  const bits = mode & PERMISSION_BITS;
  const isExecutable = (bits & EXECUTABLE_BITS) !== 0;
  if (kind !== '100755') return bits & ~EXECUTABLE_BITS;
  return isExecutable ? bits : bits | ((bits & READ_BITS) >> 2);
}

/** Replaces one file if it still has its first version. */
async function exchange(replacement: Replacement, step: FileStep, index: number): Promise<void> {
  await replacement.root.at(step.path, { ...CHANGE, makeFolders: step.after !== undefined }, async (place) => {
    if (!isVersion(await readPlace(place, step.path), step.before)) throw changed(step.path);
    const [added, kept] = [nameBeside(replacement, place, index, 'new'), nameBeside(replacement, place, index, 'old')];
    if (step.before !== undefined && step.after !== undefined) await keepSecondName(place.at, kept);
    if (step.after === undefined) await fs.rename(place.at, kept);
    else if (step.before === undefined) await publishNew(added, place, step.path);
    else await fs.rename(added, place.at);
    await syncFolder(place.folder);
  });
}

/** A file system without hard links gets a copy. */
async function keepSecondName(from: string, to: string): Promise<void> {
  try {
    await fs.link(from, to);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    if (errorCode(error) !== 'EPERM' && errorCode(error) !== 'ENOTSUP') throw error;
    await fs.copyFile(from, to);
  }
}

/** Unlike a rename, a link fails if the file was just created. */
async function publishNew(added: string, place: Place, name: string): Promise<void> {
  try {
    await fs.link(added, place.at);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw changed(name);
    if (errorCode(error) !== 'EPERM' && errorCode(error) !== 'ENOTSUP') throw error;
    await fs.rename(added, place.at);
  }
}

async function goBack(replacement: Replacement, index: number): Promise<void> {
  const step = replacement.steps[index];
  if (step === undefined) return;
  await replacement.root.at(step.path, CHANGE, async (place) => {
    if (step.before === undefined) await fs.rm(place.at, { force: true });
    else await fs.rename(nameBeside(replacement, place, index, 'old'), place.at);
  });
}

async function removeEmptyFolders({ root }: Replacement, name: string): Promise<void> {
  for (let folder = path.posix.dirname(name); folder !== '.'; folder = path.posix.dirname(folder)) {
    const isRemoved = await root
      .at(folder, CHANGE, (place) => fs.rmdir(place.at))
      .then(
        () => true,
        () => false,
      );
    if (!isRemoved) return;
  }
}

function changed(name: string): FileError {
  return new FileError(
    'changed',
    `${JSON.stringify(name)} was changed at the same time, so nothing was changed. Retry.`,
  );
}
