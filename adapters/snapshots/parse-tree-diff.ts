// The output of `git diff-tree --raw -z` as records.
import type { FileMode } from '#contract/types/changes.ts';
import type { FileVersion, TreeDifference } from '#core/ports/snapshots.ts';

const NO_MODE = '000000';

/** The files that differ. */
export function parseTreeDiff(output: string): readonly TreeDifference[] {
  const fields = output.split('\0');
  const found: TreeDifference[] = [];
  for (let at = 0; fields[at]?.startsWith(':') === true;) {
    const [oldMode = '', newMode = '', oldId = '', newId = '', status = ''] = (fields[at] ?? '').slice(1).split(' ');
    const isRename = /^[RC]/.test(status);
    const [first = '', second = ''] = fields.slice(at + 1, at + 3);
    const before = toVersion(oldMode, oldId);
    const after = toVersion(newMode, newId);
    found.push({
      path: isRename ? second : first,
      ...(status.startsWith('R') ? { oldPath: first } : {}),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
    });
    at += isRename ? 3 : 2;
  }
  return found;
}

function toVersion(mode: string, id: string): FileVersion | undefined {
  return mode === NO_MODE ? undefined : { mode: toMode(mode), id };
}

/** The index has no others, because repositories inside a folder are added file by file. */
function toMode(mode: string): FileMode {
  return mode === '100755' || mode === '120000' ? mode : '100644';
}
