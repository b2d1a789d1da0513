// Finds the git program: the system's own before any in the search path.
import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { GitError } from '#core/ports/git.ts';
import type { Environment } from './git-environment.ts';

const FIXED = ['/usr/bin/git', '/bin/git', '/usr/local/bin/git', '/opt/homebrew/bin/git'];

/** Its absolute path. @throws {GitError} `missing` */
export async function findGit(environment: Environment): Promise<string> {
  const isWindows = process.platform === 'win32';
  const folders = (environment['PATH'] ?? environment['Path'] ?? '')
    .split(delimiter)
    .filter((name) => isAbsolute(name));
  const candidates = [
    ...(isWindows ? [] : FIXED),
    ...folders.map((folder) => join(folder, isWindows ? 'git.exe' : 'git')),
  ];
  for (const file of candidates) if (await canRun(file)) return file;
  throw new GitError('missing', "Git isn't installed. Install it (https://git-scm.com/downloads), then retry.");
}

function canRun(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
