// Formats approvals for a terminal: command, folder, requester, reason and proposed changes.
import { splitBlankRuns } from '#contract/types/blank-runs.ts';
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';

import type { Color, Colorize } from './colors.ts';
import { plainLine } from './plain-text.ts';

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

/** What needs a decision. All of it is the model's text, so hidden characters are escaped. */
export function formatSubject(subject: ApprovalSubject, colorize: Colorize): readonly string[] {
  const { tool, command, cwd, reason, risks, suggestedRule, diff, files = [] } = subject;
  const changes = showText(diff ?? '').split('\n');
  return [
    `  ${escapeHiddenInLine(tool)}: ${colorize('bold', showText(command).replaceAll('\n', '\n    '))}`,
    `  in ${escapeHiddenInLine(cwd)} · ${escapeHiddenInLine(reason)}`,
    ...(files.length === 0 ? [] : [`  runs ${escapeHiddenInLine(files.map(({ path }) => path).join(', '))}`]),
    ...risks.map((risk) => `  ${colorize('red', escapeHiddenInLine(risk))}`),
    ...(diff === undefined
      ? []
      : changes.slice(0, MAX_DIFF_LINES).map((line) => `  ${colorize(diffColor(line), line)}`)),
    ...(changes.length > MAX_DIFF_LINES ? [`  … ${changes.length - MAX_DIFF_LINES} more lines`] : []),
    ...(suggestedRule === undefined
      ? []
      : [colorize('dim', `  "always" adds the rule: ${escapeHiddenInLine(suggestedRule.join(' '))}`)]),
  ];
}

/** Hidden characters as escapes, and long runs of blank space as their length, so that nothing is out of sight. */
function showText(text: string): string {
  return splitBlankRuns(escapeHidden(text))
    .map((part) =>
      part.kind === 'text' ? part.text : `[${part.count} ${part.kind === 'lines' ? 'blank lines' : 'spaces'}]`,
    )
    .join('');
}

function diffColor(line: string): Color {
  if (line.startsWith('+')) return 'green';
  return line.startsWith('-') ? 'red' : 'dim';
}
