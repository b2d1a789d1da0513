// Profiles of programs that print checksums.
import { defineProfile } from '../define-profile.ts';

/** Prints checksums. `-c` is missing because it reads a list of other files. */
export const CHECKSUMS = ['md5sum', 'sha1sum', 'sha224sum', 'sha256sum', 'sha384sum', 'sha512sum', 'b2sum'].map(
  (command) =>
    defineProfile({ command, effect: 'reads', operands: 'files', options: '-btz --binary --tag --text --zero' }),
);

/** The POSIX checksum. */
export const CKSUM = defineProfile({ command: 'cksum', effect: 'reads', operands: 'files' });
