// The form in which an allowed line runs: nobody reviews it, so no setting of a repository may make it run another program,
// and no search through folders may read files of secrets. The programs that it names stay the same.
import { listCalls } from '../policy/program-calls.ts';
import { parseShell } from '../policy/shell/parse-shell.ts';
import { quoteWord } from '../policy/shell/read-word.ts';
import type { ShellCommand } from '../policy/shell/shell-line.ts';
import { matchProfile, type ProfileMatch } from '../policy/profiles/match-profile.ts';
import { unwrap } from '../policy/wrappers.ts';
import type { Machine } from '../ports/machine.ts';
import type { AllowedBy } from '../ports/tool-source.ts';
import { protectGit } from './git/protect-read.ts';
import { SECRET_GLOBS } from '../policy/secret-files.ts';
import { resolveFolders } from './resolve-folders.ts';

/** Text that is inserted at a position of the line. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** The protected form of a line that a rule or a preset allows. @throws {FileError} if its repository has changed */
export async function protectLine(
  machine: Machine,
  { line, cwd }: { readonly line: string; readonly cwd: string },
  allowedBy: AllowedBy,
  signal: AbortSignal,
): Promise<string> {
  const insertions: Insertion[] = [];
  for (const command of parseShell(line).commands)
    insertions.push(...(await protectCommand(machine, command, cwd, allowedBy, signal)));
  return insertions
    .toSorted((a, b) => b.at - a.at)
    .reduce((text, { at, text: added }) => text.slice(0, at) + added + text.slice(at), line);
}

async function protectCommand(
  machine: Machine,
  command: ShellCommand,
  cwd: string,
  allowedBy: AllowedBy,
  signal: AbortSignal,
): Promise<readonly Insertion[]> {
  if (command.isNested) return [];
  const call = listCalls({ commands: [command], problems: [] }).findLast(({ wrapper }) => wrapper !== 'exact');
  if (call === undefined) return [];
  const match = matchProfile(call.profiled);
  if (match.kind !== 'inside') return [];
  const start = command.words.length - countInner(command);
  const words = command.words.slice(start);
  const [program] = words;
  if (program?.text === 'grep' || program?.text === 'rg') return excludeSecrets(match, words);
  if (program?.text !== 'git' || match.profile.effect === 'prints') return [];
  const folders = await resolveFolders(machine, cwd, call.folders);
  const [folder = cwd] = typeof folders === 'string' ? [] : folders;
  const { env, options } = await protectGit(machine, { words: match.profile.words, folder, allowedBy }, signal);
  const sub = words[words.length - call.profiled.length + match.profile.words.length - 1];
  const first = command.words.find(({ text }, at) => !(at < start && (text === 'time' || text === '-p')));
  if (sub === undefined || first === undefined) return [];
  return [
    {
      at: first.pos,
      text: Object.entries(env)
        .map(([name, value]) => `${name}=${quoteWord(value)} `)
        .join(''),
    },
    { at: sub.end, text: options.map((option) => ` ${option}`).join('') },
  ];
}

/** How many words at the end are the program that wrappers start. */
function countInner({ words }: ShellCommand): number {
  let rest: readonly { readonly text: string; readonly isPattern: boolean }[] = words;
  for (let inner = unwrap(rest); inner !== undefined; inner = unwrap(rest)) rest = inner;
  return rest.length;
}

/** The last options win, so those of `rg` come after all others. */
function excludeSecrets(match: ProfileMatch, words: ShellCommand['words']): readonly Insertion[] {
  const [program] = words;
  if (match.kind !== 'inside' || program === undefined || match.profile.isRecursive?.(match.call) !== true) return [];
  if (program.text === 'grep') {
    const globs = SECRET_GLOBS.flatMap((glob) => [`--exclude=${glob}`, `--exclude-dir=${glob}`]);
    return [{ at: program.end, text: globs.map((glob) => ` ${quoteWord(glob)}`).join('') }];
  }
  const end = words.findIndex(({ text }) => text === '--');
  const last = words[end < 0 ? words.length - 1 : end - 1];
  return last === undefined
    ? []
    : [{ at: last.end, text: SECRET_GLOBS.map((glob) => ` --glob ${quoteWord(`!${glob}`)}`).join('') }];
}
