// Files whose content a command line runs: which they can be, judged by its words, and whether they have changed.
import type { RunFile } from '#contract/sessions/session-events.ts';
import { isReader } from './profiles/match-profile.ts';
import { getFamily, hasInlineCode, INTERPRETERS, wordSet, WRAPPERS } from './programs.ts';
import { PACKAGE_RUNNERS, PROJECT_FILES, TASK_RUNNERS } from './project-files.ts';
import { splitCommands, type SplitCommand } from './split-commands.ts';

/** The names of files that a line can run, relative to its folder or to one that it names. */
export interface RunCandidates {
  readonly names: readonly string[];
  /** Names that can be folders: of `cd`, of an option such as `-C`, or of a project. */
  readonly folders: readonly string[];
  /** Whether it can run a script of `package.json`. */
  readonly scripts: boolean;
}

/** Most names that are looked at. */
const MAX_NAMES = 256;
/** Most words of a command that are looked at. */
const MAX_ARGUMENTS = 1_000;
/** Commands of a pipe before one that runs its input. */
const MAX_PIPE = 8;

/** Programs that run the code in a file that they are given. */
const RUNNERS = wordSet(`
  sh bash dash ash zsh ksh mksh fish csh tcsh rbash busybox toybox pwsh powershell cmd python python2 python3 pypy pypy3 node
  nodejs deno bun perl ruby php lua luajit tclsh wish expect osascript rscript java groovy irb tsx ts-node esno swc-node
  electron julia elixir iex escript racket guile sbcl clisp scala kotlin swift dart crystal raku octave pytest py.test phpunit
  jest vitest mocha ava tap playwright cypress rspec cucumber behave robot nose2 ansible-playbook go pm2 forever crontab
  exec command builtin eval source .
`);

/** Programs whose first argument is code or data: they run only files that an option names. */
const RUN_OPTION_FILES = wordSet('awk gawk mawk nawk sed gsed m4 psql mysql sqlite3 ed ex vi vim nvim emacs gdb lldb');

/** Programs that run code, or names of programs, from their standard input. */
const RUN_INPUT = wordSet(
  'sh bash dash ash zsh ksh mksh fish csh tcsh python python3 node perl ruby php xargs parallel ssh at batch',
);

/** Arguments with which git runs a program. */
const GIT_RUNS = wordSet('bisect rebase filter-branch submodule difftool mergetool -c --config-env --exec-path');

/** Names of files that programs read or write, not run, unless they come first. */
const DATA_NAME =
  /\.(txt|log|csv|tsv|md|html?|xml|ya?ml|ini|png|jpe?g|gif|pdf|zip|gz|tar|db|sqlite3?|out|tmp|lock|pid)$/i;

/** The files that a line can run. */
export function findRunCandidates(line: string): RunCandidates {
  const commands = splitCommands(line);
  const all = commands.map(({ words }) => words);
  const found = all.map((words, at) => findInCommand(words, all.slice(Math.max(0, at - MAX_PIPE), at)));
  const names = takeInTurns([
    ...found.map((one) => one.names),
    commands.flatMap(listAssigned),
    found.some((one) => one.isDynamic) ? listEverything(commands) : [],
  ]);
  return { names, folders: found.flatMap((one) => one.folders), scripts: found.some((one) => one.scripts) };
}

/** The first name of each list, then the second ones: no command of a long line keeps the others from being looked at. */
function takeInTurns(lists: readonly Words[]): Words {
  const names = new Set<string>();
  const longest = Math.max(...lists.map((list) => list.length));
  for (let at = 0; at < longest && names.size < MAX_NAMES; at += 1)
    for (const list of lists) {
      const name = list[at] ?? '';
      if (name !== '') names.add(name);
    }
  return [...names];
}

type Words = readonly string[];

/** `isDynamic`: what the command runs depends on the rest of the line, for example on a variable. */
function findInCommand(words: Words, before: readonly Words[]): RunCandidates & { readonly isDynamic: boolean } {
  const [program = '', ...args] = words.slice(0, MAX_ARGUMENTS);
  const family = getFamily(program).toLowerCase();
  const folders = family === 'cd' || family === 'pushd' ? args.slice(-1) : [];
  const own = program.includes('/') ? [program] : [];
  if (isReader(words)) return { names: own, folders, scripts: false, isDynamic: false };
  const isWrapper = WRAPPERS.has(family) || PACKAGE_RUNNERS.has(family) || TASK_RUNNERS.has(family);
  const programs = isWrapper ? words.map((word) => getFamily(word).toLowerCase()) : [family];
  const project = programs.flatMap(listProjectFiles);
  const takesFiles = isWrapper || project.length > 0 || RUNNERS.has(family) || runsGit(family, args);
  const operands = listRunOperands(family, args, takesFiles);
  const installed = PACKAGE_RUNNERS.has(family) ? operands.map((name) => `node_modules/.bin/${name}`) : [];
  const readsInput =
    programs.some((name) => RUN_INPUT.has(name)) && (isWrapper || args.every((arg) => arg.startsWith('-')));
  const input = readsInput ? before.flatMap((other) => listOperands(other.slice(1))) : [];
  const code = hasInlineCode(program, args) ? args.flatMap(listNamesInCode) : [];
  return {
    names: [...own, ...operands, ...installed, ...project, ...input, ...code, ...programs.flatMap(listConfigurations)],
    folders,
    scripts: runsScripts(programs, args),
    isDynamic: EXPANDED.test(program) || (takesFiles && (readsInput || operands.some((name) => EXPANDED.test(name)))),
  };
}

/** Files that the arguments of a command name to be run. */
function listRunOperands(family: string, args: Words, takesFiles: boolean): Words {
  if (takesFiles) return listOperands(args);
  return RUN_OPTION_FILES.has(family) ? listOptionValues(args) : [];
}

function runsGit(family: string, args: Words): boolean {
  return family === 'git' && args.some((arg) => GIT_RUNS.has(arg));
}

function runsScripts(programs: Words, args: Words): boolean {
  return programs.some((name) => PACKAGE_RUNNERS.has(name)) || args.some((arg) => arg.startsWith('--run'));
}

/** What only the shell knows: the value of a variable, or the output of a command. */
const EXPANDED = /[$`]/;

/** The values of assignments, such as `BASH_ENV=./hook.sh`, and the programs in the folders of a new `PATH`. */
function listAssigned({ words: [program = ''], assignments }: SplitCommand): Words {
  return assignments.flatMap((assignment) => {
    const [value = ''] = listValue(assignment);
    const parts = value.split(/[\s:=,]+/);
    return [value, ...parts, ...(assignment.startsWith('PATH') ? parts.map((folder) => `${folder}/${program}`) : [])];
  });
}

/** Every word of a line that can name code. */
function listEverything(commands: readonly SplitCommand[]): Words {
  const words = commands.flatMap((command) => command.words).filter((word) => !DATA_NAME.test(word));
  // After a substitution, the rest of a path looks like one from the root.
  return [...words, ...words.flatMap((word) => (word.startsWith('/') ? [word.slice(1)] : []))];
}

/** Words of code that can be names of files or modules. */
function listNamesInCode(code: string): Words {
  return (code.match(/[\w./-]+/g) ?? []).flatMap(expandModule);
}

function listProjectFiles(program: string): Words {
  return Object.hasOwn(PROJECT_FILES, program) ? (PROJECT_FILES[program] ?? []) : [];
}

/** Files with code that a tool, such as `vite`, loads without being told. */
function listConfigurations(program: string, at: number): Words {
  if (at >= MAX_PROGRAMS || !/^[a-z][\w-]+$/.test(program)) return [];
  if (INTERPRETERS.has(program) || WITHOUT_CONFIGURATION.has(program)) return [];
  return CONFIGURATION_ENDS.map(([start, end]) => `${start}${program}${end}`);
}

/** Programs that load no code from a file of their own name. */
const WITHOUT_CONFIGURATION = wordSet(`
  git gh rm cp mv ln mkdir rmdir touch chmod chown kill sleep true false test tar zip unzip gzip curl wget ssh scp rsync tee sort
  uniq cut tr date printf which whoami id uname df ps npm npx pnpm yarn docker podman make env timeout time sudo nohup nice xargs
  cd export set unset for do done if then fi exit wait
`);
/** Words of a command that can be its program. */
const MAX_PROGRAMS = 3;
const CONFIGURATION_ENDS = [
  ...['js', 'cjs', 'mjs', 'ts', 'cts', 'mts'].map((end) => ['', `.config.${end}`] as const),
  ...['.js', '.cjs', '.mjs', ''].map((end) => ['.', `rc${end}`] as const),
  ['', '.conf.js'],
] as const;

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
