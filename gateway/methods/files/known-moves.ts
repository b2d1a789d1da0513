// Moves that were made through Gatehouse. A watch sees a deletion and a new entry; together they are one move.
import type { FileChange } from '#contract/types/files.ts';

/** Moves remembered per workspace until a watch reports them. */
const MAX_MOVES = 100;

/** Remembers moves. */
export class KnownMoves {
  readonly #byWorkspace = new Map<string, Map<string, string>>();

  add(workspace: string, from: string, to: string): void {
    const moves = this.#byWorkspace.get(workspace) ?? new Map<string, string>();
    this.#byWorkspace.set(workspace, moves);
    moves.delete(to);
    moves.set(to, from);
    const [oldest] = moves.keys();
    if (moves.size > MAX_MOVES && oldest !== undefined) moves.delete(oldest);
  }

  /** The changes, with both halves of a known move merged. */
  apply(workspace: string, changes: readonly FileChange[]): readonly FileChange[] {
    const moves = this.#byWorkspace.get(workspace);
    if (moves === undefined) return changes;
    const gone = new Set(changes.flatMap(({ path, action }) => (action === 'deleted' ? [path] : [])));
    const moved = new Set<string>();
    const merged = changes.map((change): FileChange => {
      const from = change.action === 'created' ? moves.get(change.path) : undefined;
      if (from === undefined || !gone.has(from)) return change;
      moved.add(from);
      return { ...change, action: 'moved', from };
    });
    return merged.filter(({ path, action }) => action !== 'deleted' || !moved.has(path));
  }
}
