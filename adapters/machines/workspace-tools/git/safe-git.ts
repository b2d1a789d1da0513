// Runs git for reading, by absolute path, so that nothing in a repository is executed: no hook, filter, pager,
// monitor, text converter, external diff, or fetch.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { resolveProgram } from '../../host/resolve-program.ts';

const TIMEOUT_MS = 15_000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;
const SYSTEM_PATH = '/usr/bin:/bin:/usr/local/bin:/opt/homebrew/bin';
const SAFE_SETTINGS = [
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

/** Runs git with arguments; rejects when it fails. */
export type Git = (args: readonly string[], signal: AbortSignal) => Promise<string>;

/** Prepares git for one repository, or undefined when there is no git or no repository. */
export async function prepareGit(folder: string, signal: AbortSignal): Promise<Git | undefined> {
  const file = await resolveProgram(
    'git',
    '/',
    process.platform === 'win32' ? (process.env['PATH'] ?? '') : SYSTEM_PATH,
  );
  if (file === undefined || isWithin(folder, file)) return undefined;
  const plain = gitWith(file, folder, []);
  const isRepository = await plain(['rev-parse', '--is-inside-work-tree'], signal).catch(() => '');
  if (isRepository.trim() !== 'true') return undefined;
  return gitWith(file, folder, await silencedFilters(plain, signal));
}

/** A repository's settings may name programs that git runs on file content; each is replaced by nothing. */
async function silencedFilters(git: Git, signal: AbortSignal): Promise<readonly string[]> {
  const listed = await git(['config', '--null', '--name-only', '--get-regexp', '^filter\\.'], signal).catch(() => '');
  const drivers = new Set(
    listed
      .split('\0')
      .filter((name) => name.includes('.'))
      .map((name) => name.slice('filter.'.length, name.lastIndexOf('.'))),
  );
  return [...drivers].flatMap((driver) => [
    `filter.${driver}.clean=`,
    `filter.${driver}.smudge=`,
    `filter.${driver}.process=`,
    `filter.${driver}.required=false`,
  ]);
}

function gitWith(file: string, folder: string, settings: readonly string[]): Git {
  const fixed = [
    '--no-pager',
    '--no-optional-locks',
    '--no-replace-objects',
    ...[...SAFE_SETTINGS, ...settings].flatMap((setting) => ['-c', setting]),
  ];
  return (args, signal) =>
    new Promise((resolve, reject) => {
      execFile(
        file,
        [...fixed, ...args],
        {
          cwd: folder,
          env: gitEnvironment(),
          timeout: TIMEOUT_MS,
          maxBuffer: MAX_OUTPUT_BYTES,
          encoding: 'utf8',
          signal,
          killSignal: 'SIGKILL',
          windowsHide: true,
        },
        (error, stdout) => {
          if (error === null) resolve(stdout);
          else reject(error);
        },
      );
    });
}

/** Nothing of the user's own configuration: it may name programs, too. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const system =
    process.platform === 'win32'
      ? { SystemRoot: process.env['SystemRoot'], PATH: process.env['PATH'] }
      : { PATH: SYSTEM_PATH };
  return {
    ...system,
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
}

function isWithin(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}
