// A command of git that reads, run because of a rule: nothing that the repository's settings name is executed.
import { quoteWord } from '../../policy/command-line.ts';
import { findGitSubcommand, isReader } from '../../policy/profiles.ts';
import type { Machine } from '../../ports/machine.ts';
import { joinPath } from '../join-path.ts';
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
];
const ENVIRONMENT = { GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0', GIT_PAGER: 'cat' };

/** The protected form of a command; undefined if its words don't run git to read. */
export async function protectGitRead(
  machine: Machine,
  words: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<ProtectedCommand | undefined> {
  const at = findGitSubcommand(words);
  const sub = at === undefined ? undefined : words[at];
  if (at === undefined || sub === undefined || !isReader(['git', sub])) return undefined;
  const filters = await listSilencedFilters(machine, findRepositoryFolder(words.slice(0, at), cwd), signal);
  const settings = [
    ...SAFE_SETTINGS.filter((line) => !line.startsWith('diff.external')),
    ...PROGRAM_SETTINGS,
    ...filters,
  ];
  const options = Object.hasOwn(DIFF_OPTIONS, sub) ? (DIFF_OPTIONS[sub] ?? []) : [];
  const all = [...words.slice(0, at + 1), ...options, ...words.slice(at + 1)];
  return { command: all.map(quoteWord).join(' '), ownEnv: { ...ENVIRONMENT, ...toConfigEnvironment(settings) } };
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
