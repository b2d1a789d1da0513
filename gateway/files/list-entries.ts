// Entries of a folder, for the wire and HTTP.
import { defined } from '#contract/types/defined.ts';
import type { FileEntry } from '#contract/types/files.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { FileStat, ListRange } from '#core/ports/machine.ts';
import type { SessionWorkspace } from '#core/workspaces/open-workspace.ts';
import { TRASH_FOLDER } from '#core/workspaces/trash.ts';
import { getFileName } from '../openclaw/file-record.ts';

/** Most entries in one part. */
export const MAX_LISTED = 2000;

/** A part of a folder. @throws {FileError} */
export async function listEntries(
  { key, machine }: Pick<SessionWorkspace, 'key' | 'machine'>,
  { path, start, limit }: ListRange & { readonly path: string },
): Promise<MethodResult<'files.list'>> {
  // One more, to know whether it is the end.
  const found = await machine.list(path, { start, limit: limit + 1 });
  const entries = found.slice(0, limit).filter(isShown).map(toEntry);
  const next = found.length > limit ? { next: start + limit } : {};
  return { sessionKey: key, root: machine.workspace, path, entries, ...next };
}

/** Whether people see an entry: Git's data and the trash are hidden. */
export function isShown({ path, kind }: FileStat): boolean {
  return kind !== 'other' && getFileName(path) !== '.git' && path !== TRASH_FOLDER;
}

function toEntry({ path, kind, size, modifiedAtMs, isLink }: FileStat): FileEntry {
  const entry = { path, name: getFileName(path), modifiedAtMs, ...defined({ isLink }) };
  return kind === 'directory' ? { ...entry, kind } : { ...entry, kind: 'file', size };
}
