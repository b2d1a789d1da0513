// Describes why git failed, from what it wrote.
import { GitError } from '#core/ports/git.ts';

const MAX_DETAIL_CHARS = 400;

type Pattern = readonly [pattern: RegExp, code: GitError['code'], message: (detail: string) => string];

const PATTERNS: readonly Pattern[] = [
  [
    /No space left on device|Disk quota exceeded/i,
    'no-space',
    () => 'No space left on the disk. Free some space and retry.',
  ],
  [
    /Unable to create '([^']*\.lock)': File exists|cannot lock ref|could not lock config file/i,
    'locked',
    (detail) =>
      `Another git process is using this repository (${detail}). Wait for it to finish. If none is running, remove the lock file and retry.`,
  ],
  [
    /not a git repository|does not appear to be a git repository/i,
    'not-a-repository',
    () => "This folder isn't a git repository.",
  ],
  [
    /Permission denied|insufficient permission|Read-only file system|Operation not permitted/i,
    'denied',
    (detail) => `Git can't write here: ${detail}. Check the permissions of the folder.`,
  ],
  [
    // Git doesn't tell why. A file that could be created, but not written, is too large for the disk.
    /unable to write file/i,
    'no-space',
    (detail) => `Couldn't write all files (${detail}), probably because the disk is full. Free some space and retry.`,
  ],
];

/** The error for an exit code that isn't a result. */
export function toGitError(args: readonly string[], exitCode: number | null, messages: string): GitError {
  const details = { messages, ...(exitCode === null ? {} : { exitCode }) };
  const detail = describe(messages);
  for (const [pattern, code, message] of PATTERNS)
    if (pattern.test(messages)) return new GitError(code, message(detail), details);
  const reason = detail === '' ? `exit code ${exitCode ?? 'unknown'}` : detail;
  return new GitError('failed', `"git ${args[0] ?? ''}" failed: ${reason}.`, details);
}

/** The most telling line of its messages. */
function describe(messages: string): string {
  const lines = messages.split(/[\n\r]/).filter((line) => line.trim() !== '');
  const telling = lines.find((line) => /^(fatal|error): /.test(line)) ?? lines.at(-1) ?? '';
  return telling
    .replace(/^(fatal|error): /, '')
    .replace(/\.$/, '')
    .slice(0, MAX_DETAIL_CHARS);
}
