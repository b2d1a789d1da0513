// Replaces the data of a home with staged data. A journal makes the replacement complete after a kill, and the former data is kept.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Type, type Static } from 'typebox';
import { writeAtomically } from '../home/atomic-write.ts';
import { sync } from '../sqlite/backups.ts';

const JOURNAL = 'restore.json';

const Replacement = Type.Object({
  moves: Type.Array(
    Type.Object({
      /** The new file or folder. Absent: there is none in the backup. */
      staged: Type.Optional(Type.String()),
      target: Type.String(),
      /** Where the former one is kept. */
      kept: Type.String(),
    }),
  ),
  /** Folders to remove at the end. */
  staging: Type.Array(Type.String()),
});
/** Files and folders that are replaced together. */
export type Replacement = Static<typeof Replacement>;

/** Replaces everything or, if something can't be moved, nothing. @throws if something can't be moved */
export async function replaceHome(home: string, replacement: Replacement): Promise<void> {
  await writeAtomically(join(home, JOURNAL), JSON.stringify(replacement));
  try {
    moveAll(replacement);
  } catch (error) {
    moveBack(replacement);
    rmSync(join(home, JOURNAL), { force: true });
    throw error;
  }
  finish(home, replacement);
}

/** Completes a replacement that a kill interrupted. Call it while the home is locked. */
export function completeReplacement(home: string): void {
  const journal = join(home, JOURNAL);
  if (!existsSync(journal)) return;
  // `replaceHome` wrote it in one piece.
  const replacement = JSON.parse(readFileSync(journal, 'utf8')) as Replacement;
  moveAll(replacement);
  finish(home, replacement);
}

/** Each move can be repeated: what was moved is no longer staged. */
function moveAll({ moves }: Replacement): void {
  for (const { staged, target, kept } of moves) {
    if (staged !== undefined && !existsSync(staged)) continue;
    if (existsSync(target)) {
      makeFolder(dirname(kept));
      renameSync(target, kept);
    }
    if (staged === undefined) continue;
    makeFolder(dirname(target));
    renameSync(staged, target);
  }
  syncFolders(moves.map(({ target }) => dirname(target)));
}

function moveBack({ moves }: Replacement): void {
  for (const { staged, target, kept } of moves.toReversed()) {
    if (staged !== undefined && !existsSync(staged) && existsSync(target)) renameSync(target, staged);
    if (existsSync(kept) && !existsSync(target)) renameSync(kept, target);
  }
}

function finish(home: string, { staging }: Replacement): void {
  rmSync(join(home, JOURNAL), { force: true });
  for (const folder of staging) rmSync(folder, { recursive: true, force: true });
}

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

function syncFolders(folders: readonly string[]): void {
  // Windows can't open folders; its file system uses a journal.
  if (process.platform === 'win32') return;
  for (const folder of new Set(folders)) if (existsSync(folder)) sync(folder);
}
