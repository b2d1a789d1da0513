// Files of projects on this computer.
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { ProjectFiles, TemplateFile } from '#core/ports/project-files.ts';
import { TRASH_FOLDER } from '#core/workspaces/trash.ts';
import { errorCode } from '../machines/workspace-tools/file-failure.ts';
import { carryFiles } from './carry-files.ts';
import { readTemplateFile, readTemplateFolder } from './read-template.ts';

const EXECUTABLE = 0o777;
const PLAIN = 0o666;

/** The files of this computer. */
export const PROJECT_FILES: ProjectFiles = {
  readTemplate: readTemplateFolder,
  readTemplateFile,
  createFolder,
  exists,
  carry: carryFiles,
  moveToTrash,
  restoreFromTrash,
  deleteFolder: (folder) => fs.rm(folder, { recursive: true, force: true, maxRetries: 2 }),
  join: path.join,
};

/** Everything is written next to the folder first, so that it never exists in part. */
async function createFolder(folder: string, files: Parameters<ProjectFiles['createFolder']>[1]): Promise<void> {
  if (await exists(folder)) throw taken(folder);
  const draft = path.join(path.dirname(folder), `.gatehouse-new-${randomUUID()}`);
  try {
    await fs.mkdir(draft);
    for await (const file of files) await writeNew(draft, file);
    await fs.rename(draft, folder);
  } catch (error) {
    await fs.rm(draft, { recursive: true, force: true });
    throw toError(error, folder);
  }
}

async function writeNew(folder: string, { path: name, content, isExecutable }: TemplateFile): Promise<void> {
  const file = path.join(folder, name);
  // Names are checked before; this holds whatever a caller did.
  if (!file.startsWith(folder + path.sep))
    throw invalidRequest(`${name} leads outside the folder.`, 'TEMPLATE_INVALID');
  await fs.mkdir(path.dirname(file), { recursive: true });
  await fs.writeFile(file, content, { flag: 'wx', mode: isExecutable === true ? EXECUTABLE : PLAIN });
}

/** Names that differ only in case or Unicode form are the same on some file systems. */
async function exists(file: string): Promise<boolean> {
  const found = await fs.lstat(file).catch(() => undefined);
  if (found !== undefined) return true;
  const names = await fs.readdir(path.dirname(file)).catch((): string[] => []);
  const wanted = fold(path.basename(file));
  return names.some((name) => fold(name) === wanted);
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** It stays on its file system, so that moving it can't fail halfway. */
async function moveToTrash(folder: string, id: string): Promise<string> {
  const trash = path.join(path.dirname(folder), TRASH_FOLDER);
  const target = path.join(trash, `${id}-${randomUUID()}`);
  try {
    await fs.mkdir(trash, { recursive: true, mode: 0o700 });
    await fs.rename(folder, target);
  } catch (error) {
    throw toError(error, folder);
  }
  return target;
}

async function restoreFromTrash(trash: string, folder: string): Promise<void> {
  if (await exists(folder)) throw taken(folder);
  try {
    await fs.rename(trash, folder);
  } catch (error) {
    throw toError(error, folder);
  }
}

function taken(folder: string): GatewayError {
  return invalidRequest(
    `A file or folder already exists at ${folder}.`,
    'PROJECT_FOLDER_TAKEN',
    'Move it, or choose another name.',
  );
}

/** An error of the file system, with what to do about it. */
function toError(error: unknown, folder: string): unknown {
  if (error instanceof GatewayError) return error;
  const code = errorCode(error);
  if (code === 'ENOTEMPTY' || code === 'EEXIST') return taken(folder);
  const hint =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'Free some disk space, then retry.'
      : 'Check the permissions of the folder, or choose another one.';
  return new GatewayError('UNAVAILABLE', `Couldn't change ${folder}: ${errorMessage(error)}`, {
    details: { code: 'PROJECT_FOLDER', hint },
    cause: error,
  });
}
