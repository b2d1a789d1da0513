// Files whose content a command line runs: which they can be, judged by its words, and whether they have changed.
import type { RunFile } from '#contract/sessions/session-events.ts';
import { isReader } from './profiles.ts';
import { getFamily, wordSet, WRAPPERS } from './programs.ts';
import { PACKAGE_RUNNERS, PROJECT_FILES } from './project-files.ts';
import { splitCommands } from './split-commands.ts';

/** The names of files that a line can run, relative to its folder or to one that it names. */
export interface RunCandidates {
  readonly names: readonly string[];
  /** Names that can be folders: of `cd`, of an option such as `-C`, or of a project. */
  readonly folders: readonly string[];
  /** Whether it can run a script of `package.json`. */
  readonly scripts: boolean;
}

/** Most names that are looked at. */
const MAX_NAMES = 128;
/** Commands of a pipe before one that runs its input. */
const MAX_PIPE = 8;

/** Programs that run the code in a file that they are given. */
const RUNNERS = wordSet(`
  sh bash dash ash zsh ksh mksh fish csh tcsh rbash busybox toybox pwsh powershell cmd python python2 python3 pypy pypy3 node
  nodejs deno bun perl ruby php lua luajit tclsh wish expect osascript rscript java groovy irb tsx ts-node esno swc-node
  electron julia elixir iex escript racket guile sbcl clisp scala kotlin swift dart crystal raku octave pytest py.test phpunit
  jest vitest mocha ava tap playwright cypress ansible-playbook go
  exec command builtin eval source .
`);

/** Programs whose first argument is code or data: they run only files that an option names. */
const RUN_OPTION_FILES = wordSet('awk gawk mawk nawk sed gsed m4 psql mysql sqlite3 ed ex vi vim nvim emacs gdb lldb');

/** Programs that run code, or names of programs, from their standard input. */
const RUN_INPUT = wordSet(
  'sh bash dash ash zsh ksh mksh fish csh tcsh python python3 node perl ruby php xargs parallel',
);

/** Arguments with which git runs a program. */
const GIT_RUNS = wordSet('bisect rebase filter-branch submodule difftool mergetool -c --config-env --exec-path');

/** Names of files that programs read or write, not run, unless they come first. */
const DATA_NAME =
  /\.(txt|log|csv|tsv|md|html?|xml|ya?ml|ini|png|jpe?g|gif|pdf|zip|gz|tar|db|sqlite3?|out|tmp|lock|pid)$/i;

/** The files that a line can run. */
export function findRunCandidates(line: string): RunCandidates {
  const commands = splitCommands(line);
  const found = commands.map((words, at) => findInCommand(words, commands.slice(Math.max(0, at - MAX_PIPE), at)));
  const names = new Set(found.flatMap((one) => one.names).filter((name) => name !== ''));
  return {
    names: [...names].slice(0, MAX_NAMES),
    folders: found.flatMap((one) => one.folders),
    scripts: found.some((one) => one.scripts),
  };
}

type Words = readonly string[];

function findInCommand(words: Words, before: readonly Words[]): RunCandidates {
  const [program = '', ...args] = words;
  const family = getFamily(program).toLowerCase();
  const folders = family === 'cd' || family === 'pushd' ? args.slice(-1) : [];
  const own = program.includes('/') ? [program] : [];
  if (isReader(words)) return { names: own, folders, scripts: false };
  const isWrapper = WRAPPERS.has(family) || PACKAGE_RUNNERS.has(family);
  const programs = isWrapper ? words.map((word) => getFamily(word).toLowerCase()) : [family];
  const project = programs.flatMap((name) => (Object.hasOwn(PROJECT_FILES, name) ? (PROJECT_FILES[name] ?? []) : []));
  const runsGit = family === 'git' && args.some((arg) => GIT_RUNS.has(arg));
  const takesFiles = isWrapper || project.length > 0 || RUNNERS.has(family) || runsGit;
  const operands = takesFiles ? listOperands(args) : RUN_OPTION_FILES.has(family) ? listOptionValues(args) : [];
  const installed = PACKAGE_RUNNERS.has(family) ? operands.map((name) => `node_modules/.bin/${name}`) : [];
  const readsInput =
    programs.some((name) => RUN_INPUT.has(name)) && (isWrapper || args.every((arg) => arg.startsWith('-')));
  const input = readsInput ? before.flatMap((other) => listOperands(other.slice(1))) : [];
  const scripts = programs.some((name) => PACKAGE_RUNNERS.has(name)) || args.some((arg) => arg.startsWith('--run'));
  return { names: [...own, ...operands, ...installed, ...project, ...input], folders, scripts };
}

/**
 * Arguments that can name code: values of options, the first operand, and every later one that isn't plainly data. A file that
 * a program keeps writing to must not make it ask forever.
 */
function listOperands(args: readonly string[]): readonly string[] {
  const operands = args.filter((arg, at) => !arg.startsWith('-') && args[at - 1]?.startsWith('-') !== true);
  const code = operands.filter((arg, at) => at === 0 || !DATA_NAME.test(arg));
  // An assignment, such as `if=script`, has its name in its value.
  return [...listOptionValues(args), ...code.flatMap((arg) => [arg, ...listValue(arg)])].flatMap(expandModule);
}

function listOptionValues(args: readonly string[]): readonly string[] {
  return args.flatMap((arg, at) => {
    if (!arg.startsWith('-')) return args[at - 1]?.startsWith('-') === true ? [arg, ...listValue(arg)] : [];
    return arg.includes('=') ? listValue(arg) : /^-[^-]./.test(arg) ? [arg.slice(2)] : [];
  });
}

function listValue(arg: string): readonly string[] {
  return arg.includes('=') ? [arg.slice(arg.indexOf('=') + 1)] : [];
}

/** A module of Python is named with dots. */
function expandModule(name: string): readonly string[] {
  return /^[A-Za-z_]\w*(\.\w+)+$/.test(name) ? [name, name.replaceAll('.', '/')] : [name];
}

/** The path of a file that differs; undefined if both lists are the same. */
export function findChangedFile(before: readonly RunFile[] = [], after: readonly RunFile[] = []): string | undefined {
  const known = new Map(before.map(({ path, hash }) => [path, hash]));
  const changed = after.find(({ path, hash }) => known.get(path) !== hash);
  if (changed !== undefined) return changed.path;
  const paths = new Set(after.map(({ path }) => path));
  return before.find(({ path }) => !paths.has(path))?.path;
}

/** A file of a {@link RunFile} as the subject of a sentence. */
export function describeRunFile(path: string): string {
  return path.endsWith('#scripts') ? `a script in ${path.slice(0, -'#scripts'.length)}` : `"${path}"`;
}
