// Runs git for reading, by absolute path, so that nothing in a repository is executed: no hook, filter, pager,
// monitor, text converter, external diff, or fetch.
import { defined } from '#contract/types/defined.ts';
import { FileError, type Machine } from '../../ports/machine.ts';

const TIMEOUT_MS = 15_000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;
/** The last one, for Windows, is found in the machine's search path. */
const PROGRAMS = ['/usr/bin/git', '/bin/git', '/usr/local/bin/git', '/opt/homebrew/bin/git', 'git'];
/** Settings with which git runs no program that a repository names. */
export const SAFE_SETTINGS: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.pager=cat',
  'diff.external=',
  'core.untrackedCache=false',
  'log.showSignature=false',
  'core.quotePath=false',
  'protocol.allow=never',
  'diff.noprefix=false',
  'diff.mnemonicPrefix=false',
  'color.ui=never',
];
/** Excludes the user's own configuration, because it may name programs. */
const ENVIRONMENT = {
  PATH: '/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ALLOW_PROTOCOL: '',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_PAGER: 'cat',
};

/** Runs git with arguments; rejects when it fails. */
export type Git = (args: readonly string[], signal: AbortSignal) => Promise<string>;

/** Prepares git for the repository of a workspace, or undefined when there is no git or no repository. */
export async function prepareGit(machine: Machine, signal: AbortSignal): Promise<Git | undefined> {
  const file = await findGit(machine);
  if (file === undefined) return undefined;
  const plain = gitWith(machine, file, []);
  const isRepository = await plain(['rev-parse', '--is-inside-work-tree'], signal).catch(() => '');
  if (isRepository.trim() !== 'true') return undefined;
  return gitWith(machine, file, await silencedFilters(plain, signal));
}

/** Settings, as `name=value`, that replace the filters of the repository at a folder by nothing. */
export async function listSilencedFilters(
  machine: Machine,
  folder: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const file = await findGit(machine);
  return file === undefined ? [] : silencedFilters(gitWith(machine, file, [], folder), signal);
}

/** A program in the workspace is never used. */
async function findGit(machine: Machine): Promise<string | undefined> {
  for (const program of PROGRAMS) {
    const file = await machine.resolveProgram(program);
    const isInside =
      file?.startsWith(machine.workspace) === true && /[/\\]/.test(file.charAt(machine.workspace.length));
    if (file !== undefined && !isInside) return file;
  }
  return undefined;
}

/**
 * A repository's settings may name programs that git runs on file content; each is replaced by nothing. @throws {FileError} if they
 * can't be listed, or one can't be replaced
 */
async function silencedFilters(git: Git, signal: AbortSignal): Promise<readonly string[]> {
  // A list of only the filters fails if there are none, which couldn't be told from other failures.
  const listed = await git(['config', '--null', '--name-only', '--list'], signal);
  const drivers = new Set(
    listed.split('\0').flatMap((name) => {
      const driver = /^filter\.(.*)\.[^.]+$/s.exec(name)?.[1];
      return driver === undefined ? [] : [driver];
    }),
  );
  // Git would take what precedes the sign for the name of the setting.
  if ([...drivers].some((driver) => driver.includes('=')))
    throw new FileError(
      'denied',
      'A filter in the settings of this Git repository has "=" in its name, so Git isn\'t run.',
    );
  return [...drivers].flatMap((driver) => [
    `filter.${driver}.clean=`,
    `filter.${driver}.smudge=`,
    `filter.${driver}.process=`,
    `filter.${driver}.required=false`,
  ]);
}

function gitWith(machine: Machine, file: string, settings: readonly string[], cwd?: string): Git {
  const fixed = [
    '--no-pager',
    '--no-optional-locks',
    '--no-replace-objects',
    ...[...SAFE_SETTINGS, ...settings].flatMap((setting) => ['-c', setting]),
  ];
  return async (args, signal) => {
    const running = await machine.exec(
      {
        command: [file, ...fixed, ...args],
        env: ENVIRONMENT,
        ...defined({ cwd }),
        pty: false,
        timeoutMs: TIMEOUT_MS,
        maxOutputBytes: MAX_OUTPUT_BYTES,
      },
      () => undefined,
      signal,
    );
    const { exitCode, output, truncated } = await running.finished;
    signal.throwIfAborted();
    if (exitCode !== 0 || truncated) throw new FileError('io', `Git failed (exit code ${exitCode ?? 'unknown'}).`);
    return output;
  };
}
