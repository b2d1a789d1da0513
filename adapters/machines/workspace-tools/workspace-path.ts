// Splits paths without accessing the disk.
import { takeStart } from '#contract/types/truncate-text.ts';
import path from 'node:path';
import { outside } from './file-failure.ts';

const MAX_PATH_CHARS = 4096;

/** Splits a path below the workspace; empty for the workspace itself. `roots` are spellings of its absolute path. @throws {FileError} */
export function splitPath(asked: string, roots: readonly string[], separator: string = path.sep): readonly string[] {
  if (asked.includes('\0') || asked.length > MAX_PATH_CHARS) throw outside(takeStart(asked, 80));
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

/** Streams, drives, and device names don't open a file of the folder. */
function isWindowsDevice(part: string): boolean {
  return part.includes(':') || /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i.test(part) || /[ .]$/.test(part);
}

/** Whether a path is in Git's folder, in any spelling of the file system. Files there could later run as code. */
export function isControlPath(parts: readonly string[]): boolean {
  return parts.some((part) => {
    const plain = part
      .toLowerCase()
      .normalize('NFKC')
      .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g, '');
    return plain === '.git' || plain === 'git~1';
  });
}

/**
 * Whether a link can lead elsewhere than the text of its target says: the system goes through a folder that can be a link before it
 * goes back, and a name that isn't valid text is another one than the text that was read.
 */
export function isUnclearTarget(target: string): boolean {
  const parts = target.split(/[\\/]/);
  const first = parts.findIndex((part) => !['', '.', '..'].includes(part));
  return target.includes('\ufffd') || (first >= 0 && parts.slice(first).includes('..'));
}
