// Profile of Go.
import { defineProfile } from '../define-profile.ts';
import { parseCall } from '../parse-call.ts';
import type { ParsedCall } from '../parsed-call.ts';
import type { Profile } from '../define-profile.ts';
import type { ProfileWord } from '../parsed-call.ts';

const OPTIONS = `
  -v --bench=text --benchmem --benchtime=text --count=number --cover --failfast --json --list=text --parallel=number --race
  --run=text --short --shuffle=text --skip=text --timeout=text --tags=text --x --n
`;

/** Builds and tests a Go project. `-exec`, `-toolexec`, `-o`, and flags of the compiler are missing. */
export const GO: readonly Profile[] = 'build test vet'.split(' ').map((command) => {
  const long = defineProfile({ command: `go ${command}`, effect: 'builds', operands: 'text', options: OPTIONS });
  return { ...long, runs: "the project's code", read: (args) => readGo(long, args) };
});

/** Go takes its long options with one dash. */
function readGo(profile: Profile, args: readonly ProfileWord[]): ParsedCall | string {
  const toLong = ({ text, isPattern }: ProfileWord) => ({
    text: /^-[a-z]{2,}(=|$)/.test(text) || /^-[xn]$/.test(text) ? `-${text}` : text,
    isPattern,
  });
  const call = parseCall({ ...profile, read: undefined }, args.map(toLong));
  // The option as it was written.
  if (typeof call === 'string') return call.replace('"--', '"-');
  return call.operands.some(({ text }) => text.endsWith('.go') || text.includes('@'))
    ? 'it names a file or version'
    : call;
}
