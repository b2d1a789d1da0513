// Profile of Cargo.
import { defineProfile, type Profile } from '../define-profile.ts';
import { parseCall } from '../parse-call.ts';
import type { ParsedCall, ProfileWord } from '../parsed-call.ts';

const OPTIONS = `
  -qrv -j=number -p=text --all --all-features --all-targets --bench=text --benches --bin=text --bins --color=text --doc
  --example=text --examples --exclude=text --features=text --frozen --jobs=number --keep-going --lib --locked --no-default-features
  --no-fail-fast --no-run --offline --package=text --quiet --release --test=text --tests --verbose --workspace
`;

/** Arguments of the test program. `--logfile` is missing. */
const HARNESS =
  /^(?:--(?:nocapture|no-capture|show-output|ignored|include-ignored|exact|list|quiet|test-threads=\d+)|-q|[A-Za-z_]\w*(?:::\w+)*)$/;
/** Levels of lints. Other options of the compiler choose what it starts and writes. */
const LINT = /^(?:-[DWAF](?:[a-z][\w-]*(?:::[\w-]+)?)?|[a-z][\w-]*(?:::[\w-]+)?)$/;

const AFTER_DASHES: Readonly<Record<string, RegExp>> = { test: HARNESS, bench: HARNESS, clippy: LINT };

/** Builds and tests. `--config`, `--manifest-path`, and `--target-dir` are missing. */
const BUILDS: readonly Profile[] = 'build check clippy test bench doc'.split(' ').map((sub) => {
  const plain = defineProfile({ command: `cargo ${sub}`, effect: 'builds', operands: 'text', options: OPTIONS });
  return { ...plain, namesParts: true, runs: "the project's code", read: (args) => readCargo(plain, sub, args) };
});

/** Compares the format. Without `--check`, it writes. */
const FORMAT = defineProfile({
  command: 'cargo fmt',
  effect: 'builds',
  options: '-qv --all --check --quiet --verbose',
  check: ({ options }) => (options.some(({ name }) => name === '--check') ? undefined : '"cargo fmt" changes files'),
});

/** Commands for a Rust project. */
export const CARGO: readonly Profile[] = [...BUILDS, FORMAT];

function readCargo(profile: Profile, sub: string, args: readonly ProfileWord[]): ParsedCall | string {
  const end = args.findIndex(({ text }) => text === '--');
  const after = end < 0 ? [] : args.slice(end + 1);
  const other = after.find(({ text, isPattern }) => isPattern || AFTER_DASHES[sub]?.test(text) !== true);
  if (other !== undefined) return `the argument "${other.text}" after -- can do more than build or test`;
  return parseCall(profile, end < 0 ? args : args.slice(0, end));
}
