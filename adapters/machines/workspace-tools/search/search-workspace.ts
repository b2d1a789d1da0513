// `Machine.search` for files on this computer.
import * as fs from 'node:fs/promises';
import { FileError, type LineQuery, type LineSearch } from '#core/ports/machine.ts';
import { compileGlobTester, compileLineTester } from '#core/workspaces/line-tester.ts';
import type { WorkspaceRoot } from '../workspace-root.ts';
import { searchInThreads, type SearchOptions } from './search-threads.ts';

/** Searches a folder of the workspace. Undefined for a single file, and where no threads can be started. @throws {FileError} */
export async function searchWorkspace(
  root: WorkspaceRoot,
  query: LineQuery,
  options: SearchOptions,
): Promise<LineSearch | undefined> {
  // Checked here, so that an invalid query starts no thread.
  await compileLineTester(query);
  compileGlobTester(query.glob);
  const folder = await root.at(query.path ?? '.', {}, async ({ at, path }) =>
    (await fs.lstat(at)).isDirectory() ? path : undefined,
  );
  if (folder === undefined) return undefined;
  return searchInThreads({ root: root.real, closed: root.closed, folder, query }, options).catch((error: unknown) => {
    if (error instanceof FileError || options.signal.aborted) throw error;
    return undefined;
  });
}
