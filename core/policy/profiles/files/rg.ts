// Profile of `rg`.
import { defineProfile } from '../define-profile.ts';

/**
 * Searches a folder. Options that run a program (`--pre`, `--search-zip`, `--hostname-bin`), follow links, read other files, or
 * search hidden ones are missing.
 */
export const RG = defineProfile({
  command: 'rg',
  effect: 'reads',
  operands: 'pattern',
  isRecursive: () => true,
  withoutPattern: ['--files', '--type-list'],
  options: `
  -# -bcFHiIlnNopPqsSvwxU0 -A=number -B=number -C=number -d=number -E=text -e=pattern -g=text -j=number -m=number -M=number
  -r=text -t=text -T=text --after-context=number --before-context=number --byte-offset --case-sensitive --color=text
  --colors=text --column --context=number --context-separator=text --count --count-matches --crlf --encoding=text
  --fixed-strings --files --files-with-matches --files-without-match --glob=text --glob-case-insensitive --heading --iglob=text
  --ignore-case --include-zero --invert-match --json --line-number --line-regexp --max-columns=number
  --max-columns-preview --max-count=number --max-depth=number --max-filesize=text --multiline --multiline-dotall
  --no-column --no-config --no-filename --no-heading --no-line-number --no-messages --null --one-file-system
  --only-matching --passthru --pcre2 --pretty --quiet --regexp=pattern --replace=text --smart-case --sort=text
  --sortr=text --stats --text --threads=number --trim --type=text --type-add=text --type-list --type-not=text --vimgrep
  --with-filename --word-regexp
`,
});
