// Formats approvals for a terminal: command, folder, requester, reason and proposed changes.
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';

import type { Color, Colorize } from './colors.ts';
import { plainLine, plainText } from './plain-text.ts';

const MAX_DIFF_LINES = 40;

/** An approval with its request or its outcome. */
export function formatApproval(
  { id, agentId, sessionKey, subject, outcome, resolvedBy }: ApprovalRecord,
  colorize: Colorize,
): readonly string[] {
  if (outcome !== undefined) return [colorize('dim', `${id} ${outcome} by ${plainLine(resolvedBy ?? 'unknown')}`)];
  return [
    colorize('yellow', `${id} requested by ${plainLine(agentId)} in ${plainLine(sessionKey)}`),
    ...formatSubject(subject, colorize),
  ];
}

/** What needs a decision. All of it is the model's text, so it is sanitized. */
export function formatSubject(subject: ApprovalSubject, colorize: Colorize): readonly string[] {
  const { tool, command, cwd, reason, risks, suggestedRule, diff } = subject;
  const changes = plainText(diff ?? '').split('\n');
  return [
    `  ${plainLine(tool)}: ${colorize('bold', plainText(command).replaceAll('\n', '\n    '))}`,
    `  in ${plainLine(cwd)} · ${plainLine(reason)}`,
    ...risks.map((risk) => `  ${colorize('red', plainLine(risk))}`),
    ...(diff === undefined
      ? []
      : changes.slice(0, MAX_DIFF_LINES).map((line) => `  ${colorize(diffColor(line), line)}`)),
    ...(changes.length > MAX_DIFF_LINES ? [`  … ${changes.length - MAX_DIFF_LINES} more lines`] : []),
    ...(suggestedRule === undefined
      ? []
      : [colorize('dim', `  "always" adds the rule: ${plainLine(suggestedRule.join(' '))}`)]),
  ];
}

function diffColor(line: string): Color {
  if (line.startsWith('+')) return 'green';
  return line.startsWith('-') ? 'red' : 'dim';
}
