// What a person reads before deciding about a call. All of it comes from a model or a program, so nothing in it may be hidden.
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';
import type { CommandProgram } from '#contract/types/command-program.ts';
import { defined } from '#contract/types/defined.ts';
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import type { Plan } from '../ports/tool-source.ts';

/** The parts of a call that an approval covers, as the plan or the stored subject has them. */
type Covered = Pick<Plan, 'command' | 'cwd' | 'resolvedPath' | 'diff' | 'files'>;

/** The subject with hidden characters as escapes. A rule has none: commands with hidden characters can't become one. */
export function toVisibleSubject(subject: ApprovalSubject): ApprovalSubject {
  const { command, cwd, sandbox, reason, risks, argv, resolvedPath, diff } = subject;
  return {
    ...subject,
    command: escapeHidden(command),
    cwd: escapeHiddenInLine(cwd),
    sandbox: escapeHiddenInLine(sandbox),
    reason: escapeHidden(reason),
    risks: risks.map(escapeHidden),
    ...defined({
      argv: argv?.map(escapeHidden),
      resolvedPath: resolvedPath === undefined ? undefined : escapeHiddenInLine(resolvedPath),
      diff: diff === undefined ? undefined : escapeHidden(diff),
    }),
  };
}

/** What "Allow for this session" covers: the same call again, for files with any content. */
export function toGrantKey(tool: string, { command, cwd, resolvedPath = '' }: Covered): string {
  return JSON.stringify([tool, escapeHidden(command), escapeHiddenInLine(cwd), escapeHiddenInLine(resolvedPath)]);
}

/** Everything that an approval covers. */
export function toFingerprint(tool: string, covered: Covered): string {
  const { diff = '', files = [] } = covered;
  return JSON.stringify([toGrantKey(tool, covered), escapeHidden(diff), files]);
}

/** Whether a call is what a person saw, on the same kind of machine. */
export function isAsShown(tool: string, covered: Covered, sandbox: string, shown: ApprovalSubject): boolean {
  return escapeHiddenInLine(sandbox) === shown.sandbox && toFingerprint(tool, covered) === toFingerprint(tool, shown);
}

/** The programs of a command line with hidden characters as escapes. */
export function toVisiblePrograms(
  programs: readonly CommandProgram[] | undefined,
): readonly CommandProgram[] | undefined {
  return programs === undefined
    ? undefined
    : programs.map((program) => ({
        ...program,
        program: escapeHiddenInLine(program.program),
        words: program.words.map(escapeHidden),
        reason: escapeHidden(program.reason),
        ...defined({
          cwd: program.cwd === undefined ? undefined : escapeHiddenInLine(program.cwd),
          reads: program.reads?.map(escapeHiddenInLine),
          writes: program.writes?.map(escapeHiddenInLine),
          hosts: program.hosts?.map(escapeHiddenInLine),
          runs: program.runs?.map(escapeHiddenInLine),
        }),
      }));
}
