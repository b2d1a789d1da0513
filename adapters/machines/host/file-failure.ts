// Turns the operating system's refusals into `FileError`s that say what to do.
import { FileError } from '#core/ports/machine.ts';
import { errorMessage } from '#contract/wire/errors.ts';

const OUTSIDE_HINT = 'Use a path inside the workspace.';

/** The error for a path that leads out of the workspace. */
export function outside(path: string): FileError {
  return new FileError('outside-workspace', `${JSON.stringify(path)} is outside the workspace. ${OUTSIDE_HINT}`);
}

/** The `code` of a Node error, or undefined. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Describes the failure of an operation on `path`. */
export function fileFailure(error: unknown, path: string): FileError {
  if (error instanceof FileError) return error;
  const name = JSON.stringify(path);
  switch (errnoOf(error)) {
    case 'ENOENT':
      return new FileError('not-found', `${name} doesn't exist.`);
    case 'ENOTDIR':
      return new FileError('not-a-folder', `Part of the path ${name} isn't a folder.`);
    case 'EISDIR':
      return new FileError('not-a-file', `${name} is a folder, not a file.`);
    case 'ELOOP':
      return new FileError('outside-workspace', `${name} contains a link that can't be followed safely.`);
    case 'EEXIST':
    case 'ENOTEMPTY':
      return new FileError('exists', `${name} already exists.`);
    case 'ENOSPC':
    case 'EDQUOT':
      return new FileError(
        'no-space',
        `No space left to write ${name}. Nothing was changed. Free some space and retry.`,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new FileError('denied', `Permission denied: ${name}.`);
    case 'EFBIG':
      return new FileError('too-large', `${name} is too large.`);
    case 'ENAMETOOLONG':
      return new FileError('not-found', 'This path is too long.');
    default:
      return new FileError('io', `${name}: ${errorMessage(error)}`);
  }
}

/** Describes why a program couldn't be started. */
export function startFailure(error: unknown): FileError {
  const words = errorMessage(error).replace(/\.$/, '');
  const advice = /EMFILE|ENFILE|EAGAIN|ENOMEM|forkpty/.test(words)
    ? ' This machine is out of processes, memory, or file descriptors. Stop something, then retry.'
    : '';
  return new FileError('io', `Couldn't start the command: ${words}.${advice}`);
}
