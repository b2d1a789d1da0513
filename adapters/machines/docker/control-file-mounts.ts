// The control files of a workspace in its container: mounted over themselves, so that programs inside can't change or replace them.
// Those that don't exist are mounted as empty placeholders, which are removed from the workspace with the container.
import type { Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import {
  createPlaceholders,
  isPlaceholder,
  readNote,
  removeNoted,
  type MissingPath,
  type Placeholders,
} from '../workspace-tools/placeholders.ts';
import { findProtectedPaths, type ProtectedPath } from '../workspace-tools/protected-paths.ts';
import type { ExtraMount } from './container-options.ts';
import { hideFromGit, showToGit } from './hide-from-git.ts';

/** Mounted control files. */
export interface ControlFileMounts {
  readonly mounts: readonly ExtraMount[];
  readonly placeholders: Placeholders;
  /** Paths that another program replaced since, which ended their protection. */
  findReplaced(): Promise<readonly string[]>;
  /** Removes the placeholders. Call it when the container is gone. */
  close(): Promise<void>;
}

const NOTE = 'placeholders.json';
const WORKSPACE_NOTE = 'workspace.json';
const OWNER_ONLY = 0o600;
/** How many containers use each workspace. */
const users = new Map<string, number>();

/** Prepares the mounts of a container that doesn't exist yet. `folder` keeps the notes for the next start. @throws {FileError} */
export async function protectControlFiles(workspace: string, folder: string): Promise<ControlFileMounts> {
  await removeLeftPlaceholders(folder);
  const found = await findProtectedPaths(workspace, isPlaceholder);
  await fs.writeFile(path.join(folder, WORKSPACE_NOTE), JSON.stringify(workspace), { mode: OWNER_ONLY });
  const placeholders = await createPlaceholders(found.filter(isMissing), path.join(folder, NOTE));
  users.set(workspace, (users.get(workspace) ?? 0) + 1);
  const paths = found.filter((entry) => !isMissing(entry) || placeholders.paths.has(entry.path));
  const names = [...placeholders.paths.keys()].filter((at) => path.dirname(at) === workspace);
  await hideFromGit(
    workspace,
    names.map((at) => path.basename(at)),
  );
  const identities = new Map(await Promise.all(paths.map(async (entry) => [entry, await identify(entry)] as const)));
  let isOpen = true;
  return {
    mounts: paths.map(({ path: at, mode }) => ({ from: at, to: at, isReadOnly: mode === 'read-only' })),
    placeholders,
    findReplaced: async () => {
      const now = await Promise.all(paths.map(async (entry) => ({ entry, identity: await identify(entry) })));
      return now.filter(({ entry, identity }) => identities.get(entry) !== identity).map(({ entry }) => entry.path);
    },
    close: async () => {
      if (!isOpen) return;
      isOpen = false;
      await placeholders.removeAll();
      await release(workspace);
      await fs.rm(path.join(folder, WORKSPACE_NOTE), { force: true });
    },
  };
}

/** Removes what a killed host left in a workspace, according to the notes in a folder. */
export async function removeLeftPlaceholders(folder: string): Promise<void> {
  const note = path.join(folder, WORKSPACE_NOTE);
  const workspace = await readNote(note);
  await removeNoted(path.join(folder, NOTE));
  if (typeof workspace === 'string' && !users.has(workspace)) await showToGit(workspace);
  await fs.rm(note, { force: true });
}

async function release(workspace: string): Promise<void> {
  const left = (users.get(workspace) ?? 1) - 1;
  if (left > 0) return void users.set(workspace, left);
  users.delete(workspace);
  await showToGit(workspace);
}

/** A repository that was created in a placeholder needs other mounts, so it counts as replaced. */
async function identify({ path: at, missing }: ProtectedPath): Promise<string> {
  const stats: Stats | undefined = await fs.lstat(at).catch(() => undefined);
  const isRepository = missing === 'folder' && path.basename(at) === '.git';
  const isFilled = isRepository && (await fs.readdir(at).catch(() => [])).length > 0;
  return `${stats?.dev}:${stats?.ino}:${isFilled}`;
}

function isMissing(entry: ProtectedPath): entry is ProtectedPath & MissingPath {
  return entry.missing !== undefined;
}
