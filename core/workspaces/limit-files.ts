// The files of a machine for one inspection: nothing is looked at twice, and not more than a person would wait for.
import { FileError, type FileStat, type Machine } from '../ports/machine.ts';

/** Most files and folders that are looked at, and most questions about them, for one line. */
const MAX_FILES = 1_000;
const MAX_QUESTIONS = 5_000;

/** Files with a limit. */
export interface LimitedFiles {
  readonly files: Pick<Machine, 'workspace' | 'stat' | 'list' | 'read'>;
  /** Whether the limit was reached: then what was found is incomplete. */
  isExceeded(): boolean;
}

/** Limits what is looked at. Past the limit, every question fails. */
export function limitFiles(machine: LimitedFiles['files']): LimitedFiles {
  const stats = new Map<string, Promise<FileStat>>();
  const lists = new Map<string, Promise<readonly FileStat[]>>();
  let questions = 0;
  const isExceeded = () => questions > MAX_QUESTIONS || stats.size + lists.size > MAX_FILES;
  function ask<T>(known: Map<string, Promise<T>>, path: string, look: () => Promise<T>): Promise<T> {
    questions += 1;
    if (isExceeded()) return Promise.reject(new FileError('io', 'Too many files to check.'));
    const found = known.get(path) ?? look();
    known.set(path, found);
    return found;
  }
  return {
    files: {
      workspace: machine.workspace,
      stat: (path) => ask(stats, path, () => machine.stat(path)),
      list: (path) => ask(lists, path, () => machine.list(path)),
      read: (path, limitBytes) => machine.read(path, limitBytes),
    },
    isExceeded,
  };
}
