// Placeholders would be untracked files to Git. Inside, its list of excluded files names them, too.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { readBytes } from '../workspace-tools/file-content.ts';
import { inFolder } from '../workspace-tools/open-folder.ts';

const LIST = 'exclude';
/** A longer list isn't one that a person keeps. */
const MAX_BYTES = 1024 * 1024;

/** A file that replaces another one inside. */
export interface ReplacedFile {
  readonly from: string;
  readonly to: string;
}

/** Writes `file`, which takes the place of the list of a workspace's repository, if it has one. */
export async function excludePlaceholders(
  workspace: string,
  placeholders: Iterable<string>,
  file: string,
): Promise<readonly ReplacedFile[]> {
  const text = await readList(path.join(workspace, '.git', 'info'));
  if (text === undefined) return [];
  const names = [...placeholders].filter((at) => path.dirname(at) === workspace).map((at) => `/${path.basename(at)}`);
  await fs.writeFile(file, `${text}\n${names.join('\n')}\n`);
  return [{ from: file, to: path.join(workspace, '.git', 'info', LIST) }];
}

/** Programs in another sandbox can replace the list and its folder, by links to what they may not see or by a huge file. */
async function readList(info: string): Promise<string | undefined> {
  try {
    if ((await fs.realpath(info)) !== info) return undefined;
    return await inFolder(info, async (folder) => {
      const place = { at: path.join(folder, LIST), folder, name: LIST, path: LIST };
      const { bytes } = await readBytes(place, MAX_BYTES);
      return Buffer.from(bytes).toString('utf8');
    });
  } catch {
    return undefined;
  }
}
