// The git port on the git program of this computer.
import { GitError, type Git, type GitOptions, type GitOutput, type GitPlace } from '#core/ports/git.ts';
import type { Destination } from '#core/ports/outbound-ledger.ts';
import { errorCode } from '../machines/workspace-tools/file-failure.ts';
import { isPlaceholder } from '../machines/workspace-tools/placeholders.ts';
import { findGit } from './find-git.ts';
import { personEnvironment, personOptions, safeEnvironment, safeOptions, type Environment } from './git-environment.ts';
import { toGitError } from './git-failure.ts';
import { runProgram } from './run-program.ts';
import type { NoteProgram } from './running-programs.ts';

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;
/** For its own questions about a repository's settings. */
const ASK_TIMEOUT_MS = 10_000;
const ASK_MAX_BYTES = 1024 * 1024;

/** Subcommands that look at neither the content of files nor attributes, so that no driver can be involved. */
const WITHOUT_DRIVERS: ReadonlySet<string> = new Set(
  `bundle cat-file check-ref-format commit-tree config count-objects fetch for-each-ref fsck index-pack init ls-tree
  merge-base mktree pack-objects pack-refs prune push remote rev-list rev-parse show-ref symbolic-ref
  unpack-objects update-ref var version write-tree`.split(/\s+/),
);
/** Subcommands that hold no lock. */
const WITHOUT_LOCKS: ReadonlySet<string> = new Set(
  `cat-file check-attr check-ignore check-ref-format commit-tree config count-objects diff diff-files diff-index diff-tree for-each-ref
  fsck hash-object index-pack log ls-files ls-remote ls-tree merge-base merge-file merge-tree mktree pack-objects rev-list rev-parse
  show show-ref status unpack-objects var version`.split(/\s+/),
);
/** Options that turn off external diffs and text converters, which no setting can for all drivers. */
const DIFF_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  diff: ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'],
  'diff-files': ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'],
  'diff-index': ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'],
  'diff-tree': ['--no-ext-diff', '--no-textconv'],
  log: ['--no-ext-diff', '--no-textconv'],
  show: ['--no-ext-diff', '--no-textconv'],
  status: ['--ignore-submodules=dirty'],
};
/** Merges the text, in place of any driver. A name without a driver is merged the same way. */
const TEXT_MERGE = 'git merge-file -q %A %O %B';

/** Records a connection before it is opened. `stop` ends it. Returns the function that reports its end. */
export type RecordContact = (destination: Destination, stop: (error: Error) => void) => () => void;

/** The git program, which is searched for at its first use, and again until it is found. `note`: see {@link NoteProgram}. */
export function openGit(environment: Environment, record: RecordContact, note?: NoteProgram): Git {
  let program: string | undefined;
  const find = async (): Promise<string> => (program ??= await findGit(environment));
  return {
    isPlaceholder,
    async run(place, args, options) {
      const file = await find();
      if (options.asPerson !== undefined)
        return withRecord(record, options, (recorded) =>
          execute({ file, place, args, options: recorded, before: personOptions(), environment, note }),
        );
      const drivers = canHaveDrivers(place, args) ? await listDrivers(file, place, options, environment) : [];
      return execute({
        file,
        place,
        args: withDiffOptions(args),
        options,
        before: safeOptions(drivers),
        environment,
        note,
      });
    },
  };
}

/** Runs what contacts a host. It ends when the host is blocked. */
async function withRecord(
  record: RecordContact,
  options: GitOptions,
  run: (options: GitOptions) => Promise<GitOutput>,
): Promise<GitOutput> {
  const { contacts } = options.asPerson ?? {};
  if (contacts === undefined) return run(options);
  const blocked = new AbortController();
  const end = record(contacts, (error) => blocked.abort(error));
  try {
    return await run({ ...options, signal: AbortSignal.any([options.signal, blocked.signal]) });
  } finally {
    end();
  }
}

interface Execution {
  readonly file: string;
  readonly place: GitPlace;
  readonly before: readonly string[];
  readonly args: readonly string[];
  readonly options: GitOptions;
  readonly environment: Environment;
  readonly note?: NoteProgram | undefined;
}

async function execute({ file, place, before, args, options, environment, note }: Execution): Promise<GitOutput> {
  const { asPerson, env, okCodes = [], maxOutputBytes = MAX_OUTPUT_BYTES, timeoutMs = TIMEOUT_MS } = options;
  const base = asPerson !== undefined ? personEnvironment(environment) : safeEnvironment(environment, file);
  const cwd = typeof place === 'string' ? place : (place.workTree ?? place.gitDir);
  const { exitCode, output, messages, endedBy } = await runProgram({
    file,
    args: [...before, ...args],
    cwd,
    env: { ...base, ...bind(place), ...env },
    input: options.input,
    timeoutMs,
    maxOutputBytes,
    signal: options.signal,
    onMessage: options.onMessage,
    onStart: noteIfLocking(note, place, args, timeoutMs),
  }).catch((error: unknown) => {
    throw errorCode(error) === undefined ? error : toStartError(error, cwd);
  });
  const name = `git ${args[0] ?? ''}`;
  if (endedBy === 'timeout')
    throw new GitError('timed-out', `"${name}" didn't finish within ${timeoutMs / 1000} s. Retry.`, { messages });
  if (endedBy === 'size')
    throw new GitError('too-large', `The output of "${name}" is larger than ${maxOutputBytes} bytes.`, { messages });
  if (exitCode !== 0 && (exitCode === null || !okCodes.includes(exitCode))) throw toGitError(args, exitCode, messages);
  return {
    exitCode,
    bytes: output,
    messages,
    get text() {
      return output.toString('utf8');
    },
  };
}

function canHaveDrivers(place: GitPlace, [name = '']: readonly string[]): boolean {
  const isPrivate = typeof place !== 'string' && place.isPrivate === true;
  return !isPrivate && !WITHOUT_DRIVERS.has(name);
}

function noteIfLocking(
  note: NoteProgram | undefined,
  place: GitPlace,
  [name = '']: readonly string[],
  timeoutMs: number,
) {
  if (note === undefined || typeof place === 'string' || WITHOUT_LOCKS.has(name)) return undefined;
  return (pid: number) => note({ pid, gitDir: place.gitDir, timeoutMs });
}

function toStartError(error: unknown, cwd: string): GitError {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new GitError('not-a-repository', `The folder ${cwd} doesn't exist.`);
  if (code === 'EACCES') return new GitError('denied', `Permission denied: ${cwd}.`);
  return new GitError('failed', `Couldn't start git (${code ?? 'unknown error'}). Retry.`);
}

function bind(place: GitPlace): Record<string, string> {
  if (typeof place === 'string') return {};
  const { gitDir, workTree } = place;
  return { GIT_DIR: gitDir, ...(workTree === undefined ? {} : { GIT_WORK_TREE: workTree }) };
}

function withDiffOptions(args: readonly string[]): readonly string[] {
  const [name = '', ...rest] = args;
  return Object.hasOwn(DIFF_OPTIONS, name) ? [name, ...(DIFF_OPTIONS[name] ?? []), ...rest] : args;
}

/** Settings that replace the filters and merge drivers of the repository. */
async function listDrivers(
  file: string,
  place: GitPlace,
  { signal, env }: GitOptions,
  environment: Environment,
): Promise<readonly string[]> {
  const { text } = await execute({
    file,
    place,
    before: safeOptions([]),
    args: ['config', '--null', '--name-only', '--get-regexp', '^(filter|merge)\\..*\\.'],
    options: {
      signal,
      ...(env === undefined ? {} : { env }),
      timeoutMs: ASK_TIMEOUT_MS,
      maxOutputBytes: ASK_MAX_BYTES,
      // 1: there is none. 128: there is no repository, which the command itself reports.
      okCodes: [1, 128],
    },
    environment,
  });
  const names = text.split('\0').filter((name) => name !== '');
  const drivers = new Set(names.map((name) => name.slice(0, name.lastIndexOf('.'))));
  // Git would take what precedes the sign for the name of the setting, and run the driver.
  if ([...drivers].some((driver) => driver.includes('=')))
    throw new GitError(
      'denied',
      'A filter or merge driver in the settings of the repository has "=" in its name, so Gatehouse doesn\'t run git in it. Rename it.',
    );
  return [...drivers].flatMap((driver) =>
    driver.startsWith('merge.')
      ? [`${driver}.driver=${TEXT_MERGE}`]
      : [`${driver}.clean=`, `${driver}.smudge=`, `${driver}.process=`, `${driver}.required=false`],
  );
}
