// What a path means, before the disk is asked: its parts below the workspace, or a refusal.
import path from 'node:path';
import { outside } from './file-failure.ts';

const MAX_PATH_CHARS = 4096;

/** Parts of `asked` below the workspace; none for the workspace itself. `roots` are the spellings of its absolute path. @throws {FileError} */
export function partsOf(asked: string, roots: readonly string[], separator: string = path.sep): readonly string[] {
  if (asked.includes('\0') || asked.length > MAX_PATH_CHARS) throw outside(asked.slice(0, 80));
  const rules = separator === '\\' ? path.win32 : path.posix;
  const below = rules.isAbsolute(asked) ? belowRoot(rules.normalize(asked), roots, rules) : asked;
  if (below === undefined) throw outside(asked);
  const parts = rules
    .normalize(below)
    .split(rules.sep)
    .filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || (separator === '\\' && parts.some(isWindowsDevice))) throw outside(asked);
  return parts;
}

function belowRoot(absolute: string, roots: readonly string[], rules: path.PlatformPath): string | undefined {
  for (const root of roots) {
    const relative = rules.relative(root, absolute);
    if (relative === '') return '.';
    if (relative !== '..' && !relative.startsWith(`..${rules.sep}`) && !rules.isAbsolute(relative)) return relative;
  }
  return undefined;
}

/** Streams, drives and device names: they open something that is not a file of this folder. */
function isWindowsDevice(part: string): boolean {
  return part.includes(':') || /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i.test(part) || /[ .]$/.test(part);
}

/** The file system's own spelling of git's folder, as writing to it could run code later. */
export function isControlPath(parts: readonly string[]): boolean {
  return parts.some((part) => {
    const plain = part
      .toLowerCase()
      .normalize('NFKC')
      .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g, '');
    return plain === '.git' || plain === 'git~1';
  });
}
