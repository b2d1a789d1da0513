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

/** Joins `--raw -z --numstat` output with the patch text of the same diff, which has the same order. */
export function parseDiff(nameStatus: string, numstat: string, patch: string): readonly FileDiff[] {
  const counts = parseCounts(numstat);
  const patches = splitPatches(patch);
  return parseNames(nameStatus).map((file, index) => {
    const count = counts.get(file.path) ?? { additions: 0, deletions: 0, binary: false };
    const text = patches[index];
    const { additions, deletions } = count;
    if (count.binary || text === undefined)
      return { ...file, additions, deletions, ...(count.binary ? { binary: true } : {}) };
    const isLong = text.length > MAX_PATCH_CHARS;
    return {
      ...file,
      additions,
      deletions,
      patch: isLong ? text.slice(0, text.lastIndexOf('\n', MAX_PATCH_CHARS) + 1) : text,
      ...(isLong ? { truncated: true } : {}),
    };
  });
}

type Named = Pick<FileDiff, 'path' | 'oldPath' | 'status'>;

/** `--name-status -z`: a letter, then one path, or two for renames and copies. */
function parseNames(text: string): readonly Named[] {
  const fields = text.split('\0');
  const files: Named[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const letter = fields[at]?.[0] ?? '';
    const first = fields[at + 1] ?? '';
    const second = fields[at + 2] ?? '';
    if (letter === 'R' || letter === 'C') {
      files.push(
        letter === 'R' ? { path: second, oldPath: first, status: 'renamed' } : { path: second, status: 'added' },
      );
      at += 3;
    } else {
      files.push({ path: first, status: letter === 'A' ? 'added' : letter === 'D' ? 'deleted' : 'modified' });
      at += 2;
    }
  }
  return files;
}

interface Count {
  readonly additions: number;
  readonly deletions: number;
  readonly binary: boolean;
}

/** `--numstat -z`: `added TAB deleted TAB path`, or an empty path and then old and new. */
function parseCounts(text: string): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>();
  const fields = text.split('\0');
  for (let at = 0; at < fields.length; at += 1) {
    const [added, deleted, ...rest] = (fields[at] ?? '').split('\t');
    if (added === undefined || deleted === undefined) continue;
    const inline = rest.join('\t');
    const path = inline === '' ? fields[(at += 2)] : inline;
    if (path !== undefined)
      counts.set(path, { additions: Number(added) || 0, deletions: Number(deleted) || 0, binary: added === '-' });
  }
  return counts;
}

/** Content lines start with a space, `+`, `-` or `\`, so this header can't be content. */
function splitPatches(text: string): readonly string[] {
  return text.split(/^(?=diff --git )/m).filter((part) => part.startsWith('diff --git '));
}

/** A file that git does not know yet, as a patch that adds it. */
export function untrackedDiff(path: string, text: string | undefined, isWhole: boolean): FileDiff {
  if (text === undefined)
    return {
      path,
      status: 'added',
      additions: 0,
      deletions: 0,
      untracked: true,
      ...(isWhole ? { binary: true } : { truncated: true }),
    };
  const { text: hunk, added } = unifiedDiff(path, '', text);
  const patch = `diff --git a/${path} b/${path}\nnew file mode 100644\n${hunk}`;
  return { path, status: 'added', additions: added, deletions: 0, untracked: true, patch };
}
