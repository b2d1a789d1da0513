// The edits of a session, which the changes view shows if the workspace isn't a git repository.
import type { Item } from '#contract/sessions/session-view.ts';

/** One file with the diffs of all edits, oldest first. */
export interface EditedFile {
  readonly path: string;
  readonly status: 'added' | 'modified';
  readonly additions: number;
  readonly deletions: number;
  readonly patch: string;
}

/** Collects the finished edits of a transcript by file, in the order of the first edit. */
export function ownEdits(items: readonly Item[]): readonly EditedFile[] {
  const files = new Map<string, EditedFile>();
  for (const item of items) {
    if (item.kind !== 'assistant') continue;
    for (const call of item.calls) {
      const edit = call.state === 'done' ? toEdit(call.details) : undefined;
      if (edit !== undefined) files.set(edit.path, joined(files.get(edit.path), edit));
    }
  }
  return [...files.values()];
}

function toEdit(details: Readonly<Record<string, unknown>> | undefined): EditedFile | undefined {
  const { path, diff, added, removed, created } = details ?? {};
  if (typeof path !== 'string' || typeof diff !== 'string' || diff === '') return undefined;
  return {
    path,
    status: created === true ? 'added' : 'modified',
    additions: typeof added === 'number' ? added : 0,
    deletions: typeof removed === 'number' ? removed : 0,
    patch: diff,
  };
}

function joined(before: EditedFile | undefined, edit: EditedFile): EditedFile {
  if (before === undefined) return edit;
  return {
    ...before,
    additions: before.additions + edit.additions,
    deletions: before.deletions + edit.deletions,
    patch: `${before.patch.trimEnd()}\n${edit.patch}`,
  };
}
