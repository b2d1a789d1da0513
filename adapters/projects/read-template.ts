// Reads the folder of a template: regular files only, of limited number and size.
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { invalidRequest, type GatewayError } from '#contract/wire/errors.ts';
import type { TemplateFile, TemplateFolder } from '#core/ports/project-files.ts';
import { TEMPLATE_MANIFEST } from '#core/projects/template.ts';
import { TRASH_FOLDER } from '#core/workspaces/trash.ts';

const MAX_FILES = 2_000;
const MAX_FILE_BYTES = 20 * 1024 * 1024;
const MAX_TOTAL_BYTES = 100 * 1024 * 1024;
const MAX_MANIFEST_BYTES = 256 * 1024;
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', TRASH_FOLDER, 'node_modules']);
const EXECUTABLE_BITS = 0o111;

/** Lists the files of a template, and reads its manifest. @throws {GatewayError} `TEMPLATE_INVALID` */
export async function readTemplateFolder(folder: string): Promise<TemplateFolder> {
  const manifest = await readPlainFile(path.join(folder, TEMPLATE_MANIFEST), MAX_MANIFEST_BYTES).catch(() => undefined);
  if (manifest === undefined)
    throw invalidRequest(
      `The folder has no ${TEMPLATE_MANIFEST}.`,
      'TEMPLATE_INVALID',
      'Choose the folder of a template, or add the file.',
    );
  const paths = await listFiles(folder);
  return { manifest: manifest.bytes.toString('utf8'), paths: paths.filter((name) => name !== TEMPLATE_MANIFEST) };
}

/** Reads a file that {@link readTemplateFolder} listed. @throws {GatewayError} `TEMPLATE_INVALID` */
export async function readTemplateFile(folder: string, name: string): Promise<TemplateFile> {
  const file = path.join(folder, name);
  const [root, parent] = await Promise.all([fs.realpath(folder), fs.realpath(path.dirname(file))]);
  if (parent !== path.join(root, path.dirname(name)))
    throw invalid(`${JSON.stringify(name)} is inside a symbolic link`);
  const { bytes, isExecutable } = await readPlainFile(file, MAX_FILE_BYTES).catch(() => {
    throw invalid(`${JSON.stringify(name)} can't be read`);
  });
  return { path: name, content: bytes, ...(isExecutable ? { isExecutable } : {}) };
}

/** A file that is no link, checked on the open file. */
async function readPlainFile(file: string, limit: number) {
  const handle = await fs.open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (!stat.isFile() || stat.size > limit) throw new Error('not a small file');
    const bytes = Buffer.alloc(stat.size);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return { bytes: bytes.subarray(0, bytesRead), isExecutable: (stat.mode & EXECUTABLE_BITS) !== 0 };
  } finally {
    await handle.close();
  }
}

async function listFiles(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [''];
  let total = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await fs.readdir(path.join(root, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (LEFT_OUT.has(entry.name)) continue;
      if (entry.isDirectory()) folders.push(name);
      else if (!entry.isFile()) throw invalid(`${JSON.stringify(name)} is a symbolic link or a special file`);
      else {
        const { size } = await fs.lstat(path.join(root, name));
        if (size > MAX_FILE_BYTES) throw invalid(`${JSON.stringify(name)} is larger than 20 MB`);
        total += size;
        found.push(name);
      }
      if (found.length + folders.length > MAX_FILES) throw invalid(`it has more than ${MAX_FILES} files`);
      if (total > MAX_TOTAL_BYTES) throw invalid('its files are larger than 100 MB together');
    }
  }
  return found.toSorted();
}

function invalid(reason: string): GatewayError {
  return invalidRequest(`The template can't be used: ${reason}.`, 'TEMPLATE_INVALID', 'Fix the template, then retry.');
}
