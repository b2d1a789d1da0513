// Profile of `jq`.
import { defineProfile } from '../define-profile.ts';

/** Words of a program that read files, modules, or the environment. */
const REACHES_OUT = /\b(?:import|include|env|input_filename|get_search_list|debug|modulemeta)\b|\$ENV|\$__/;

/** Queries JSON. Options that read programs, modules, or other files are missing. */
export const JQ = defineProfile({
  command: 'jq',
  effect: 'reads',
  operands: 'pattern',
  options: `
    -acCejMnrRsS --ascii-output --color-output --compact-output --exit-status --indent=number --join-output
    --monochrome-output --null-input --raw-input --raw-output --seq --slurp --sort-keys --stream --tab
  `,
  check: ({ operands: [program] }) =>
    program === undefined || REACHES_OUT.test(program.text) ? 'its program can read more than its input' : undefined,
});
