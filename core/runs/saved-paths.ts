// Where attached files are saved. The paths follow from the message, so that they are the same after a restart.
import type { UserItem } from '#contract/sessions/session-view.ts';
import { toFileName, UPLOAD_FOLDER, withNumber } from '../workspaces/upload-folder.ts';

/** Where the files of a message are saved if a model can't read them, relative to the workspace; in the order of the files. */
export function toSavedPaths({ id, files = [] }: Pick<UserItem, 'id' | 'files'>): readonly string[] {
  const used = new Set<string>();
  return files.map((file) => {
    const name = findFreeName(toFileName(file.name), used);
    used.add(name.toLowerCase());
    return `${UPLOAD_FOLDER}/${id.replaceAll(/[^\w-]/g, '_')}/${name}`;
  });
}

function findFreeName(name: string, used: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; used.has(free.toLowerCase()); number += 1) free = withNumber(name, number);
  return free;
}
