// Profile of Cargo.
import { defineProfile } from '../define-profile.ts';

const OPTIONS = `
  -qrv -j=number -p=text --all --all-features --all-targets --bins --color=text --doc --examples --exclude=text --features=text
  --frozen --jobs=number --keep-going --lib --locked --no-default-features --no-fail-fast --no-run --offline --package=text
  --quiet --release --test=text --tests --verbose --workspace
`;

/** Builds and tests a Rust project. `--config`, `--manifest-path`, and `--target-dir` are missing. */
export const CARGO = 'build check clippy test bench doc'.split(' ').map((command) =>
  defineProfile({
    command: `cargo ${command}`,
    effect: 'builds',
    operands: 'text',
    options: OPTIONS,
    runs: 'code of the project',
  }),
);
