// Profile of pytest, run by Python.
import { defineProfile } from '../define-profile.ts';

const OPTIONS = `
  -lqsvx -k=text -m=text -r=text --capture=text --co --color=text --collect-only --durations=number --exitfirst --failed-first
  --ff --last-failed --lf --maxfail=number --no-header --no-summary --quiet --showlocals --strict-markers --tb=text
  --verbose
`;

/** Runs tests. `-p` and `-c` load other code. */
export const PYTEST = ['pytest', 'python -m pytest', 'python3 -m pytest'].map((command) =>
  defineProfile({
    command,
    effect: 'builds',
    operands: 'files',
    options: OPTIONS,
    namesParts: true,
    runs: "the project's tests",
  }),
);
