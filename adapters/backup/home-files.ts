// The files of a home folder that belong in a backup, and where each one is restored.
import type { Dirent } from 'node:fs';
import { existsSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { locateBlob, blobFolder } from '../blobs/blob-files.ts';
import { load } from '../configuration/load.ts';
import type { Environment } from '../configuration/substitution.ts';
import { listReferences } from '../sqlite/blob-backups.ts';
import { BLOBS, CONFIGURATION, DATABASE_ENTRY, TLS, WORKSPACES } from './archive-manifest.ts';

/** Locations of a home that are backed up. */
export interface BackedUpHome {
  readonly folder: string;
  readonly database: string;
  readonly configuration: string;
  readonly workspaces: string;
}

/** The certificate that paired devices trust. */
export const TLS_FILES = ['gateway.crt', 'gateway.key'] as const;

/** A file to back up. */
export interface SourceFile {
  /** Path in the archive. */
  readonly path: string;
  /** Path on this machine. */
  readonly from: string;
  readonly size: number;
  readonly modifiedAtMs: number;
  readonly mode: number;
  /** It doesn't change while the backup is written. */
  readonly isFixed: boolean;
}

/** The files of a backup. */
export interface HomeFiles {
  readonly files: readonly SourceFile[];
  /** Name of the configuration file; undefined if there is none. */
  readonly configuration: string | undefined;
  readonly warnings: readonly string[];
}

const MAX_NAMED = 5;

/** Lists what to back up. `copy`: a copy of the database, with the contents that it refers to in the folder `blobs` beside it. */
export async function listHomeFiles(home: BackedUpHome, copy: string, environment: Environment): Promise<HomeFiles> {
  const missing: string[] = [];
  const fixed = async (path: string, from: string) => toFile(path, from, true);
  const files: (SourceFile | undefined)[] = [await fixed(DATABASE_ENTRY, copy)];
  for (const hash of listReferences(copy)) {
    const blob = locateBlob(blobFolder(copy), hash);
    if (existsSync(blob)) files.push(await fixed(`${BLOBS}/${hash.slice(0, 2)}/${hash}`, blob));
    else missing.push(hash);
  }
  const configuration = await listConfiguration(home, environment);
  for (const name of configuration)
    files.push(await toFile(`${CONFIGURATION}/${toSlashes(name)}`, join(dirname(home.configuration), name), false));
  for (const name of TLS_FILES) files.push(await toFile(`${TLS}/${name}`, join(home.folder, 'tls', name), false));
  const links: string[] = [];
  await addFolder(home.workspaces, home.workspaces, files, links);
  const warnings = [
    ...describe(missing, 'attachments or file versions have no content and are left out'),
    ...describe(links, 'symbolic links or special files in workspaces are left out'),
  ];
  const found = files.filter((file) => file !== undefined);
  return {
    files: found,
    warnings,
    configuration: configuration.length === 0 ? undefined : basename(home.configuration),
  };
}

/** The configuration file and those that it includes, relative to its folder. */
async function listConfiguration(home: BackedUpHome, environment: Environment): Promise<readonly string[]> {
  const { configuration: file, folder, workspaces } = home;
  if (!existsSync(file)) return [];
  const { includedFiles } = await load({ file, home: folder, workspaces, environment });
  const inside = includedFiles.map((path) => relative(dirname(file), path)).filter((path) => !path.startsWith('..'));
  return [...new Set([basename(file), ...inside])];
}

async function addFolder(
  root: string,
  folder: string,
  files: (SourceFile | undefined)[],
  links: string[],
): Promise<void> {
  for (const entry of await readFolder(folder)) {
    const from = join(folder, entry.name);
    const name = toSlashes(relative(root, from));
    if (entry.isDirectory()) await addFolder(root, from, files, links);
    else if (entry.isFile()) files.push(await toFile(`${WORKSPACES}/${name}`, from, false));
    else links.push(name);
  }
}

/** Empty if there is no such folder. */
async function readFolder(folder: string): Promise<readonly Dirent[]> {
  try {
    return (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Undefined if the file was deleted since it was listed. */
async function toFile(path: string, from: string, isFixed: boolean): Promise<SourceFile | undefined> {
  try {
    const { size, mtimeMs, mode } = await lstat(from);
    return { path, from, size, modifiedAtMs: mtimeMs, mode: mode & 0o777, isFixed };
  } catch (error) {
    if (!isFixed && error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function describe(names: readonly string[], what: string): readonly string[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, MAX_NAMED).join(', ');
  return [`${names.length} ${what}: ${shown}${names.length > MAX_NAMED ? ', …' : ''}`];
}

function toSlashes(path: string): string {
  return path.split(sep).join('/');
}
