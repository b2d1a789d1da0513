// Git's machine-readable diff output as records.
import { unifiedDiff } from '#contract/types/unified-diff.ts';

const MAX_PATCH_CHARS = 200_000;

/** A file that differs. `patch` is unified diff text; absent for binary files, truncated when `truncated`. */
export interface FileDiff {
  readonly path: string;
  readonly oldPath?: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly additions: number;
  readonly deletions: number;
  readonly binary?: boolean;
  readonly untracked?: boolean;
  readonly patch?: string;
  readonly truncated?: boolean;
}

/** Joins the output of `--name-status -z`, `--numstat -z`, and `--patch` for the same diff, which list files in the same order. */
export function parseDiff(nameStatus: string, numstat: string, patch: string): readonly FileDiff[] {
  const counts = parseCounts(numstat);
  const patches = splitPatches(patch);
  return parseNames(nameStatus).map((file, index) => {
    const counted = { ...file, ...(counts.get(file.path) ?? { additions: 0, deletions: 0 }) };
    const patch = patches[index];
    if (counted.binary === true || patch === undefined) return counted;
    if (patch.length <= MAX_PATCH_CHARS) return { ...counted, patch };
    return { ...counted, patch: patch.slice(0, patch.lastIndexOf('\n', MAX_PATCH_CHARS) + 1), truncated: true };
  });
}

type Named = Pick<FileDiff, 'path' | 'oldPath' | 'status'>;

const STATUS: Readonly<Record<string, Named['status']>> = { A: 'added', D: 'deleted' };

/** `--name-status -z`: a letter, then one path, or two for renames and copies. */
function parseNames(text: string): readonly Named[] {
  const fields = text.split('\0');
  const files: Named[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const [letter = ' ', path = '', newPath = ''] = fields.slice(at, at + 3);
    if (letter.startsWith('R')) files.push({ path: newPath, oldPath: path, status: 'renamed' });
    else if (letter.startsWith('C')) files.push({ path: newPath, status: 'added' });
    else files.push({ path, status: STATUS[letter] ?? 'modified' });
    at += /^[RC]/.test(letter) ? 3 : 2;
  }
  return files;
}

type Count = Pick<FileDiff, 'additions' | 'deletions' | 'binary'>;

/** `--numstat -z`: `added TAB deleted TAB path`, or an empty path and then old and new. */
function parseCounts(text: string): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>();
  const fields = text.split('\0');
  for (let at = 0; at < fields.length; at += 1) {
    const [added, deleted, ...rest] = (fields[at] ?? '').split('\t');
    if (added === undefined || deleted === undefined) continue;
    const inline = rest.join('\t');
    const path = inline === '' ? fields[(at += 2)] : inline;
    if (path === undefined) continue;
    const binary = added === '-' ? { binary: true } : {};
    counts.set(path, { additions: Number(added) || 0, deletions: Number(deleted) || 0, ...binary });
  }
  return counts;
}

/**
 * One patch per file. Content lines start with a space, `+`, `-` or `\`, so the header can't be content, but content can contain
 * other line separators.
 */
function splitPatches(text: string): readonly string[] {
  const parts = text.split(/(?<![^\n])(?=diff --git )/).filter((part) => part.startsWith('diff --git '));
  // A file that became a link, or the other way round, is deleted and added.
  const byHeader = Map.groupBy(parts, (part) => part.slice(0, part.indexOf('\n')));
  return [...byHeader.values()].map((patches) => patches.join(''));
}

/** An untracked file as a patch that adds it. */
export function untrackedDiff(path: string, text: string | undefined, isWhole: boolean): FileDiff {
  const file = { path, status: 'added', additions: 0, deletions: 0, untracked: true } as const;
  if (text === undefined) return { ...file, ...(isWhole ? { binary: true } : { truncated: true }) };
  const { text: hunk, added } = unifiedDiff(path, '', text);
  const patch = `diff --git a/${path} b/${path}\nnew file mode 100644\n${hunk}`;
  return { ...file, additions: added, patch };
}
