// Profile of `find`.
import { defineProfile } from '../define-profile.ts';
import type { ProfileWord } from '../parsed-call.ts';
import type { ParsedCall } from '../parsed-call.ts';

const TESTS = new Set(
  `! ( ) , -not -a -and -o -or -daystart -depth -mount -xdev -noleaf -empty -executable -readable -writable -false -true
  -nogroup -nouser -print -print0 -prune -ls -quit -ignore_readdir_race -noignore_readdir_race`.split(/\s+/),
);
/** Tests and actions with a value that can't name a file to write or a program to run. */
const WITH_VALUE = new Set(
  `-amin -atime -cmin -ctime -gid -group -iname -inum -ipath -iregex -links -maxdepth -mindepth -mmin -mtime -name -path -perm
  -printf -regex -regextype -size -type -uid -used -user -wholename -iwholename -xtype -lname -ilname -newermt`.split(
    /\s+/,
  ),
);
const WITH_FILE = new Set(['-newer', '-anewer', '-cnewer', '-samefile']);

/** Lists files. Actions that run, delete, or write (`-exec`, `-ok`, `-delete`, `-fprint`) are missing, and `-L` too. */
export const FIND = defineProfile({ command: 'find', effect: 'reads', operands: 'files', read });

function read(args: readonly ProfileWord[]): ParsedCall | string {
  const start = args.findIndex(({ text }) => /^[-!(),]/.test(text));
  const operands = start < 0 ? args : args.slice(0, start);
  const files = [...operands];
  const expression = start < 0 ? [] : args.slice(start);
  for (let at = 0; at < expression.length; at += 1) {
    const { text, isPattern } = expression[at] ?? { text: '', isPattern: false };
    if (isPattern) return 'a file pattern can become other arguments';
    if (TESTS.has(text)) continue;
    const value = expression[at + 1];
    const isFile = WITH_FILE.has(text);
    if (!isFile && !WITH_VALUE.has(text)) return `the action "${text}" of "find" can do more than list files`;
    if (value === undefined) return `"${text}" has no value`;
    if (value.isPattern) return 'a file pattern can become other arguments';
    if (isFile) files.push(value);
    at += 1;
  }
  return { options: [], operands, files };
}
