// An approval as a person sees it on a terminal: what, where, who, why, and what it would change.
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';

import type { Paint } from './colors.ts';
import { plainLine, plainText } from './plain-text.ts';

/** Lines of a change that are shown. */
const MAX_DIFF_LINES = 40;

/** One that is listed or comes in. */
export function approvalLines({ id, agentId, sessionKey, subject, outcome, resolvedBy }: ApprovalRecord, paint: Paint) {
  if (outcome !== undefined) return [paint('dim', `${id} ${outcome} (${plainLine(resolvedBy ?? 'nobody')})`)];
  return [
    paint('yellow', `${id} ${plainLine(agentId)} asks, in ${plainLine(sessionKey)}`),
    ...subjectLines(subject, paint),
  ];
}

/** What is to be decided. Every text in it is the model's: nothing in it may act on the terminal. */
export function subjectLines(subject: ApprovalSubject, paint: Paint): readonly string[] {
  const { tool, command, cwd, reason, risks, suggestedRule, diff } = subject;
  const changes = plainText(diff ?? '').split('\n');
  return [
    `  ${plainLine(tool)}: ${paint('bold', plainText(command).replaceAll('\n', '\n    '))}`,
    `  in ${plainLine(cwd)} · ${plainLine(reason)}`,
    ...risks.map((risk) => `  ${paint('red', plainLine(risk))}`),
    ...(diff === undefined ? [] : changes.slice(0, MAX_DIFF_LINES).map((line) => `  ${paint(diffTone(line), line)}`)),
    ...(changes.length > MAX_DIFF_LINES ? [`  … ${changes.length - MAX_DIFF_LINES} more lines`] : []),
    ...(suggestedRule === undefined
      ? []
      : [paint('dim', `  "always" would allow: ${plainLine(suggestedRule.join(' '))}`)]),
  ];
}

function diffTone(line: string): 'green' | 'red' | 'dim' {
  if (line.startsWith('+')) return 'green';
  return line.startsWith('-') ? 'red' : 'dim';
}
