// Decisions of a person in a changes panel, which tell the result and offer to undo it.
import type { ChangedFile, ChangeOperation } from '#contract/types/changes.ts';
import type { RequestError } from '#contract/wire/client-api.ts';
import { formatList } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import { asRequestError } from '../../state/resource.ts';
import type { Changes } from './changes-store.ts';

/** Files that a message names. */
const MAX_NAMED = 3;

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

/** Undoes a decision. Where files were edited since, it offers to overwrite them. */
export function undo(changes: Changes, { id }: Pick<ChangeOperation, 'id'>): void {
  attempt(t('changes.undoFailed'), () =>
    changes.undo(id).catch((cause: unknown) => {
      const paths = findEdited(asRequestError(cause));
      if (paths === undefined) throw cause;
      const run = () => attempt(t('changes.undoFailed'), () => changes.undo(id, paths));
      const title = t('changes.undoBlocked', { count: paths.length, paths: formatList(paths.slice(0, MAX_NAMED)) });
      toast({ title, tone: 'bad', action: { label: t('changes.undoOverwrite'), run } });
    }),
  );
}

function findEdited({ details }: RequestError): string[] | undefined {
  const { code, paths } = details;
  return code === 'CHANGES_UNDECIDED' && Array.isArray(paths)
    ? paths.filter((path) => typeof path === 'string')
    : undefined;
}

/** What a decision did, as a title: with the name of the file if there is only one. */
export function describeOperation({ kind, paths }: ChangeOperation): string {
  return t(`changes.did.${kind}`, { count: paths.length, path: paths[0]?.split('/').at(-1) ?? '' });
}

function offerUndo(changes: Changes, title: string, operation: ChangeOperation): void {
  toast({ title, action: { label: t('controls.undo'), run: () => undo(changes, operation) } });
}
