// Turns the operating system's refusals into `FileError`s that say what to do.
import { FileError } from '#core/ports/machine.ts';

const OUTSIDE_HINT = 'Only files inside the workspace can be used.';

/** The error for a path that leads out of the workspace. */
export function outside(path: string): FileError {
  return new FileError('outside-workspace', `${JSON.stringify(path)} is outside the workspace. ${OUTSIDE_HINT}`);
}

/** The `code` of a Node error, or undefined. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What `error` means for somebody who asked for `path`. */
export function fileFailure(error: unknown, path: string): FileError {
  if (error instanceof FileError) return error;
  const name = JSON.stringify(path);
  switch (errnoOf(error)) {
    case 'ENOENT':
      return new FileError('not-found', `There is no ${name}.`);
    case 'ENOTDIR':
      return new FileError('not-a-folder', `${name}: a part of this path is not a folder.`);
    case 'EISDIR':
      return new FileError('not-a-file', `${name} is a folder, not a file.`);
    case 'ELOOP':
      return new FileError('outside-workspace', `${name} passes through a link that cannot be followed safely.`);
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new FileError('exists', `${name} exists already.`);
    case 'ENOSPC':
    case 'EDQUOT':
      return new FileError('no-space', `No space left to write ${name}. Free some and try again; nothing was changed.`);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new FileError('denied', `The operating system does not allow this for ${name}.`);
    case 'EFBIG':
      return new FileError('too-large', `${name} is too large.`);
    case 'ENAMETOOLONG':
      return new FileError('not-found', 'This path is too long to exist.');
    default:
      return new FileError('io', `${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What it means that a program could not be started. */
export function startFailure(error: unknown): FileError {
  const words = error instanceof Error ? error.message : String(error);
  const advice = /EMFILE|ENFILE|EAGAIN|ENOMEM|forkpty/.test(words)
    ? ' This machine is out of processes, memory or open files: end something, then try again.'
    : '';
  return new FileError('io', `The command could not be started: ${words}.${advice}`);
}
