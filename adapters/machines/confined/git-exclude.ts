// Placeholders would be untracked files to Git. Inside, its list of excluded files names them, too.
import * as fs from 'node:fs/promises';
import path from 'node:path';

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
  const list = path.join(workspace, '.git', 'info', 'exclude');
  const stats = await fs.lstat(list).catch(() => undefined);
  if (stats?.isFile() !== true) return [];
  const names = [...placeholders].filter((at) => path.dirname(at) === workspace).map((at) => `/${path.basename(at)}`);
  await fs.writeFile(file, `${await fs.readFile(list, 'utf8')}\n${names.join('\n')}\n`);
  return [{ from: file, to: list }];
}
