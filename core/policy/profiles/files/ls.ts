// Profile of `ls`.
import { defineProfile } from '../define-profile.ts';

/** Lists files. `-L` and `-H` are missing because they follow links. */
export const LS = defineProfile({
  command: 'ls',
  effect: 'reads',
  operands: 'files',
  options: `
    -aAbBcCdfFgGhiklmnNopqQrRsStuUvxXZ1 -I=text -w=number -T=number --all --almost-all --author --classify[=text]
    --color[=text] --directory --escape --format=text --full-time --group-directories-first --hide=text --human-readable
    --ignore=text --ignore-backups --indicator-style=text --inode --literal --no-group --numeric-uid-gid --quote-name
    --recursive --reverse --si --size --sort=text --time=text --time-style=text --width=number --zero
  `,
});
