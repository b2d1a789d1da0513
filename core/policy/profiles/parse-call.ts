// Separates the options of a call from its operands, as `getopt_long` does, but without abbreviations.
import type { OperandKind, OptionRule, Profile } from './define-profile.ts';
import type { CallOption, ParsedCall, ProfileWord } from './parsed-call.ts';

/** Numbers, with a sign and a unit. */
const NUMBER = /^[+-]?\d{1,15}(?:\.\d{1,6})?[A-Za-z]{0,3}$/;

/** The arguments of a call, or why they are outside the profile, as part of a sentence. */
export function parseCall(profile: Profile, args: readonly ProfileWord[]): ParsedCall | string {
  const read = profile.read === undefined ? readArguments(profile, args) : profile.read(args);
  if (typeof read === 'string') return read;
  if (profile.maxOperands !== undefined && read.operands.length > profile.maxOperands)
    return `"${profile.command}" has too many arguments`;
  return profile.check?.(read) ?? read;
}

function readArguments(profile: Profile, args: readonly ProfileWord[]): ParsedCall | string {
  const options: CallOption[] = [];
  const operands: ProfileWord[] = [];
  const files: ProfileWord[] = [];
  let hasEnded = false;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at];
    if (word === undefined) break;
    const { text } = word;
    if (hasEnded || text === '-' || !text.startsWith('-')) operands.push(word);
    else if (text === '--') hasEnded = true;
    else {
      const found = text.startsWith('--')
        ? readLong(profile, text, args[at + 1])
        : readShort(profile, text, args[at + 1]);
      if (typeof found === 'string') return found;
      options.push(...found.options);
      if (found.file !== undefined) files.push({ text: found.file, isPattern: false });
      if (found.usesNext) at += 1;
    }
  }
  return collect(profile.operands, profile.command, { options, operands, files }, hasPattern(profile, options));
}

function hasPattern({ options: rules, withoutPattern = [] }: Profile, options: readonly CallOption[]): boolean {
  return options.some(({ name }) => rules.get(name)?.value === 'pattern' || withoutPattern.includes(name));
}

/** Sorts the operands into text and files. */
function collect(kind: OperandKind, command: string, call: ParsedCall, isPatternGiven: boolean): ParsedCall | string {
  const { operands, files } = call;
  const texts = kind === 'text' ? operands : kind === 'pattern' && !isPatternGiven ? operands.slice(0, 1) : [];
  const rest = kind === 'text' ? [] : operands.slice(texts.length);
  if (kind === 'none' && operands.length > 0) return `"${command}" takes no "${operands[0]?.text ?? ''}"`;
  if (texts.some(({ isPattern }) => isPattern)) return 'a file pattern can become other arguments';
  return { ...call, files: [...files, ...rest.filter(({ text }) => text !== '-')] };
}

interface Found {
  readonly options: readonly CallOption[];
  readonly file?: string;
  readonly usesNext?: boolean;
}

function readLong(profile: Profile, text: string, next: ProfileWord | undefined): Found | string {
  const equals = text.indexOf('=');
  const name = equals < 0 ? text : text.slice(0, equals);
  const rule = profile.options.get(name);
  if (rule === undefined) return describeUnknown(profile, name);
  if (equals >= 0)
    return rule.value === undefined ? `the option "${name}" takes no value` : give(rule, name, text.slice(equals + 1));
  if (rule.value === undefined || rule.isOptional === true) return { options: [{ name }] };
  return takeNext(rule, name, next, []);
}

function readShort(profile: Profile, text: string, next: ProfileWord | undefined): Found | string {
  if (/^-\d+$/.test(text) && profile.options.has('-#')) return { options: [{ name: '-#', value: text.slice(1) }] };
  const before: CallOption[] = [];
  const letters = Array.from(text.slice(1));
  for (const [at, letter] of letters.entries()) {
    const name = `-${letter}`;
    const rule = profile.options.get(name);
    if (rule === undefined) return describeUnknown(profile, name);
    const rest = letters.slice(at + 1).join('');
    if (rule.value === undefined || (rule.isOptional === true && rest === '')) before.push({ name });
    else if (rest === '') return takeNext(rule, name, next, before);
    else {
      const given = give(rule, name, rest);
      return typeof given === 'string' ? given : { ...given, options: [...before, ...given.options] };
    }
  }
  return { options: before };
}

function takeNext(
  rule: OptionRule,
  name: string,
  next: ProfileWord | undefined,
  before: readonly CallOption[],
): Found | string {
  if (next === undefined) return `the option "${name}" has no value`;
  if (next.isPattern) return 'a file pattern can become other arguments';
  const given = give(rule, name, next.text);
  return typeof given === 'string' ? given : { ...given, options: [...before, ...given.options], usesNext: true };
}

function give({ value: kind }: OptionRule, name: string, value: string): Found | string {
  if (kind === 'number' && !NUMBER.test(value)) return `the value of "${name}" is not a number`;
  return { options: [{ name, value }], ...(kind === 'file' ? { file: value } : {}) };
}

function describeUnknown({ command, effect }: Profile, name: string): string {
  const more = effect === 'builds' || effect === 'contacts' ? 'change what it runs or writes' : 'do more than read';
  return `the option "${name}" of "${command}" can ${more}`;
}
