// Collects what the policy has to know about a command line from the machine that would run it. It starts nothing.
import { defined } from '#contract/types/defined.ts';
import type { LineFacts, ProgramFacts } from '../policy/line-facts.ts';
import { listCalls, type ProgramCall } from '../policy/program-calls.ts';
import { matchProfile, type ProfileMatch } from '../policy/profiles/match-profile.ts';
import { findDisagreement } from '../policy/shell/agree.ts';
import { readFolder } from '../policy/shell/line-reader.ts';
import { parseShell } from '../policy/shell/parse-shell.ts';
import { quoteWord } from '../policy/shell/read-word.ts';
import type { Machine } from '../ports/machine.ts';
import type { ShellGrammar } from '../ports/shell-grammar.ts';
import { bindRunFiles } from './bind-run-files.ts';
import { findOperandProblem } from './find-operand-problem.ts';
import { findReadProblem } from './find-read-problem.ts';
import { findFetchProblem } from './git/fetch-settings.ts';
import { listRemoteHosts } from './git/remote-hosts.ts';
import { findRepository } from './git/plain-repository.ts';
import { limitFiles, type LimitedFiles } from './limit-files.ts';
import { resolveFolders } from './resolve-folders.ts';

type Files = Pick<Machine, 'workspace' | 'stat' | 'list' | 'read' | 'fingerprint' | 'resolveProgram' | 'openFolder'>;

/** The shell of a line. Only POSIX shells have a grammar. */
export type LineShell = 'posix' | 'powershell' | 'cmd';

/** Inspects a line that would run in a folder. */
export async function inspectLine(
  machine: Files,
  grammar: ShellGrammar,
  { line, cwd, shell = 'posix' }: { readonly line: string; readonly cwd: string; readonly shell?: LineShell },
): Promise<LineFacts> {
  await grammar.load();
  const parsed = parseShell(line);
  const isKnown = parsed.problems.length === 0 && parsed.commands.every(({ problems }) => problems.length === 0);
  const problem =
    findLineProblem(machine, shell) ??
    parsed.problems[0] ??
    (isKnown ? findDisagreement(line, parsed, grammar) : undefined);
  const programs: ProgramFacts[] = [];
  const paths = new Map<string, Promise<string | undefined>>();
  const calls = shell === 'posix' ? listCalls(parsed) : [];
  const limited = limitFiles(machine);
  for (const call of calls) programs.push(await inspectCall({ machine, files: limited.files }, call, cwd, paths));
  const exceeded = limited.isExceeded() ? 'it names too many files to check' : undefined;
  return { text: line, programs, ...defined({ problem: problem ?? exceeded }) };
}

/** Where no line is understood. */
function findLineProblem({ workspace }: Files, shell: LineShell): string | undefined {
  if (shell !== 'posix') return `${shell === 'cmd' ? 'cmd.exe' : 'PowerShell'} commands are not supported yet`;
  // A workspace that is the whole disk has no outside.
  return workspace.startsWith('/') && workspace !== '/' ? undefined : 'this machine has no POSIX shell';
}

async function inspectCall(
  { machine, files }: { readonly machine: Files; readonly files: LimitedFiles['files'] },
  call: ProgramCall,
  cwd: string,
  paths: Map<string, Promise<string | undefined>>,
): Promise<ProgramFacts> {
  const words = call.words.map(({ text }) => text);
  const name = words[0] ?? '';
  const match = matchProfile(call.profiled);
  const path = paths.get(name) ?? machine.resolveProgram(name).catch(() => undefined);
  paths.set(name, path);
  const common = { call, match, ...defined({ resolvedPath: await path }) };
  if (call.problems.length > 0 || words.length === 0) return { ...common, files: [], hosts: [] };
  const changes =
    words[0] === 'cd' ? call.folders.map((folder) => [...folder, readFolder(words) ?? '~']) : call.folders;
  const folders = await resolveFolders(files, cwd, changes);
  if (typeof folders === 'string') return { ...common, files: [], hosts: [], folderProblem: folders };
  const [folder = cwd] = folders;
  const isGit = name === 'git';
  const isRead = match.kind === 'inside' && (match.profile.effect === 'reads' || match.profile.effect === 'prints');
  return {
    ...common,
    cwd: folder === machine.workspace ? '.' : folder.slice(machine.workspace.length + 1),
    files: isRead ? [] : await bindRunFiles(machine, words.map(quoteWord).join(' '), folder),
    hosts: isGit ? await listRemoteHosts(files, folder, call.profiled) : [],
    ...defined(await findProblems(files, words, match, folders)),
  };
}

async function findProblems(
  machine: LimitedFiles['files'],
  words: readonly string[],
  match: ProfileMatch,
  folders: readonly string[],
) {
  const isGit = words[0] === 'git';
  const isFetch = isGit && match.kind === 'inside' && match.profile.command === 'git fetch';
  const problems: Pick<ProgramFacts, 'readProblem' | 'repositoryProblem' | 'operandProblem'>[] = [];
  for (const folder of folders)
    problems.push(
      defined({
        readProblem: words[0] === 'cd' ? undefined : await findReadProblem(machine, match, folder),
        repositoryProblem: isGit ? await findRepositoryProblem(machine, folder, folders.length) : undefined,
        operandProblem:
          words[0] === 'cd'
            ? undefined
            : ((await findOperandProblem(machine, words, folder)) ??
              (isFetch ? await findFetchProblem(machine, folder) : undefined)),
      }),
    );
  return Object.assign({}, ...problems.toReversed()) as (typeof problems)[number];
}

async function findRepositoryProblem(
  machine: LimitedFiles['files'],
  folder: string,
  count: number,
): Promise<string | undefined> {
  if (count > 1) return 'its folder depends on whether "cd" succeeds';
  const { kind } = await findRepository(machine, folder);
  return kind === 'other' ? 'its repository uses files outside the workspace' : undefined;
}
