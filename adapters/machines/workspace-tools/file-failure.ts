// Converts errors of the operating system to `FileError`s that say what to do.
import { FileError } from '#core/ports/machine.ts';
import { errorMessage } from '#contract/wire/errors.ts';

/** The error for a path outside the workspace. */
export function outside(path: string): FileError {
  const message = `${JSON.stringify(path)} is outside the workspace. Use a path inside the workspace.`;
  return new FileError('outside-workspace', message);
}

/** The error for a link whose target only the system knows. */
export function unclearLink(path: string): FileError {
  const message = `${JSON.stringify(path)} contains a link that can't be followed safely. Use the path of its target.`;
  return new FileError('outside-workspace', message);
}

/** The `code` of a Node error, or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

type Failure = readonly [code: FileError['code'], message: (name: string) => string];

const DENIED: Failure = ['denied', (name) => `Permission denied: ${name}.`];
const EXISTS: Failure = ['exists', (name) => `${name} already exists.`];
const NO_SPACE: Failure = [
  'no-space',
  (name) => `No space left to write ${name}. Nothing was changed. Free some space and retry.`,
];

const FAILURES: ReadonlyMap<string | undefined, Failure> = new Map<string, Failure>([
  ['ENOENT', ['not-found', (name) => `${name} doesn't exist.`]],
  ['ENOTDIR', ['not-a-folder', (name) => `Part of the path ${name} isn't a folder.`]],
  ['EISDIR', ['not-a-file', (name) => `${name} is a folder, not a file.`]],
  ['ELOOP', ['outside-workspace', (name) => `${name} contains a link that can't be followed safely.`]],
  ['EEXIST', EXISTS],
  ['ENOTEMPTY', EXISTS],
  ['ENOSPC', NO_SPACE],
  ['EDQUOT', NO_SPACE],
  ['EACCES', DENIED],
  ['EPERM', DENIED],
  ['EROFS', DENIED],
  ['EBUSY', ['denied', (name) => `${name} is in use. It can be a folder on which a disk is mounted.`]],
  ['EFBIG', ['too-large', (name) => `${name} is too large.`]],
  ['ENAMETOOLONG', ['not-found', () => 'This path is too long.']],
]);

/** Describes the failure of an operation on `path`. */
export function fileFailure(error: unknown, path: string): FileError {
  if (error instanceof FileError) return error;
  const name = JSON.stringify(path);
  const [code, message]: Failure = FAILURES.get(errorCode(error)) ?? ['io', () => `${name}: ${errorMessage(error)}`];
  return new FileError(code, message(name));
}

/** Describes why a program couldn't be started. */
export function startFailure(error: unknown): FileError {
  if (error instanceof FileError) return error;
  const reason = errorMessage(error).replace(/\.$/, '');
  const advice = /EMFILE|ENFILE|EAGAIN|ENOMEM|forkpty/.test(reason)
    ? ' This machine is out of processes, memory, or file descriptors. Stop something, then retry.'
    : '';
  return new FileError('io', `Couldn't start the command: ${reason}.${advice}`);
}
