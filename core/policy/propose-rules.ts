// The rules that "Always…" offers for a command line, from the narrowest to the widest.
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';
import type { RuleProposal } from '#contract/types/approval-rules.ts';
import { listNeededPrograms, withoutRepeats } from '#contract/types/needed-programs.ts';
import { covers } from './rules.ts';

/** At most three; none if rules can't allow the line. `lasting`: where permanent rules of the session apply. */
export function proposeRules(
  subject: ApprovalSubject,
  lasting: 'workspace' | 'project' = 'workspace',
): readonly Pick<RuleProposal, 'kind' | 'scope' | 'rules'>[] {
  const needed = listNeededPrograms(subject);
  if (needed === undefined) return [];
  const exact = withoutRepeats(needed.map(({ words, suggestedRule }) => (isExact(words) ? words : suggestedRule)));
  const open = withoutRepeats(needed.map(({ suggestedRule }) => suggestedRule));
  const isSame = JSON.stringify(exact) === JSON.stringify(open);
  return [
    { kind: 'exact', scope: 'session', rules: exact },
    { kind: 'exact', scope: lasting, rules: exact },
    isSame ? { kind: 'exact', scope: 'agent', rules: exact } : { kind: 'open', scope: lasting, rules: open },
  ];
}

/** Whether a rule with exactly these words covers them. A file pattern becomes other words each time. */
function isExact(words: readonly string[]): boolean {
  return covers(words, words) && !words.some((word) => /[*?[\]]/.test(word));
}
