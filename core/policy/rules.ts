// Rules: which may be stored, what they cover, and which one to suggest. In doubt, a command isn't covered.
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { isControlFile, listPaths } from './control-files.ts';
import { denyRuleProblem } from './deny-rules.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import { formatPrincipal, type Principal } from '../principal.ts';
import { isSecretFile } from './secret-files.ts';
import { findGitAlias, findGitOption } from './git-calls.ts';
import type { ProfileWord } from './profiles/parsed-call.ts';
import { findOperandDoubt } from './profiles/operands.ts';
import { isReader, matchProfile } from './profiles/match-profile.ts';
import type { Profile } from './profiles/define-profile.ts';
import { findProfile, hasProfiles } from './profiles/registry.ts';
import { findOpenProblem } from './open-rules.ts';
import {
  ARGUMENTS_FROM_INPUT,
  getFamily,
  hasInlineCode,
  hidesCode,
  INTERPRETERS,
  readsCode,
  SHELL_WORDS,
  TERMINAL_PROGRAMS,
  WITH_SUBCOMMAND,
  WRAPPERS,
} from './programs.ts';

/** Workspace of a rule that applies in all workspaces: rules from the policy file. */
export const ANY_WORKSPACE = '*';

const ANY = '*';

/** Rules never change, and each decision asks about the same ones. */
const problems = new WeakMap<readonly string[], { readonly problem: string | undefined }>();

/** Why a rule must not be stored; undefined when it may be. */
export function ruleProblem(words: readonly string[]): string | undefined {
  const known = problems.get(words) ?? { problem: findRuleProblem(words) };
  problems.set(words, known);
  return known.problem;
}

function findRuleProblem(words: readonly string[]): string | undefined {
  const literal = literalPart(words);
  const [program = ''] = literal;
  const last = literal.at(-1) ?? '';
  if (words.length === 0) return 'a rule needs at least one word';
  if (literal.length === 0) return 'a rule cannot match every command';
  if (literal.includes(ANY)) return '* is allowed only as the last word';
  if (words.some((word) => word === '' || escapeHiddenInLine(word) !== word))
    return 'a word is empty or contains hidden characters';
  const unsuited = findProgramProblem(program);
  if (unsuited !== undefined) return unsuited;
  const isProfiled = isOpen(words) && literal.length === 1 && hasProfiles(program);
  if (hasCode(literal) && !endsInRunner(literal))
    return readsCode(program, literal.slice(1))
      ? `what "${program}" reads from its input always requires approval`
      : 'inline code always requires approval';
  if (endsInRunner(literal) && !isProfiled) return `a rule cannot end in "${last}"`;
  if (isOpen(words)) return findOpenProblem(literal);
  const git = findGitProblem(literal);
  if (git !== undefined) return git;
  const control = isReader(literal) ? undefined : literal.slice(1).find((word) => listPaths(word).some(isControlFile));
  return control === undefined ? undefined : `"${control}" controls what other programs run`;
}

/** Why no rule can be about a program. */
function findProgramProblem(program: string): string | undefined {
  if (program.includes('/') || program.includes('\\')) return 'the program must be a name without a path';
  if (isAssignment(program)) return 'a rule cannot start with an assignment';
  if (SHELL_WORDS.has(program)) return `"${program}" is a shell built-in`;
  if (TERMINAL_PROGRAMS.has(getFamily(program))) return 'programs that take over the terminal always require approval';
  if (ARGUMENTS_FROM_INPUT.has(program)) return `the arguments of "${program}" come from its input`;
  return undefined;
}

/** Why a rule with this effect must not be stored; undefined when it may be. */
export function effectProblem({ effect, words }: Pick<ApprovalRule, 'effect' | 'words'>): string | undefined {
  return effect === 'deny' ? denyRuleProblem(words) : ruleProblem(words);
}

/** Whether the rule's last word runs what would follow it. */
function endsInRunner(literal: readonly string[]): boolean {
  const last = getFamily(literal.at(-1) ?? '');
  return (WRAPPERS.has(last) || INTERPRETERS.has(last)) && !(literal.length === 1 && readsAsProfile(literal));
}

function readsAsProfile(literal: readonly string[]): boolean {
  const profile = findProfile(literal);
  return profile !== undefined && isReading(profile.effect);
}

/** Whether a rule covers the words of a command. */
export function covers(rule: readonly string[], words: readonly string[]): boolean {
  return coversCall(
    rule,
    words.map((text) => ({ text, isPattern: false })),
  );
}

/** Whether a rule covers a command, some words of which can be file patterns. `profiled`: as profiles know it. */
export function coversCall(
  rule: readonly string[],
  call: readonly ProfileWord[],
  profiled: readonly ProfileWord[] = call,
): boolean {
  const literal = literalPart(rule);
  const matches = (given: readonly ProfileWord[]) => literal.every((word, index) => word === given[index]?.text);
  // For reading, options of Git that don't change what it does make no difference.
  const isOther =
    call !== profiled && !matches(call) && matches(profiled) && isReader(profiled.map(({ text }) => text));
  const given = isOther ? profiled : call;
  if (!matches(given) || ruleProblem(rule) !== undefined) return false;
  if (isNeverCovered(call.map(({ text }) => text)) !== undefined) return false;
  if (isOpen(rule)) return coversRest(given.slice(literal.length), profiled, literal.length > 1);
  return given.length === literal.length && !given.some(({ isPattern }) => isPattern);
}

/** Whether a final `*` covers the rest: with a profile what is in it, otherwise only operands. */
function coversRest(rest: readonly ProfileWord[], profiled: readonly ProfileWord[], namesSubcommand: boolean): boolean {
  const match = matchProfile(profiled);
  if (match.kind === 'unknown') return rest.every(({ text, isPattern }) => !isPattern && isPlainOperand(text));
  // A subcommand without a profile, as in `git add *`: only operands.
  if (match.kind === 'outside')
    return match.isOther && namesSubcommand && rest.every(({ text, isPattern }) => !isPattern && isPlainOperand(text));
  const { profile, call } = match;
  if (isReading(profile.effect)) return call.files.every(({ text }) => findOperandDoubt(text) === undefined);
  const operands = new Set(call.operands.map(({ text }) => text));
  return (
    call.options.every(({ value = '' }) => isPlainValue(value)) &&
    rest.every((word) => (operands.has(word.text) ? isCoveredOperand(profile, word) : !word.isPattern))
  );
}

/** Whether `*` covers an operand of a program that runs code: a file pattern only where it names files. */
function isCoveredOperand({ operands, namesParts }: Profile, { text, isPattern }: ProfileWord): boolean {
  const at = namesParts === true ? text.indexOf('::') : -1;
  const name = at > 0 && /^(?:::[\w.[\]-]+)+$/.test(text.slice(at)) ? text.slice(0, at) : text;
  return isPlainOperand(name) && (!isPattern || operands === 'files');
}

/** Whether the value of an option can't be a place outside the workspace. */
function isPlainValue(value: string): boolean {
  return !/^[/~]|:\/\//.test(value) && !value.split(/[\\/=,]/).includes('..');
}

function isReading(effect: string): boolean {
  return effect === 'reads' || effect === 'prints';
}

/** Why no rule can cover these words; undefined when one can. */
export function isNeverCovered(words: readonly string[]): string | undefined {
  const [program = ''] = words;
  if (program === '') return 'it does not name a program';
  if (isAssignment(program)) return 'it sets a variable for the command';
  if (/[^\u0021-\u007E]/.test(program)) return 'the program name contains unusual characters';
  if (program.includes('/')) return 'the program is given as a path';
  if (program.startsWith('-')) return 'the program name looks like an option';
  if (SHELL_WORDS.has(program) && !isReader(words)) return `"${program}" changes the behavior of the shell`;
  if (TERMINAL_PROGRAMS.has(getFamily(program))) return 'it takes over the terminal';
  if (ARGUMENTS_FROM_INPUT.has(program)) return 'its arguments come from its input';
  const git = findGitProblem(words);
  if (git !== undefined) return git;
  return hasCode(words) ? describeCode(words) : undefined;
}

/** A profile knows what about the code it doesn't understand. */
function describeCode(words: readonly string[]): string {
  const match = matchProfile(words.map((text) => ({ text, isPattern: false })));
  if (match.kind === 'outside' && !match.isOther) return match.problem;
  const [program = '', ...args] = words;
  return readsCode(program, args)
    ? `"${program}" runs what it reads from its input, such as a pipe`
    : 'it contains inline code';
}

/** Whether a command has code in its arguments or gets it from its input, unless its profile knows it. */
function hasCode(words: readonly string[]): boolean {
  const [program = '', ...args] = words;
  if (hidesCode(words)) return true;
  if (!hasInlineCode(program, args) && !readsCode(program, args)) return false;
  return matchProfile(words.map((text) => ({ text, isPattern: false }))).kind !== 'inside';
}

/** Why these words of git can run anything. */
function findGitProblem(words: readonly string[]): string | undefined {
  const option = findGitOption(words);
  if (option !== undefined) return `the option "${option}" changes what git runs`;
  const alias = findGitAlias(words);
  return alias === undefined ? undefined : `"git ${alias}" can be an alias for any command`;
}

/** The rule to suggest for "always": as narrow as useful. Undefined when none may be stored. */
export function suggestRule(words: readonly string[]): readonly string[] | undefined {
  if (isNeverCovered(words) !== undefined) return undefined;
  const match = matchProfile(words.map((text) => ({ text, isPattern: false })));
  const isRead = match.kind === 'inside' && isReading(match.profile.effect);
  const { operands = [], files = [] } = isRead ? match.call : {};
  const isPlain = operands.length > 0 && files.every(({ text }) => isPlainOperand(text) && !isSecretFile(text));
  const head = isRead ? match.profile.words.length : WITH_SUBCOMMAND.has(words[0] ?? '') ? 2 : 1;
  const options = words.slice(head).filter((word) => word.startsWith('-'));
  const open = [...words.slice(0, head + options.length), ANY];
  // Options come first, so that only operands follow them.
  const optionsFirst = words.slice(head, head + options.length).every((word) => word.startsWith('-'));
  const candidates = [...(isPlain && optionsFirst ? [open] : []), words];
  return candidates.find((rule) => ruleProblem(rule) === undefined && covers(rule, words));
}

/** A rule written by `by` that has not been used yet. */
export function draftRule(
  { ids, clock }: { readonly ids: Ids; readonly clock: Clock },
  rule: Omit<ApprovalRule, 'id' | 'createdBy' | 'createdAtMs' | 'uses'>,
  by: Principal,
): ApprovalRule {
  return { id: ids.next(), ...rule, createdBy: formatPrincipal(by), createdAtMs: clock.now(), uses: 0 };
}

/** Whether a rule is the same as an earlier one, except for the content of the files that it runs. */
export function renews(rule: ApprovalRule, earlier: ApprovalRule): boolean {
  const identify = (one: ApprovalRule) => {
    const { agentId, effect = 'allow', words, workspace, projectId = '', sessionKey = '', files = [] } = one;
    return JSON.stringify([agentId, effect, words, workspace, projectId, sessionKey, files.map(({ path }) => path)]);
  };
  return rule.id !== earlier.id && identify(rule) === identify(earlier);
}

/** Where a command would run. */
export interface RuleTarget {
  readonly agentId: string;
  readonly sessionKey: string | undefined;
  readonly workspace: string;
  /** The project of the session. */
  readonly projectId: string | undefined;
}

/** Whether a stored rule applies to this agent, session, project, and workspace. */
export function applies(rule: ApprovalRule, target: RuleTarget): boolean {
  if (rule.agentId !== target.agentId) return false;
  if (rule.projectId !== undefined && rule.projectId !== target.projectId) return false;
  if (rule.sessionKey !== undefined && rule.sessionKey !== target.sessionKey) return false;
  return rule.workspace === ANY_WORKSPACE || rule.workspace === target.workspace;
}

/** A word that can only be data: not an option, an assignment, or a path outside the workspace. */
function isPlainOperand(word: string): boolean {
  if (word === '' || word.startsWith('-') || word.startsWith('/') || word.startsWith('~') || word.startsWith('@'))
    return false;
  if (isAssignment(word) || /^[A-Za-z]:[\\/]/.test(word) || /:(\/\/|:)/.test(word)) return false;
  return !word.split(/[\\/:]/).includes('..');
}

function isAssignment(word: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*(\[[^\]]*\])?\+?=/.test(word);
}

function isOpen(words: readonly string[]): boolean {
  return words.at(-1) === ANY;
}

function literalPart(words: readonly string[]): readonly string[] {
  return isOpen(words) ? words.slice(0, -1) : words;
}
