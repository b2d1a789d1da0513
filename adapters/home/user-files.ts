// Personal data in files: exports, backups, deleted files, and memories of agents.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AGENT_FILES, MEMORY_FILE } from '#contract/types/agent-files.ts';
import { TRASH_FOLDER } from '#core/workspaces/trash.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { UserFiles } from '#core/ports/user-files.ts';
import { listCopies } from '../sqlite/backups.ts';
import { blobsOfBackups } from '../sqlite/blob-backups.ts';
import type { Home } from './open-home.ts';
import { packFolder } from './pack-folder.ts';

const EXPORTS = 'exports';
const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;

type Workspaces = Parameters<UserFiles['agentFiles']>[0];

/** The files of a home folder. */
export function openUserFiles(
  home: Pick<Home, 'folder' | 'database' | 'trash' | 'workspaces'>,
  clock: Pick<Clock, 'now'>,
): UserFiles {
  const exports = join(home.folder, EXPORTS);
  return {
    async beginExport() {
      await mkdir(exports, { recursive: true, mode: OWNER_ONLY_FOLDER });
      const path = await newFolder(
        exports,
        `gatehouse-${new Date(clock.now()).toISOString().replaceAll(/[-:.]/g, '')}`,
      );
      const discard = () => rm(path, { recursive: true, force: true });
      return {
        path,
        discard,
        write: (name, pieces) => writeOwn(join(path, name), pieces.join('')),
        writeBase64: (name, data) => writeOwn(join(path, name), Buffer.from(data, 'base64')),
        async pack() {
          const archive = `${path}.tar.gz`;
          const bytes = await packFolder(path, archive);
          await discard();
          return { path: archive, bytes };
        },
      };
    },
    agentFiles: readAgentFiles,
    async removeCopies(workspaces) {
      const own = workspaces.filter(({ folder }) => folder.startsWith(join(home.workspaces, '/')));
      const paths = [
        exports,
        ...listCopies(home.database),
        blobsOfBackups(join(dirname(home.database), 'backups')),
        ...(await listReplacedData([home.folder, dirname(home.database), dirname(home.workspaces)])),
        ...(await readdir(home.trash).catch(() => [])).map((name) => join(home.trash, name)),
        ...workspaces.map(({ folder }) => join(folder, TRASH_FOLDER)),
        ...own.map(({ folder }) => join(folder, MEMORY_FILE)),
      ].filter((path) => existsSync(path));
      const removed: string[] = [];
      const warnings: string[] = [];
      for (const path of paths) {
        try {
          await rm(path, { recursive: true, force: true });
          removed.push(path);
        } catch (error) {
          warnings.push(`Couldn't delete ${path}: ${String(error)}`);
        }
      }
      return { removed, warnings };
    },
  };
}

/** What restored backups have replaced. */
async function listReplacedData(folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    [...new Set(folders)].map(async (folder) =>
      (await readdir(folder).catch(() => []))
        .filter((name) => /^replaced-\d{8}T\d{9}Z$/.test(name))
        .map((name) => join(folder, name)),
    ),
  );
  return found.flat();
}

async function writeOwn(file: string, data: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
  await writeFile(file, data, { mode: OWNER_ONLY_FILE });
}

async function newFolder(parent: string, stem: string): Promise<string> {
  for (let n = 0; ; n += 1) {
    const path = join(parent, n === 0 ? stem : `${stem}-${n}`);
    if (existsSync(path) || existsSync(`${path}.tar.gz`)) continue;
    // Another export can start in the same millisecond.
    if (await createFolder(path)) return path;
  }
}

/** False if it exists. */
async function createFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: OWNER_ONLY_FOLDER });
    return true;
  } catch (error) {
    if (existsSync(path)) return false;
    throw error;
  }
}

async function readAgentFiles(workspaces: Workspaces) {
  const files: { readonly agentId: string; readonly name: string; readonly text: string }[] = [];
  for (const { agentId, folder } of workspaces)
    for (const name of AGENT_FILES) {
      const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
      if (text !== undefined) files.push({ agentId, name, text });
    }
  return files;
}
