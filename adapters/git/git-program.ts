// The git port on the git program of this computer.
import { GitError, type Git, type GitOptions, type GitOutput, type GitPlace } from '#core/ports/git.ts';
import type { Destination } from '#core/ports/outbound-ledger.ts';
import { defined } from '#contract/types/defined.ts';
import { errorCode } from '../machines/workspace-tools/file-failure.ts';
import { isPlaceholder } from '../machines/workspace-tools/placeholders.ts';
import { findGit } from './find-git.ts';
import { personEnvironment, personOptions, safeEnvironment, safeOptions, type Environment } from './git-environment.ts';
import { toGitError } from './git-failure.ts';
import { KnownSettings } from './known-settings.ts';
import { bindPlace, locateRepository } from './locate-repository.ts';
import { RepositoryViews } from './repository-view.ts';
import { runInRow } from './run-in-row.ts';
import { runProgram, type ProgramRequest } from './run-program.ts';
import type { NoteProgram } from './running-programs.ts';

const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;
/** For its own questions about a repository's settings. */
const ASK_TIMEOUT_MS = 10_000;
const ASK_MAX_BYTES = 1024 * 1024;
/** The exit code for what git can't do at all. */
const FATAL = 128;

/** Subcommands that look at neither the content of files nor attributes, so that no filter or driver can be involved. */
const WITHOUT_DRIVERS: ReadonlySet<string> = new Set(
  `bundle cat-file check-ref-format commit-tree config count-objects fetch for-each-ref fsck index-pack init ls-tree
  merge-base mktree pack-objects pack-refs prune push remote rev-list rev-parse show-ref symbolic-ref
  unpack-objects update-ref var version worktree write-tree`.split(/\s+/),
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

/** Records a connection before it is opened. `stop` ends it. Returns the function that reports its end. */
export type RecordContact = (destination: Destination, stop: (error: Error) => void) => () => void;

/** Options of a program whose input or output can be that of another one. */
type StreamedOptions = Omit<GitOptions, 'input'> & {
  readonly input?: ProgramRequest['input'];
  readonly output?: ProgramRequest['output'];
};

/** What the git program keeps in the home folder. */
export interface GitFolders {
  /** See {@link NoteProgram}. */
  readonly note?: NoteProgram;
  /** A folder for {@link RepositoryViews}. */
  readonly views?: string;
}

/** The git program, which is searched for at its first use, and again until it is found. */
export function openGit(environment: Environment, record: RecordContact, { note, views }: GitFolders = {}): Git {
  const repositories = { views: new RepositoryViews(views), settings: new KnownSettings() };
  let program: string | undefined;
  const find = async (): Promise<string> => (program ??= await findGit(environment));
  const runSafely = async (place: GitPlace, args: readonly string[], options: StreamedOptions): Promise<GitOutput> => {
    const file = await find();
    const before = safeOptions();
    const execution = { file, place, args: withDiffOptions(args), options, before, environment, note };
    return canHaveDrivers(place, args) ? executeInView(execution, repositories) : execute(execution);
  };
  return {
    isPlaceholder,
    async run(place, args, options) {
      const { asPerson } = options;
      if (asPerson === undefined) return runSafely(place, args, options);
      const file = await find();
      return withRecord(record, options, (recorded) =>
        execute({ file, place, args, options: recorded, before: personOptions(), environment, note }),
      );
    },
    pipe: (place, steps, options) =>
      runInRow(steps, options.signal, (step, streams, signal) =>
        runSafely(place, step.args, { ...options, ...defined({ env: step.env }), ...streams, signal }),
      ),
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
  readonly options: StreamedOptions;
  readonly environment: Environment;
  readonly note?: NoteProgram | undefined;
  /** Variables that name the repository. Default: those of the place. */
  readonly bound?: Record<string, string>;
  /** A folder that replaces another one, which messages name instead. */
  readonly replaced?: { readonly view: string; readonly commonDir: string };
}

/** Runs it with a checked copy of the settings, so that no filter or driver is defined. */
async function executeInView(
  execution: Execution,
  { views, settings }: { readonly views: RepositoryViews; readonly settings: KnownSettings },
): Promise<GitOutput> {
  const { place, args, options } = execution;
  const found = await locateRepository(place, (questions, env) => ask(execution, questions, env));
  const listed =
    typeof found === 'object' && 'commonDir' in found
      ? await settings.read(found.commonDir, found.env['GIT_DIR'] ?? found.commonDir, () =>
          ask(execution, ['config', '--null', '--show-scope', '--list'], found.env),
        )
      : found;
  // There is no repository, or its settings can't be read. They could be valid a moment later, so git isn't started with them.
  if (listed.exitCode !== 0 || !('commonDir' in found)) {
    if (options.okCodes?.includes(listed.exitCode) === true) return { ...listed, text: '', bytes: new Uint8Array() };
    throw toGitError(args, listed.exitCode, listed.messages);
  }
  const { commonDir, env } = found;
  return views.use(commonDir, listed.text, (view) =>
    execute({ ...execution, bound: { ...env, GIT_COMMON_DIR: view }, replaced: { view, commonDir } }),
  );
}

/** A question about the repository, which can have no answer. */
function ask(execution: Execution, args: readonly string[], bound: Record<string, string>): Promise<GitOutput> {
  const { signal, env } = execution.options;
  const limits = { timeoutMs: ASK_TIMEOUT_MS, maxOutputBytes: ASK_MAX_BYTES, okCodes: [1, FATAL] };
  return execute({ ...execution, args, bound, options: { signal, ...limits, ...defined({ env }) } });
}

async function execute(execution: Execution): Promise<GitOutput> {
  const { file, place, before, args, options, environment, note, bound = bindPlace(place), replaced } = execution;
  const { asPerson, env, okCodes = [], maxOutputBytes = MAX_OUTPUT_BYTES, timeoutMs = TIMEOUT_MS } = options;
  const base = asPerson !== undefined ? personEnvironment(environment) : safeEnvironment(environment, file);
  const cwd = typeof place === 'string' ? place : (place.workTree ?? place.gitDir);
  const { exitCode, output, endedBy, ...ended } = await runProgram({
    file,
    args: [...before, ...args],
    cwd,
    env: { ...base, ...bound, ...env },
    input: options.input,
    output: options.output,
    timeoutMs,
    maxOutputBytes,
    signal: options.signal,
    onMessage: options.onMessage,
    onStart: noteIfLocking(note, place, args, timeoutMs),
  }).catch((error: unknown) => {
    throw errorCode(error) === undefined ? error : toStartError(error, cwd);
  });
  const messages =
    replaced === undefined ? ended.messages : ended.messages.replaceAll(replaced.view, () => replaced.commonDir);
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

function withDiffOptions(args: readonly string[]): readonly string[] {
  const [name = '', ...rest] = args;
  return Object.hasOwn(DIFF_OPTIONS, name) ? [name, ...(DIFF_OPTIONS[name] ?? []), ...rest] : args;
}
