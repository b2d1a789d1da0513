// What snapshots don't contain, and decisions that couldn't be applied.
import type { ChangesList, ChangesNote } from '#contract/types/changes.ts';
import { formatList } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

/** Above the files. */
export function ChangesNotes({
  list: { notes, operations },
}: {
  readonly list: Pick<ChangesList, 'notes' | 'operations'>;
}) {
  const [last] = operations;
  const conflict = last?.state === 'conflict' ? [t('changes.conflictOf', { problem: last.problem ?? '' })] : [];
  const texts = [...conflict, ...notes.map(describeNote)];
  if (texts.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 border-b border-line bg-warn-soft px-3 py-2 text-xs">
      {texts.map((text) => (
        <li key={text} className="wrap-anywhere">
          {text}
        </li>
      ))}
    </ul>
  );
}

/** A note as a sentence. */
export function describeNote(note: ChangesNote): string {
  switch (note.kind) {
    case 'failed':
      return t('changes.note.failed', { message: note.message });
    case 'shared':
    case 'interrupted':
      return t(`changes.note.${note.kind}`);
    case 'gap':
      return t(`changes.note.${note.reason}`, { count: note.count, paths: formatList(note.paths) });
  }
}
