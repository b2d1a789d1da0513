// A profile: what is known about a program. Its options are those that affect only what it reads and prints; any other
// option, an abbreviation included, is outside the profile and requires approval.
import type { ParsedCall, ProfileWord } from './parsed-call.ts';

/** What an option's value is. A `file` is read; a `pattern` replaces the first operand. */
export type ValueKind = 'number' | 'text' | 'file' | 'pattern';

/** An option of a profile. */
export interface OptionRule {
  /** Absent: it takes no value. */
  readonly value?: ValueKind;
  /** A value is optional, and part of the same word. */
  readonly isOptional?: boolean;
}

/**
 * What a profiled command does: prints its arguments, reads files, asks the system, runs code of the project, or contacts
 * hosts. Only the first two run without a rule.
 */
export type ProfileEffect = 'prints' | 'reads' | 'asks-system' | 'builds' | 'contacts';

/** What follows the options. `pattern`: one pattern, then files. `revisions`: names of Git and files. */
export type OperandKind = 'none' | 'text' | 'files' | 'pattern' | 'revisions';

/** What is known about one command. */
export interface Profile {
  /** The program, with its subcommand. */
  readonly command: string;
  readonly words: readonly string[];
  readonly effect: ProfileEffect;
  readonly options: ReadonlyMap<string, OptionRule>;
  readonly operands: OperandKind;
  readonly maxOperands?: number;
  /** Options with which all operands are files, although the kind is `pattern`. */
  readonly withoutPattern?: readonly string[];
  /** An operand can name a part, as in `file::part`. */
  readonly namesParts?: boolean;
  /** Reads whole folders: a folder as operand, or the current one without an operand. */
  readonly isRecursive?: (call: ParsedCall) => boolean;
  /** Follows links within folders, so a folder as operand requires approval. */
  readonly followsLinks?: boolean;
  /** Why the call is outside the profile, although its options are in it. */
  readonly check?: (call: ParsedCall) => string | undefined;
  /** For commands whose arguments have a grammar of their own: replaces the parsing of options. */
  readonly read?: ((args: readonly ProfileWord[]) => ParsedCall | string) | undefined;
  /** What it runs, as a person would say it. */
  readonly runs?: string;
}

type Draft = Pick<Profile, 'command' | 'effect'> &
  Partial<Omit<Profile, 'command' | 'effect' | 'words' | 'options'>> & {
    /** Separated by spaces: `-abc` are letters, `-n=number` and `--lines=number` take a value, `--color[=text]` can take one, `-#` is any number. */
    readonly options?: string;
  };

/** Declares a profile. */
export function defineProfile({ options = '', operands = 'none', ...rest }: Draft): Profile {
  let parsed: ReadonlyMap<string, OptionRule> | undefined;
  return {
    ...rest,
    operands,
    words: rest.command.split(' '),
    // Read with the first use: most profiles are never needed.
    get options() {
      return (parsed ??= parseOptions(options));
    },
  };
}

function parseOptions(text: string): ReadonlyMap<string, OptionRule> {
  const rules = new Map<string, OptionRule>();
  for (const token of text.split(/\s+/).filter((word) => word !== '')) {
    const [, name = '', optional, required] = /^([^=[]+)(?:\[=(\w+)\]|=(\w+))?$/.exec(token) ?? [];
    const value = (optional ?? required) as ValueKind | undefined;
    const rule = { ...(value === undefined ? {} : { value }), ...(optional === undefined ? {} : { isOptional: true }) };
    const names =
      name.startsWith('--') || value !== undefined ? [name] : Array.from(name.slice(1), (letter) => `-${letter}`);
    for (const one of names) rules.set(one, rule);
  }
  return rules;
}
