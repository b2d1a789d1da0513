// Formats approvals for a terminal: command, folder, requester, reason and proposed changes.
import { splitBlankRuns } from '#contract/types/blank-runs.ts';
import { escapeHidden, escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';
import type { CommandProgram } from '#contract/types/command-program.ts';
import { listSuggestedRules } from '#contract/types/needed-programs.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';

import type { Color, Colorize } from './colors.ts';
import { plainLine } from './plain-text.ts';

const MAX_DIFF_LINES = 40;

/** An approval with its request or its outcome. */
export function formatApproval(
  { id, agentId, sessionKey, subject, outcome, resolvedBy, edit }: ApprovalRecord,
  colorize: Colorize,
): readonly string[] {
  if (outcome !== undefined) {
    const edited = edit === undefined ? '' : ` as edited: ${plainLine(edit.subject.command)}`;
    return [colorize('dim', `${id} ${outcome} by ${plainLine(resolvedBy ?? 'unknown')}${edited}`)];
  }
  return [
    colorize('yellow', `${id} requested by ${plainLine(agentId)} in ${plainLine(sessionKey)}`),
    ...formatSubject(subject, colorize),
  ];
}

/** What needs a decision. All of it is the model's text, so hidden characters are escaped. */
export function formatSubject(subject: ApprovalSubject, colorize: Colorize): readonly string[] {
  const { tool, command, cwd, reason, risks, diff, files = [], programs = [] } = subject;
  const changes = showText(diff ?? '').split('\n');
  return [
    `  ${escapeHiddenInLine(tool)}: ${colorize('bold', showText(command).replaceAll('\n', '\n    '))}`,
    `  in ${escapeHiddenInLine(cwd)} · ${escapeHiddenInLine(reason)}`,
    ...(files.length === 0 ? [] : [`  runs ${escapeHiddenInLine(files.map(({ path }) => path).join(', '))}`]),
    ...programs.flatMap((program) => formatProgram(program, colorize)),
    ...risks.map((risk) => `  ${colorize('red', escapeHiddenInLine(risk))}`),
    ...(diff === undefined
      ? []
      : changes.slice(0, MAX_DIFF_LINES).map((line) => `  ${colorize(diffColor(line), line)}`)),
    ...(changes.length > MAX_DIFF_LINES ? [`  … ${changes.length - MAX_DIFF_LINES} more lines`] : []),
    ...listSuggestedRules(subject).map((rule) =>
      colorize('dim', `  "always" adds the rule: ${escapeHiddenInLine(rule.join(' '))}`),
    ),
  ];
}

const MARKS = { allow: ['green', '✓'], ask: ['yellow', '?'], deny: ['red', '✗'] } as const;

/** A program with what it writes, reaches, and runs. A line of one program is the command itself. */
function formatProgram(program: CommandProgram, colorize: Colorize): readonly string[] {
  const { words, decision, writes = [], hosts = [], runs = [] } = program;
  const [color, mark] = MARKS[decision];
  const facts = [
    ...(writes.length === 0 ? [] : [`writes ${writes.join(', ')}`]),
    ...(hosts.length === 0
      ? []
      : [`connects to ${hosts.map((host) => (host === '*' ? 'any host' : host)).join(', ')}`]),
    ...(runs.length === 0 ? [] : [`runs ${runs.join(', ')}`]),
  ];
  return [
    `  ${colorize(color, mark)} ${escapeHiddenInLine(words.join(' '))}`,
    ...facts.map((fact) => `      ${escapeHiddenInLine(fact)}`),
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
