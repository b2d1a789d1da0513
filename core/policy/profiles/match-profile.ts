// Matches a command with its profile.
import type { Profile } from './define-profile.ts';
import type { ProfileWord } from './parsed-call.ts';
import { parseCall } from './parse-call.ts';
import type { ParsedCall } from './parsed-call.ts';
import { findProfile, hasProfiles } from './registry.ts';

/** A command within its profile, one outside it, or one of a program without any. */
export type ProfileMatch =
  | { readonly kind: 'inside'; readonly profile: Profile; readonly call: ParsedCall }
  /** `isOther`: the program has profiles, but this subcommand has none. */
  | { readonly kind: 'outside'; readonly problem: string; readonly isOther: boolean }
  | { readonly kind: 'unknown' };

/** Finds the profile of a command and checks its arguments. */
export function matchProfile(words: readonly ProfileWord[]): ProfileMatch {
  const [program] = words;
  const profile = findProfile(words.map(({ text }) => text));
  if (profile === undefined) {
    if (!hasProfiles(program?.text ?? '')) return { kind: 'unknown' };
    return {
      kind: 'outside',
      isOther: true,
      problem: `"${words
        .slice(0, 2)
        .map(({ text }) => text)
        .join(' ')}" can do more than read, and no rule covers it`,
    };
  }
  const call = parseCall(profile, words.slice(profile.words.length));
  return typeof call === 'string'
    ? { kind: 'outside', isOther: false, problem: call }
    : { kind: 'inside', profile, call };
}

/** Whether a command only reads and prints, with all of its arguments. */
export function isReader(words: readonly string[]): boolean {
  const match = matchProfile(words.map((text) => ({ text, isPattern: false })));
  return match.kind === 'inside' && (match.profile.effect === 'reads' || match.profile.effect === 'prints');
}
