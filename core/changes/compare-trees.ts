// Compares two snapshots, and counts the changed lines of each file.
import { MAX_COMPARED_BYTES } from '#contract/types/changes.ts';
import type { FileVersion, Snapshots, TreeChange, TreeDifference } from '../ports/snapshots.ts';
import type { FileSide } from './file-parts.ts';
import { countLines, UNDIVIDED, type Counts } from './track-files.ts';

/** Files whose contents are in memory at the same time. */
const BATCH = 128;

/** What differs between two trees. */
export async function compareTrees(
  snapshots: Pick<Snapshots, 'compare' | 'read'>,
  before: string,
  after: string,
  signal: AbortSignal,
): Promise<readonly TreeChange[]> {
  const found = await snapshots.compare(before, after, signal);
  const changes: TreeChange[] = [];
  for (let at = 0; at < found.length; at += BATCH) {
    const files = found.slice(at, at + BATCH);
    const ids = files.flatMap((file) => [file.before?.id ?? [], file.after?.id ?? []].flat());
    const texts = await snapshots.read(ids, signal, MAX_COMPARED_BYTES);
    changes.push(...files.map((file) => ({ ...file, ...count(file, texts) })));
  }
  return changes;
}

/** Contents that are too large aren't read. */
function count({ before, after }: TreeDifference, texts: ReadonlyMap<string, string>): Counts {
  const isMissing = (version: FileVersion | undefined): boolean => version !== undefined && !texts.has(version.id);
  if (isMissing(before) || isMissing(after)) return UNDIVIDED;
  return countLines(toSide(before, texts), toSide(after, texts));
}

function toSide(version: FileVersion | undefined, texts: ReadonlyMap<string, string>): FileSide {
  return version === undefined ? undefined : { mode: version.mode, text: texts.get(version.id) ?? '' };
}
