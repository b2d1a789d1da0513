// Formats what a rule would have changed, for a terminal.
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import type { PastDecision, RehearsedCommand, RuleRehearsal } from '#contract/types/approval-rules.ts';
import type { Colorize } from './colors.ts';

/** The counts, then the examples. */
export function formatRehearsal(rehearsal: RuleRehearsal, colorize: Colorize): readonly string[] {
  const { days, commands, isPartial, matched, nowAllowed, nowDenied, deniedByPerson, examples } = rehearsal;
  const searched = isPartial ? `the latest ${commands}` : `${commands}`;
  return [
    `Matches ${matched} of ${searched} commands of the last ${days} days.`,
    ...(nowAllowed > 0 ? [`${nowAllowed} would have run without approval.`] : []),
    ...(deniedByPerson > 0 ? [colorize('red', `You denied ${deniedByPerson} of them.`)] : []),
    ...(nowDenied > 0 ? [`${nowDenied} would have been denied.`] : []),
    ...examples.map((example) => formatExample(example, colorize)),
  ];
}

const DECISIONS: Readonly<Record<PastDecision, string>> = { allow: 'allowed', ask: 'asked', deny: 'denied' };

function formatExample({ command, cwd, count, before, after, answer }: RehearsedCommand, colorize: Colorize): string {
  const was = answer === undefined ? DECISIONS[before] : `${DECISIONS[before]}, ${answer}`;
  const change = before === after ? was : `${was} → ${DECISIONS[after]}`;
  const times = count > 1 ? ` ×${count}` : '';
  return `  ${escapeHiddenInLine(command)}${times}  ${colorize('dim', `${change} · ${escapeHiddenInLine(cwd)}`)}`;
}
