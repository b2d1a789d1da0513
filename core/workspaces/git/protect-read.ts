// A command of Git that runs without a question: nothing that the repository's settings name is executed.
import { FileError, type Machine } from '../../ports/machine.ts';
import type { AllowedBy } from '../../ports/tool-source.ts';
import { findFetchProblem } from './fetch-settings.ts';
import { bindRepository, findRepository } from './plain-repository.ts';
import { listSilencedFilters, SAFE_SETTINGS } from './run-git.ts';

/** What is added to a command. */
export interface GitProtection {
  /** Assignments before it. */
  readonly env: Readonly<Record<string, string>>;
  /** Options after its subcommand. */
  readonly options: readonly string[];
}

/** Subcommands with options that turn off external diffs, text converters, and Git in submodules. */
const DIFF_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'git diff': ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'],
  'git show': ['--no-ext-diff', '--no-textconv'],
  'git log': ['--no-ext-diff', '--no-textconv'],
  'git reflog': ['--no-ext-diff', '--no-textconv'],
  'git stash list': ['--no-ext-diff', '--no-textconv'],
  'git stash show': ['--no-ext-diff', '--no-textconv'],
  'git blame': ['--no-textconv'],
  'git status': ['--ignore-submodules=dirty'],
  'git fetch': ['--no-recurse-submodules'],
};

/** Programs that settings can name, replaced by ones that do nothing harmful. */
const PROGRAM_SETTINGS = [
  'gpg.program=gpg',
  'gpg.ssh.program=ssh-keygen',
  'gpg.x509.program=gpgsm',
  'core.sshCommand=false',
  'core.attributesFile=/dev/null',
  'blame.ignoreRevsFile=',
  // Both start git in submodules without these settings.
  'diff.submodule=short',
  'status.submoduleSummary=false',
];
/** What fetching needs stays as it is. */
const FETCH_SETTINGS = [
  'core.sshCommand=ssh',
  'core.gitProxy=',
  'fetch.recurseSubmodules=false',
  'maintenance.auto=false',
  'gc.auto=0',
];
const ENVIRONMENT = { GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_PAGER: 'cat' };
const FETCH_ENVIRONMENT = { GIT_ALLOW_PROTOCOL: 'https:http:ssh:git', GIT_PAGER: 'cat' };

/**
 * The protection of a command, whose first words are given. What the preset allows also uses no repository outside the
 * workspace. @throws {FileError} if there is only such a one
 */
export async function protectGit(
  machine: Machine,
  {
    words,
    folder,
    allowedBy,
  }: { readonly words: readonly string[]; readonly folder: string; readonly allowedBy: AllowedBy },
  signal: AbortSignal,
): Promise<GitProtection> {
  const bound = await bindFound(machine, folder, allowedBy);
  const filters = await listSilencedFilters(machine, folder, signal);
  const isFetch = words[1] === 'fetch';
  if (isFetch && (await findFetchProblem(machine, folder)) !== undefined)
    throw new FileError('outside-workspace', 'The Git repository has changed. Try again.');
  const safe = SAFE_SETTINGS.filter(
    (line) => !line.startsWith('diff.external') && !(isFetch && line.startsWith('protocol.')),
  );
  const settings = [...safe, ...PROGRAM_SETTINGS, ...(isFetch ? FETCH_SETTINGS : []), ...filters];
  const command = words.join(' ');
  return {
    env: { ...(isFetch ? FETCH_ENVIRONMENT : ENVIRONMENT), ...bound, ...toConfigEnvironment(settings) },
    options: Object.hasOwn(DIFF_OPTIONS, command) ? (DIFF_OPTIONS[command] ?? []) : [],
  };
}

/** Where there is no repository in the workspace, Git must not use one above it. */
async function bindFound(
  machine: Machine,
  folder: string,
  allowedBy: AllowedBy,
): Promise<Readonly<Record<string, string>>> {
  const { kind, root } = await findRepository(machine, folder);
  if (kind !== 'other') return bindRepository(root ?? machine.workspace);
  if (allowedBy === 'rule') return {};
  throw new FileError('outside-workspace', 'The Git repository has changed. Try again.');
}

function toConfigEnvironment(settings: readonly string[]): Record<string, string> {
  const pairs = settings.flatMap((setting, at) => {
    const equals = setting.indexOf('=');
    return [
      [`GIT_CONFIG_KEY_${at}`, setting.slice(0, equals)],
      [`GIT_CONFIG_VALUE_${at}`, setting.slice(equals + 1)],
    ];
  });
  // Every entry is a pair of strings.
  return { GIT_CONFIG_COUNT: String(settings.length), ...(Object.fromEntries(pairs) as Record<string, string>) };
}
