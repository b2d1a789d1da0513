// Decisions of a person in a changes panel, which tell the result and offer to undo it.
import type { ChangedFile, ChangeOperation } from '#contract/types/changes.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import type { Changes } from './changes-store.ts';

/** Accepts or rejects files, or a part of one. */
export function decide(
  changes: Changes,
  kind: 'accept' | 'reject',
  files: readonly ChangedFile[],
  hunk?: string,
): void {
  attempt(t(`changes.${kind}Failed`), async () => {
    const operation = await changes.decide(kind, files, hunk);
    if (operation.state === 'waiting')
      offerUndo(changes, t(kind === 'accept' ? 'changes.willAccept' : 'changes.willReject'), operation);
    else offerUndo(changes, t(`changes.${kind}ed`, { count: operation.paths.length }), operation);
  });
}

/** Replaces the new lines of a part. Resolves when it is done. */
export async function saveEdit(changes: Changes, file: ChangedFile, hunk: string, text: string): Promise<void> {
  offerUndo(changes, t('changes.edited'), await changes.edit(file, hunk, text));
}

/** Undoes a decision. */
export function undo(changes: Changes, { id }: Pick<ChangeOperation, 'id'>): void {
  attempt(t('changes.undoFailed'), () => changes.undo(id));
}

function offerUndo(changes: Changes, title: string, operation: ChangeOperation): void {
  toast({ title, action: { label: t('controls.undo'), run: () => undo(changes, operation) } });
}
