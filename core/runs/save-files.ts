// Saves attached files that models can't read in the workspace, where tools can read them.
import type { AttachedFile } from '#contract/types/content.ts';
import { decodeBase64 } from '#contract/types/decode-base64.ts';
import type { RunError } from '#contract/sessions/session-events.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { FileError, type Machine } from '../ports/machine.ts';
import { openSessionMachine } from '../sessions/keep-machine.ts';
import { openUploadFolder } from '../workspaces/upload-folder.ts';
import type { ActiveRun } from './active-run.ts';
import type { ContextItem } from './context.ts';
import { toSavedPaths } from './saved-paths.ts';

/** A file and where it is saved. */
interface SavedFile {
  readonly file: AttachedFile;
  /** Relative to the workspace. */
  readonly path: string;
}

/**
 * Saves the attached files that the model can't read and that aren't in the workspace yet. Files that are there are never
 * replaced: the agent may have changed them. Returns why the run can't continue.
 */
export async function saveAttachedFiles(
  run: ActiveRun,
  items: readonly ContextItem[],
  readsPdfs: boolean,
): Promise<RunError | undefined> {
  const lastAnswer = items.findLastIndex((item) => item.kind === 'assistant');
  const wanted = items
    .flatMap((item, index) => toSavedFiles(item, readsPdfs).map((saved) => ({ ...saved, isNew: index > lastAnswer })))
    .filter(({ path }) => !run.savedFiles.has(path));
  if (wanted.length === 0) return undefined;
  for (const { file, path, isNew } of wanted)
    try {
      await save(await openSessionMachine(run.ports, run.agent, run.actor), run, { file, path });
      run.savedFiles.add(path);
    } catch (error) {
      if (isNew) return toRunError(file, error);
      // The conversation can continue without a file of an earlier message.
      run.savedFiles.add(path);
      run.ports.log.warn("Couldn't save an attached file in the workspace.", { path, error: errorMessage(error) });
    }
  return undefined;
}

function toSavedFiles(item: ContextItem, readsPdfs: boolean): readonly SavedFile[] {
  if (item.kind !== 'user') return [];
  const paths = toSavedPaths(item);
  return (item.files ?? []).flatMap((file, index) => {
    const path = paths[index];
    const isSaved = file.type === 'file' || (file.type === 'pdf' && !readsPdfs);
    return isSaved && path !== undefined ? [{ file, path }] : [];
  });
}

async function save(machine: Machine, { ports }: ActiveRun, { file, path }: SavedFile): Promise<void> {
  if (file.type === 'textFile' || (await exists(machine, path))) return;
  const { data } = file;
  if (data === '' && file.bytes > 0) throw new FileError('not-found', 'Its stored content is missing or damaged.');
  await openUploadFolder(machine, ports.clock);
  await machine.write(path, decodeBase64(data), '');
}

async function exists(machine: Machine, path: string): Promise<boolean> {
  try {
    await machine.stat(path);
    return true;
  } catch (error) {
    if (error instanceof FileError && error.code === 'not-found') return false;
    throw error;
  }
}

function toRunError({ name }: AttachedFile, error: unknown): RunError {
  return {
    code: 'attachment-not-saved',
    message: `Couldn't save ${name} in the workspace. ${errorMessage(error)}`,
    hint: 'Your message was kept. Make sure that there is space and that the workspace is available, then retry the message.',
  };
}
