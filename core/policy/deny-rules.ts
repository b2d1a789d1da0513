// Deny rules: which may be stored, and what they match. Unlike allow rules, they match in doubt.
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';

const ANY = '*';

/** Why a deny rule must not be stored; undefined when it may be. */
export function denyRuleProblem(words: readonly string[]): string | undefined {
  const literal = literalPart(words);
  if (words.length === 0) return 'a rule needs at least one word';
  if (literal.length === 0) return 'a rule cannot match every command';
  if (literal.includes(ANY)) return '* is allowed only as the last word';
  if (words.some((word) => word === '' || escapeHiddenInLine(word) !== word))
    return 'a word is empty or contains hidden characters';
  return undefined;
}

/**
 * Whether a deny rule matches the words of a command. The folder of the program and options before the first argument of the
 * rule don't matter: `git push *` matches `/usr/bin/git -C folder push`.
 */
export function denies(rule: readonly string[], words: readonly string[]): boolean {
  if (denyRuleProblem(rule) !== undefined) return false;
  const [program = '', ...args] = literalPart(rule);
  const [actual = '', ...given] = words;
  if (program !== actual && getName(program) !== getName(actual)) return false;
  const isOpen = rule.at(-1) === ANY;
  return listStarts(args[0], given).some((start) => {
    const rest = given.slice(start);
    if (!args.every((word, index) => word === rest[index])) return false;
    return isOpen || rest.length === args.length;
  });
}

/** Where the arguments of the rule can start: at the first one, and after options with and without a value. */
function listStarts(first: string | undefined, given: readonly string[]): readonly number[] {
  const starts = [0];
  for (let at = 0; first !== undefined && at < given.length; at += 1) {
    const isOption = given[at]?.startsWith('-') === true;
    const isValue = at > 0 && given[at - 1]?.startsWith('-') === true;
    if (!isOption && !isValue) break;
    starts.push(at + 1);
  }
  return starts;
}

/** The name of a program without its folder, as Windows compares it. */
function getName(program: string): string {
  const name = program.split(/[\\/]/).at(-1) ?? program;
  return name.replace(/\.(exe|cmd|bat)$/i, '').toLowerCase();
}

function literalPart(words: readonly string[]): readonly string[] {
  return words.at(-1) === ANY ? words.slice(0, -1) : words;
}
