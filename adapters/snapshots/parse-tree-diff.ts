// The output of `git diff-tree --raw --numstat -z` as records.
import type { FileMode } from '#contract/types/changes.ts';
import type { FileVersion, TreeChange } from '#core/ports/snapshots.ts';

const NO_MODE = '000000';

/** Joins both lists, which have the files in the same order. */
export function parseTreeDiff(output: string): readonly TreeChange[] {
  const fields = output.split('\0');
  const raw: Omit<TreeChange, 'additions' | 'deletions'>[] = [];
  let at = 0;
  while (fields[at]?.startsWith(':') === true) {
    const [oldMode = '', newMode = '', oldId = '', newId = '', status = ''] = (fields[at] ?? '').slice(1).split(' ');
    const isRename = /^[RC]/.test(status);
    const [first = '', second = ''] = fields.slice(at + 1, at + 3);
    const before = toVersion(oldMode, oldId);
    const after = toVersion(newMode, newId);
    raw.push({
      path: isRename ? second : first,
      ...(status.startsWith('R') ? { oldPath: first } : {}),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
    at += isRename ? 3 : 2;
  }
  return raw.map((change) => {
    const [added = '', deleted = '', name = ''] = (fields[at] ?? '').split('\t');
    at += name === '' ? 3 : 1;
    if (added === '-') return { ...change, additions: 0, deletions: 0, binary: true };
    return { ...change, additions: Number(added), deletions: Number(deleted) };
  });
}

function toVersion(mode: string, id: string): FileVersion | undefined {
  return mode === NO_MODE ? undefined : { mode: toMode(mode), id };
}

/** The index has no others, because repositories inside a folder are added file by file. */
function toMode(mode: string): FileMode {
  return mode === '100755' || mode === '120000' ? mode : '100644';
}
