// The rules of `.gitignore` files. The last matching rule decides; a deeper file overrides a higher one.
import { compileGlob } from './glob.ts';
import { TRASH_FOLDER } from './trash.ts';

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly foldersOnly: boolean;
  readonly keep: boolean;
}

/** The rules of one ignore file, for paths below its folder. */
export type IgnoreRules = readonly Rule[];

const MAX_RULES = 2000;
const MAX_LINE_CHARS = 500;
/** Never searched: history, installed packages, and deleted files. */
const ALWAYS_SKIPPED = new Set(['.git', 'node_modules', TRASH_FOLDER]);

/** Whether a name is skipped regardless of ignore files. */
export function isAlwaysSkipped(name: string): boolean {
  return ALWAYS_SKIPPED.has(name);
}

/** Parses an ignore file. */
export function parseIgnoreRules(text: string): IgnoreRules {
  const lines = text.split(/\r?\n/, MAX_RULES);
  return lines.map(parseRule).filter((rule) => rule !== undefined);
}

function parseRule(line: string): Rule | undefined {
  let pattern = line.length > MAX_LINE_CHARS ? '' : trimEnd(line);
  if (pattern === '' || pattern.startsWith('#')) return undefined;
  const keep = pattern.startsWith('!');
  if (keep) pattern = pattern.slice(1);
  const foldersOnly = pattern.endsWith('/');
  if (foldersOnly) pattern = pattern.slice(0, -1);
  if (pattern === '') return undefined;
  return { matches: compileGlob(pattern, { nobrace: true }), foldersOnly, keep };
}

/** Trailing spaces don't count unless the last one is escaped. */
function trimEnd(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ' && line[end - 2] !== '\\') end -= 1;
  return line.slice(0, end);
}

/** The decision of the rules on `path`, relative to their folder; undefined if no rule matches. */
export function judge(rules: IgnoreRules, path: string, isFolder: boolean): 'ignored' | 'kept' | undefined {
  for (let index = rules.length - 1; index >= 0; index -= 1) {
    const rule = rules[index];
    if (rule === undefined || (rule.foldersOnly && !isFolder)) continue;
    if (rule.matches(path)) return rule.keep ? 'kept' : 'ignored';
  }
  return undefined;
}
