// A command of git that reads, run without a question: nothing that the repository's settings name is executed.
import { quoteWord } from '../../policy/command-line.ts';
import { findGitSubcommand, isReader } from '../../policy/profiles.ts';
import { findReadFiles } from '../../policy/read-only-commands.ts';
import { FileError, type Machine } from '../../ports/machine.ts';
import type { AllowedBy } from '../../ports/tool-source.ts';
import { joinPath } from '../join-path.ts';
import { bindRepository, findPlainRepository } from './plain-repository.ts';
import { listSilencedFilters, SAFE_SETTINGS } from './run-git.ts';

/** A command line and what it needs in its environment. */
export interface ProtectedCommand {
  readonly command: string;
  readonly ownEnv: Readonly<Record<string, string>>;
}

/** Subcommands with options that turn off external diffs, text converters, and git in submodules. */
const DIFF_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  diff: ['--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty'],
  show: ['--no-ext-diff', '--no-textconv'],
  log: ['--no-ext-diff', '--no-textconv'],
  blame: ['--no-textconv'],
  status: ['--ignore-submodules=dirty'],
};

/** Programs that settings can name, replaced by ones that do nothing harmful. */
const PROGRAM_SETTINGS = [
  'gpg.program=gpg',
  'gpg.ssh.program=ssh-keygen',
  'gpg.x509.program=gpgsm',
  'core.sshCommand=false',
  'core.attributesFile=/dev/null',
  // Both start git in submodules without these settings.
  'diff.submodule=short',
  'status.submoduleSummary=false',
];
const ENVIRONMENT = { GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_PAGER: 'cat' };

/**
 * The protected form of a command; undefined if its words don't run git to read. What the preset allows also uses no
 * repository outside the workspace. @throws {FileError} if there is none in it anymore
 */
export async function protectGitRead(
  machine: Machine,
  words: readonly string[],
  cwd: string,
  allowedBy: AllowedBy,
  signal: AbortSignal,
): Promise<ProtectedCommand | undefined> {
  const at = findGitSubcommand(words);
  const sub = at === undefined ? undefined : words[at];
  if (at === undefined || sub === undefined || !readsOnly(words, sub)) return undefined;
  const root = allowedBy === 'preset' ? await requireRepository(machine, cwd) : undefined;
  const filters = await listSilencedFilters(machine, root ?? findRepositoryFolder(words.slice(0, at), cwd), signal);
  const settings = [
    ...SAFE_SETTINGS.filter((line) => !line.startsWith('diff.external')),
    ...PROGRAM_SETTINGS,
    ...filters,
  ];
  const options = Object.hasOwn(DIFF_OPTIONS, sub) ? (DIFF_OPTIONS[sub] ?? []) : [];
  const all = [...words.slice(0, at + 1), ...options, ...words.slice(at + 1)];
  const bound = root === undefined ? {} : bindRepository(root);
  return {
    command: all.map(quoteWord).join(' '),
    ownEnv: { ...ENVIRONMENT, ...bound, ...toConfigEnvironment(settings) },
  };
}

function readsOnly(words: readonly string[], sub: string): boolean {
  return isReader(['git', sub]) || findReadFiles(words) !== undefined;
}

async function requireRepository(machine: Machine, cwd: string): Promise<string> {
  const root = await findPlainRepository(machine, cwd);
  if (root === undefined) throw new FileError('outside-workspace', 'The Git repository has changed. Try again.');
  return root;
}

/** The folder that `-C` selects. */
function findRepositoryFolder(before: readonly string[], cwd: string): string {
  return before.reduce((folder, word, at) => (before[at - 1] === '-C' ? joinPath(folder, word) : folder), cwd);
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
