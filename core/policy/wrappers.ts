// Programs that start another one. A few are understood exactly; of the others, what they seem to start is only named.
import type { ProfileWord } from './profiles/parsed-call.ts';
import { defineProfile, type Profile } from './profiles/define-profile.ts';
import { parseCall } from './profiles/parse-call.ts';
import { getFamily, INTERPRETERS, isListed, RUNNING_SUBCOMMANDS, wordSet, WRAPPERS } from './programs.ts';

/** A wrapper whose arguments are understood: its options, and what precedes the program. */
interface ExactWrapper {
  readonly profile: Profile;
  /** A value that comes before the program. */
  readonly before?: RegExp;
}

const define = (command: string, options = '', before?: RegExp): ExactWrapper => ({
  profile: defineProfile({ command, effect: 'prints', operands: 'text', options }),
  ...(before === undefined ? {} : { before }),
});

const EXACT: ReadonlyMap<string, ExactWrapper> = new Map(
  [
    define(
      'timeout',
      '-v -k=text -s=text --foreground --kill-after=text --preserve-status --signal=text --verbose',
      /^\d{1,9}(\.\d{1,6})?[smhd]?$/,
    ),
    define('nice', '-n=number -# --adjustment=number'),
    define('time', '-p'),
    define('stdbuf', '-i=text -o=text -e=text --input=text --output=text --error=text'),
    define('env'),
    define('command'),
  ].map((one) => [one.profile.command, one]),
);

/** The words of the program that a wrapper starts; undefined if the words aren't such a wrapper, or aren't understood. */
export function unwrap(words: readonly ProfileWord[]): readonly ProfileWord[] | undefined {
  const [program, ...args] = words;
  const exact = EXACT.get(program?.text ?? '');
  if (exact === undefined || args.some(({ isPattern }, at) => isPattern && at === 0)) return undefined;
  const options = countOptions(exact.profile, args);
  if (options === undefined) return undefined;
  const [first, ...later] = args.slice(options);
  if (exact.before === undefined) return first === undefined || !isProgram(first) ? undefined : [first, ...later];
  const [inner] = later;
  return first !== undefined && exact.before.test(first.text) && inner !== undefined && isProgram(inner)
    ? later
    : undefined;
}

/** How many words at the start are options with their values. Options stop at the first operand. */
function countOptions(profile: Profile, args: readonly ProfileWord[]): number | undefined {
  for (let count = 0; ; count += 1) {
    const call = parseCall(profile, args.slice(0, count));
    const isComplete = typeof call !== 'string' && call.operands.length === 0;
    const next = args[count];
    if (isComplete && (next === undefined || !next.text.startsWith('-'))) return count;
    if (next === undefined || count > MAX_OPTIONS) return undefined;
  }
}

const MAX_OPTIONS = 8;

function isProgram({ text, isPattern }: ProfileWord): boolean {
  return !isPattern && !text.startsWith('-') && !text.includes('=');
}

/** Options of `find` and `fd` after which a command follows. */
const FIND_RUNS = /^(-(exec|execdir|ok|okdir)|-x|-X|--exec|--exec-batch)$/;
/** Programs whose arguments are a command line for a shell. */
const TAKES_LINE: ReadonlySet<string> = new Set(['eval', 'ssh', 'su', 'watch', 'script', 'at', 'batch', 'parallel']);
/** Words of the shell that start what follows. */
const STARTS_NEXT: ReadonlySet<string> = new Set([
  'busybox',
  'toybox',
  'exec',
  'builtin',
  'command',
  'coproc',
  'nocorrect',
  'noglob',
  'trap',
]);
/** Options of other programs whose value is run. */
const RUN_OPTIONS =
  /^(?:--(?:use-compress-program|to-command|rsh|rsync-path|pre|hostname-bin|compress-program|upload-pack|receive-pack|exec|pager|extcmd|tool|open-files-in-pager|init-command|info-script|new-volume-script)|-oProxyCommand)(?:=(.*))?$/;

/** Subcommands that run code, but are followed by something other than a program. */
const WITHOUT_PROGRAM: ReadonlySet<string> = wordSet(
  `config set build compose cp apply generate env install script worktree filter-branch rebase difftool mergetool daemon shell
  upload-pack receive-pack hook`,
);

/** Programs whose first argument is where the command runs. */
const IN_CONTAINER: ReadonlySet<string> = new Set(['docker', 'podman', 'kubectl']);

/** The commands that a program seems to start: words, or text for a shell. */
export function listInnerCommands(words: readonly string[]): readonly (readonly string[] | string)[] {
  const [program = '', ...args] = words;
  const family = getFamily(program);
  const found = [...listShellTexts(program, family, args), ...listOptionValues(args)];
  if (family === 'find' || family === 'fd' || family === 'fdfind') return [...found, ...listFindCommands(args)];
  const isRunner = isListed(RUNNING_SUBCOMMANDS, program, args[0] ?? '');
  if (isRunner && WITHOUT_PROGRAM.has(args[0] ?? '')) return found;
  if (!isRunner && !STARTS_NEXT.has(program) && !(WRAPPERS.has(family) && !INTERPRETERS.has(family))) return found;
  // `git bisect run` and `git submodule foreach` have a word more.
  const rest = isRunner ? args.slice(program === 'git' ? 2 : 1) : args;
  const start = rest.findIndex((word) => !word.startsWith('-') && !word.includes('=') && !/^\d/.test(word));
  if (start < 0) return found;
  const inner = rest.slice(start);
  // An option's value may come first, as in `sudo -u name rm a`.
  const isValue = (start > 0 || IN_CONTAINER.has(program)) && inner.length > 1;
  return [...found, inner, ...(isValue ? [inner.slice(1)] : [])];
}

function listShellTexts(program: string, family: string, args: readonly string[]): readonly string[] {
  if (TAKES_LINE.has(family) || program === 'trap') {
    const rest = args.filter((arg) => !arg.startsWith('-'));
    return [family === 'ssh' || family === 'su' ? rest.slice(1).join(' ') : rest.join(' ')].filter(
      (text) => text !== '',
    );
  }
  if (!/^(ba|da|a|z|k|mk|fi|c|tc|rba)?sh$/.test(family)) return [];
  const flag = args.findIndex((arg) => /^-[A-Za-z]*c[A-Za-z]*$/.test(arg));
  return flag < 0 ? [] : args.slice(flag + 1, flag + 2);
}

function listFindCommands(args: readonly string[]): readonly (readonly string[])[] {
  return args.flatMap((arg, at) => {
    if (!FIND_RUNS.test(arg)) return [];
    const rest = args.slice(at + 1);
    const end = rest.findIndex((word) => word === ';' || word === '+');
    return [end < 0 ? rest : rest.slice(0, end)];
  });
}

/** `tar --to-command=sh`, `git -c core.pager=sh log`: the value is a command line. */
function listOptionValues(args: readonly string[]): readonly string[] {
  return args.flatMap((arg, at) => {
    const action = /^--checkpoint-action=exec=(.+)$/.exec(arg)?.[1];
    if (action !== undefined) return [action];
    const option = RUN_OPTIONS.exec(arg);
    if (option !== null) return [option[1] ?? args[at + 1] ?? ''].filter((text) => text !== '');
    const setting = args[at - 1] === '-c' ? /^[\w.-]+\.[\w-]+=!?(.+)$/.exec(arg)?.[1] : undefined;
    const proxy = args[at - 1] === '-o' ? /^ProxyCommand[= ](.+)$/i.exec(arg)?.[1] : undefined;
    return [setting, proxy].filter((text) => text !== undefined);
  });
}
