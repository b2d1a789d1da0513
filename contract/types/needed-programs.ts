// The programs of a command line for which approval is required, as far as rules could allow them.
import type { ApprovalSubject } from '../sessions/session-events.ts';

/** A program that requires approval, and the narrowest rule for it. */
export interface NeededProgram {
  readonly words: readonly string[];
  readonly suggestedRule: readonly string[];
}

/** Each program that needs a rule; undefined if rules can't allow the whole line. */
export function listNeededPrograms({
  argv,
  programs,
  suggestedRule,
}: Pick<ApprovalSubject, 'argv' | 'programs' | 'suggestedRule'>): readonly NeededProgram[] | undefined {
  // Earlier versions understood lines of one program only.
  if (programs === undefined)
    return argv === undefined || suggestedRule === undefined ? undefined : [{ words: argv, suggestedRule }];
  const needed = programs.filter(({ decision }) => decision !== 'allow');
  const coverable = needed.flatMap((program) =>
    program.decision === 'deny' || program.suggestedRule === undefined
      ? []
      : [{ words: program.words, suggestedRule: program.suggestedRule }],
  );
  return needed.length > 0 && coverable.length === needed.length ? coverable : undefined;
}

/** The narrowest rules that would allow the line together, each once; empty if rules can't allow it. */
export function listSuggestedRules(subject: Parameters<typeof listNeededPrograms>[0]): readonly (readonly string[])[] {
  return withoutRepeats((listNeededPrograms(subject) ?? []).map((program) => program.suggestedRule));
}

/** Rules, each once. */
export function withoutRepeats(rules: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(rules.map((words) => [JSON.stringify(words), words])).values()];
}
