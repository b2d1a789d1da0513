// The decision on a command line: that on its strictest program. A program that a rule denies denies the line, wherever it is.
import type { CommandProgram } from '#contract/types/command-program.ts';
import { defined } from '#contract/types/defined.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { denies } from './deny-rules.ts';
import { describeEffects } from './describe-effects.ts';
import { listCommandWords } from './explain-command.ts';
import { describeDenial, isPlainRead, judgeProgram, type Grants, type ProgramDecision } from './judge-program.ts';
import type { LineFacts, ProgramFacts } from './line-facts.ts';
import { coversCall, suggestRule } from './rules.ts';

/** The decision on a line, with its programs. */
export interface LineDecision {
  readonly decision: 'allow' | 'ask' | 'deny';
  /** Part of a sentence. */
  readonly reason: string;
  readonly programs: readonly CommandProgram[];
  /** The rules that allowed programs of it, or the one that denied it. */
  readonly rules: readonly ApprovalRule[];
  /** The setting that allowed programs of it. */
  readonly preset?: string;
}

/** Decides about a line. */
export function judgeLine(line: LineFacts, grants: Grants): LineDecision {
  const { problem, programs } = line;
  const decisions: ProgramDecision[] = [];
  for (const facts of programs) {
    const { startedBy } = facts.call;
    decisions.push(judgeProgram(facts, grants, startedBy === undefined ? undefined : decisions[startedBy]));
  }
  // A rule can't allow a line that isn't understood.
  const context = { isUnderstood: problem === undefined, folders: grants.folders };
  const shown = programs.map((facts, at) => describe(facts, decisions[at], context));
  const denying = decisions.find(({ decision }) => decision === 'deny')?.rule ?? findDenying(line, grants);
  if (denying !== undefined)
    return { decision: 'deny', reason: describeDenial(denying), programs: shown, rules: [denying] };
  const reason = problem ?? findReason(programs, decisions);
  if (reason !== undefined) return { decision: 'ask', reason, programs: shown, rules: [] };
  if (decisions.length === 0)
    return { decision: 'ask', reason: 'it does not name a program', programs: shown, rules: [] };
  return {
    decision: 'allow',
    reason: listReasons(decisions),
    programs: shown,
    rules: listRules(decisions),
    ...findPreset(decisions),
  };
}

/** Why a line requires approval: the reason of its first such program, preferably one that isn't inside another. */
function findReason(programs: readonly ProgramFacts[], decisions: readonly ProgramDecision[]): string | undefined {
  const asking = programs.flatMap(({ call }, at) => {
    const decided = decisions[at];
    return decided?.decision === 'ask' ? [{ call, reason: decided.reason }] : [];
  });
  const first = asking.find(({ call }) => !call.isNested) ?? asking[0];
  const name = first?.call.words[0]?.text ?? '';
  if (first === undefined || programs.length === 1 || name === '' || first.reason.includes(`"${name}`))
    return first?.reason;
  return `"${name}" requires approval: ${first.reason}`;
}

/** A line that isn't understood can contain a command that only its text shows. */
function findDenying({ text }: LineFacts, { rules }: Grants): ApprovalRule | undefined {
  const denying = rules.filter(({ effect }) => effect === 'deny');
  const commands = denying.length === 0 ? [] : listCommandWords(text);
  return denying.find(({ words }) => commands.some((command) => denies(words, command)));
}

function listReasons(decisions: readonly ProgramDecision[]): string {
  const granted = decisions.filter(({ rule, preset }) => rule !== undefined || preset !== undefined);
  const reasons = new Set((granted.length === 0 ? decisions : granted).map(({ reason }) => reason));
  return [...reasons].join('; ');
}

function listRules(decisions: readonly ProgramDecision[]): readonly ApprovalRule[] {
  return [...new Set(decisions.flatMap(({ rule }) => rule ?? []))];
}

function findPreset(decisions: readonly ProgramDecision[]): Pick<LineDecision, 'preset'> {
  // The one that allows more is the one to name.
  const presets = decisions.flatMap(({ preset }) => preset ?? []);
  return defined({ preset: presets.toSorted()[0] });
}

interface LineContext extends Pick<Grants, 'folders'> {
  readonly isUnderstood: boolean;
}

function describe(
  facts: ProgramFacts,
  decided: ProgramDecision | undefined,
  { isUnderstood, folders }: LineContext,
): CommandProgram {
  const { call, cwd, resolvedPath } = facts;
  const words = call.words.map(({ text }) => text);
  const { decision, reason, rule } = decided ?? { decision: 'ask' as const, reason: 'it could not be checked' };
  return {
    program: words[0] ?? '',
    words,
    decision,
    reason,
    ...defined({ cwd, path: resolvedPath, rule: rule?.words.join(' '), ruleId: rule?.id }),
    ...describeEffects(facts),
    ...(isUnderstood && isPlainRead(facts, folders) ? { isPlainRead: true } : {}),
    ...defined({ suggestedRule: decision === 'ask' && isUnderstood ? findSuggestion(facts, words) : undefined }),
  };
}

/** The narrowest rule that would allow the program the next time. */
function findSuggestion({ call, operandProblem }: ProgramFacts, words: readonly string[]) {
  if (operandProblem !== undefined || call.problems.length > 0) return undefined;
  const rule = suggestRule(words);
  return rule !== undefined && coversCall(rule, call.words, call.profiled) ? rule : undefined;
}
