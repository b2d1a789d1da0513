// Paths of file tools: looked up by what they look like if they don't exist as they were written, which the model is told.
import { FileError, type Machine } from '../ports/machine.ts';
import { findPath, missingPath, toPlainJson, type FoundPath } from '../workspaces/find-path.ts';

/** Uses an existing file or folder: as it was written, and only if there is no such path, by what it looks like. @throws {FileError} */
export async function usePath<T>(
  machine: Machine,
  asked: string,
  use: (path: string) => Promise<T>,
): Promise<{ readonly found: FoundPath; readonly value: T }> {
  try {
    return { found: { path: asked, exists: true, isRespelled: false }, value: await use(asked) };
  } catch (error) {
    if (!(error instanceof FileError) || error.code !== 'not-found') throw error;
    const found = await findPath(machine, asked);
    if (!found.exists) throw await missingPath(machine, asked);
    if (!found.isRespelled) throw error;
    return { found, value: await use(found.path) };
  }
}

/** A result, with a note if the path on disk consists of other characters than the requested one. */
export function withPathNote(result: string, { path, isRespelled }: FoundPath): string {
  if (!isRespelled) return result;
  return `${result}\n[The path on disk looks the same but has other Unicode characters: ${toPlainJson(path)}]`;
}
