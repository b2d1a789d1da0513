// Profiles of options that print the version of a program.
import { defineProfile, type Profile } from '../define-profile.ts';

const FLAGS: Readonly<Record<string, readonly string[]>> = {
  node: ['-v', '--version'],
  npm: ['-v', '--version'],
  pnpm: ['-v', '--version'],
  yarn: ['-v', '--version'],
  git: ['--version', 'version'],
  python: ['-V', '--version'],
  python3: ['-V', '--version'],
  go: ['version'],
  cargo: ['-V', '--version'],
  rustc: ['-V', '--version'],
  make: ['-v', '--version'],
  docker: ['-v', '--version'],
  tsc: ['-v', '--version'],
  rg: ['-V', '--version'],
};

/** Print a version. */
export const VERSIONS: readonly Profile[] = Object.entries(FLAGS).flatMap(([program, flags]) =>
  flags.map((flag) => defineProfile({ command: `${program} ${flag}`, effect: 'prints' })),
);
