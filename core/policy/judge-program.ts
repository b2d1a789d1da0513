// The decision on one program of a line.
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { isConfinedTool } from './confined-tools.ts';
import type { ProgramFacts } from './line-facts.ts';
import { describeRunFile, findChangedFile } from './run-files.ts';
import { denies } from './deny-rules.ts';
import { coversCall, isNeverCovered, ruleProblem } from './rules.ts';

/** What can allow a program: rules, and settings. */
export interface Grants {
  readonly rules: readonly ApprovalRule[];
  /** Whether commands that only read run without approval. */
  readonly readOnlyCommands: boolean;
  /** Whether build and test tools run without approval, because the machine confines them. */
  readonly confinedCommands: boolean;
  /** The workspace, and the same with links resolved. No program in them is covered. */
  readonly folders: readonly string[];
}

/** The settings that can allow a program. */
const READ_ONLY_PRESET = 'setting:approvals.readOnlyCommands';
/** The same for build and test tools on a confined machine. */
const CONFINED_PRESET = 'setting:approvals.confinedCommands';

/** A decision with what decided. */
export interface ProgramDecision {
  readonly decision: 'allow' | 'ask' | 'deny';
  /** Part of a sentence. */
  readonly reason: string;
  readonly rule?: ApprovalRule;
  readonly preset?: typeof READ_ONLY_PRESET | typeof CONFINED_PRESET;
}

/** What shells do on their own, without starting a program. */
const BUILT_IN: ReadonlySet<string> = new Set('cd echo pwd printf true false : test [ command time'.split(' '));

/** Decides about a program. `starter`: the decision on the program that starts it. */
export function judgeProgram(facts: ProgramFacts, grants: Grants, starter?: ProgramDecision): ProgramDecision {
  const words = facts.call.words.map(({ text }) => text);
  const denying = grants.rules.find((rule) => rule.effect === 'deny' && denies(rule.words, words));
  if (denying !== undefined) return { decision: 'deny', reason: describeDenial(denying), rule: denying };
  // A rule that covers all words of a wrapper covers what they start, too.
  if (starter?.decision === 'allow' && (starter.rule !== undefined || starter.preset === CONFINED_PRESET))
    return starter;
  const unknown = findUnknown(facts, words);
  if (unknown !== undefined) return ask(unknown);
  if (words[0] === 'cd') return { decision: 'allow', reason: 'it only changes the folder' };
  const file = findProgramProblem(facts, words[0] ?? '', grants.folders);
  return file === undefined ? findGrant(facts, grants) : ask(file);
}

/** Why a rule denies a program, as part of a sentence. */
export function describeDenial({ words }: ApprovalRule): string {
  return `denied by the rule "${words.join(' ')}"`;
}

function ask(reason: string): ProgramDecision {
  return { decision: 'ask', reason };
}

/** Why what it does isn't known. */
function findUnknown({ call, folderProblem }: ProgramFacts, words: readonly string[]): string | undefined {
  const [problem] = call.problems;
  if (problem !== undefined) return problem;
  if (folderProblem !== undefined) return folderProblem;
  return words[0] === 'cd' || call.wrapper === 'exact' ? undefined : isNeverCovered(words);
}

/** A program that isn't found starts nothing. */
function findProgramProblem(
  { resolvedPath }: ProgramFacts,
  program: string,
  folders: readonly string[],
): string | undefined {
  if (BUILT_IN.has(program) || resolvedPath === undefined) return undefined;
  return folders.some((folder) => isInside(resolvedPath, folder))
    ? 'the program is a file in the workspace'
    : undefined;
}

function findGrant(facts: ProgramFacts, grants: Grants): ProgramDecision {
  const rule = findRule(facts, grants.rules);
  if (rule?.decision === 'allow') return rule;
  const { call, match } = facts;
  if (call.wrapper === 'exact') return { decision: 'allow', reason: 'it only starts the next program' };
  if (match.kind === 'inside' && grants.readOnlyCommands && isReading(match.profile.effect)) {
    const problem = facts.readProblem ?? facts.repositoryProblem;
    if (problem === undefined)
      return { decision: 'allow', reason: describeReading(match.profile.effect), preset: READ_ONLY_PRESET };
    return rule ?? ask(problem);
  }
  if (grants.confinedCommands && isConfinedTool(call.words.map(({ text }) => text)))
    return {
      decision: 'allow',
      reason: 'it builds or tests the project on a confined machine',
      preset: CONFINED_PRESET,
    };
  return rule ?? ask(describeUncovered(facts, grants.rules));
}

function describeReading(effect: string): string {
  return effect === 'prints' ? 'it only prints' : 'it only reads files in the workspace';
}

function describeUncovered({ call, match }: ProgramFacts, rules: readonly ApprovalRule[]): string {
  if (call.wrapper === 'unclear') return `"${call.words[0]?.text ?? ''}" starts another program`;
  if (match.kind === 'outside') return match.problem;
  const near = rules.find(({ effect, words }) => effect !== 'deny' && isNear(words, call.words));
  if (near === undefined) return 'no rule covers it';
  const name = `the rule "${near.words.join(' ')}"`;
  const problem = ruleProblem(near.words);
  return problem === undefined ? `${name} does not cover these arguments` : `${name} is ignored: ${problem}`;
}

/** Whether a rule names the program and subcommand, but not these arguments. */
function isNear(rule: readonly string[], words: readonly { readonly text: string }[]): boolean {
  const literal = rule.at(-1) === '*' ? rule.slice(0, -1) : rule;
  return literal.length > 0 && rule.length !== literal.length && literal.every((word, at) => word === words[at]?.text);
}

/** Whether a program only prints, or reads files in the workspace that anybody may see. `folders`: as in {@link Grants}. */
export function isPlainRead(facts: ProgramFacts, folders: readonly string[]): boolean {
  const { call, match, folderProblem, readProblem, repositoryProblem, operandProblem } = facts;
  // A file of the workspace with the name of a program does something else.
  const programProblem = findProgramProblem(facts, call.words[0]?.text ?? '', folders);
  const problems = [...call.problems, folderProblem, programProblem, readProblem, repositoryProblem, operandProblem];
  return (
    match.kind === 'inside' && isReading(match.profile.effect) && !problems.some(Boolean) && call.outputs.length === 0
  );
}

function isReading(effect: string): boolean {
  return effect === 'reads' || effect === 'prints';
}

/** The rule that allows it, or why the rules that cover its words don't. */
function findRule(facts: ProgramFacts, rules: readonly ApprovalRule[]): ProgramDecision | undefined {
  const { call, match } = facts;
  const covering = rules.filter((rule) => rule.effect !== 'deny' && coversCall(rule.words, call.words, call.profiled));
  if (covering.length === 0) return undefined;
  if (facts.operandProblem !== undefined) return ask(facts.operandProblem);
  // Written words are judged by a person; what `*` matches must be in the workspace.
  const isRead = match.kind === 'inside' && isReading(match.profile.effect);
  const hasPattern = match.kind === 'inside' && match.call.files.some(({ isPattern }) => isPattern);
  const reads = isRead || hasPattern ? facts.readProblem : undefined;
  const usable = covering.filter(({ words }) => reads === undefined || words.at(-1) !== '*');
  if (usable.length === 0) return ask(reads ?? 'no rule covers it');
  const changes = usable.map((rule) => ({ rule, changed: findChangedFile(rule.files, facts.files) }));
  const same = changes.find(({ changed }) => changed === undefined);
  if (same === undefined) return ask(describeChange(changes));
  return { decision: 'allow', reason: `the rule "${same.rule.words.join(' ')}" allows it`, rule: same.rule };
}

/** A file that a rule doesn't know wasn't there, or wasn't run, when the rule was stored. */
function describeChange(
  changes: readonly { readonly rule: ApprovalRule; readonly changed: string | undefined }[],
): string {
  const [{ rule, changed = '' } = { rule: undefined }] = changes;
  const isKnown = rule?.files?.some(({ path }) => path === changed) === true;
  const name = describeRunFile(changed);
  return isKnown ? `${name} has changed since you saw it` : `it runs ${name}, which the rule doesn't cover`;
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
