// Tries rules on past commands: a pure function, which compares what happened with what the rules would have decided.
import {
  MAX_REHEARSAL_EXAMPLES,
  REHEARSED_DAYS,
  type PastDecision,
  type RehearsedCommand,
  type RuleRehearsal,
} from '#contract/types/approval-rules.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { listNeededPrograms } from '#contract/types/needed-programs.ts';
import type { ApprovalOutcome } from '#contract/sessions/session-events.ts';
import type { PastCommand } from '../ports/command-history.ts';
import { denies } from './deny-rules.ts';
import { listCommandWords } from './explain-command.ts';
import { covers } from './rules.ts';

type Draft = Pick<ApprovalRule, 'effect' | 'words'>;

/** What to try rules on. */
export interface RehearsalInput {
  /** Tried together, as if all of them were stored. */
  readonly drafts: readonly Draft[];
  /** Stored rules that would apply beside them. */
  readonly rules: readonly Draft[];
  readonly history: readonly PastCommand[];
  readonly isPartial: boolean;
}

/** What would have changed. */
export function rehearseRules({ drafts, rules, history, isPartial }: RehearsalInput): RuleRehearsal {
  const examples = groupCommands(history).flatMap((group) => rehearseGroup(group, drafts, rules));
  const count = (isCounted: (example: RehearsedCommand) => boolean) =>
    examples.filter(isCounted).reduce((sum, example) => sum + example.count, 0);
  const isAllowed = ({ before, after }: RehearsedCommand) => before !== 'allow' && after === 'allow';
  return {
    days: REHEARSED_DAYS,
    commands: history.length,
    isPartial,
    matched: count(() => true),
    nowAllowed: count(isAllowed),
    nowDenied: count(({ before, after }) => before !== 'deny' && after === 'deny'),
    deniedByPerson: count((example) => isAllowed(example) && example.answer === 'denied'),
    examples: examples.toSorted(changesFirst).slice(0, MAX_REHEARSAL_EXAMPLES),
  };
}

interface Group {
  readonly latest: PastCommand;
  readonly answer: RehearsedCommand['answer'];
  readonly count: number;
}

/** Identical commands with the same decision and answer, of which the latest is shown. */
function groupCommands(history: readonly PastCommand[]): readonly Group[] {
  const groups = Map.groupBy(history, ({ command, cwd, decision, outcome }) =>
    JSON.stringify([command, cwd, decision, toAnswer(decision, outcome)]),
  );
  return [...groups.values()].flatMap((commands) => {
    const [latest] = commands.toSorted((a, b) => b.ts - a.ts);
    return latest === undefined
      ? []
      : [{ latest, answer: toAnswer(latest.decision, latest.outcome), count: commands.length }];
  });
}

function rehearseGroup(
  { latest, answer, count }: Group,
  drafts: readonly Draft[],
  rules: readonly Draft[],
): readonly RehearsedCommand[] {
  if (!drafts.some((draft) => matches(draft, latest))) return [];
  const { command, cwd, sessionKey, ts: lastAtMs, decision: before } = latest;
  const after = redecide(latest, drafts, rules);
  return [{ command, cwd, sessionKey, count, lastAtMs, before, after, ...(answer === undefined ? {} : { answer }) }];
}

function matches({ effect, words }: Draft, past: PastCommand): boolean {
  // Splitting a line takes most of the time, and few lines contain the program of the rule.
  const program = (words[0] ?? '').split(/[\\/]/).at(-1) ?? '';
  if (!past.command.toLowerCase().includes(program.toLowerCase())) return false;
  return effect === 'deny'
    ? listCommandWords(past.command).some((command) => denies(words, command))
    : listPrograms(past).some((program) => covers(words, program));
}

function listPrograms({ programs, command }: PastCommand): readonly (readonly string[])[] {
  return programs === undefined ? listCommandWords(command) : programs.map(({ words }) => words);
}

function redecide(past: PastCommand, drafts: readonly Draft[], rules: readonly Draft[]): PastDecision {
  if (drafts.some((draft) => draft.effect === 'deny' && matches(draft, past))) return 'deny';
  if (past.decision !== 'ask') return past.decision;
  const allowing = [...drafts, ...rules].filter(({ effect }) => effect !== 'deny');
  const needed = listNeededPrograms(past);
  const isCovered = needed?.every(({ words }) => allowing.some((rule) => covers(rule.words, words)));
  return isCovered === true ? 'allow' : 'ask';
}

function toAnswer(decision: PastDecision, outcome: ApprovalOutcome | undefined): RehearsedCommand['answer'] {
  if (decision !== 'ask') return undefined;
  if (outcome === 'deny') return 'denied';
  return outcome?.startsWith('allow') === true ? 'allowed' : 'unanswered';
}

function changesFirst(a: RehearsedCommand, b: RehearsedCommand): number {
  const isChanged = ({ before, after }: RehearsedCommand) => Number(before !== after);
  return isChanged(b) - isChanged(a) || b.lastAtMs - a.lastAtMs;
}
