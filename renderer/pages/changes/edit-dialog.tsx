// Edits the new lines of a part.
import { useState } from 'react';
import type { ChangedFile, ChangeHunk } from '#contract/types/changes.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import type { Changes } from './changes-store.ts';
import { saveEdit } from './decisions.ts';

const MIN_ROWS = 4;
const MAX_ROWS = 20;

interface EditDialogProps {
  readonly changes: Changes;
  readonly file: ChangedFile;
  readonly part: ChangeHunk;
  readonly onClose: () => void;
}

/** Open while mounted. */
export function EditDialog({ changes, file, part, onClose }: EditDialogProps) {
  const before = part.newLines.join('').replaceAll('\r\n', '\n');
  const [text, setText] = useState(before);
  const rows = Math.min(MAX_ROWS, Math.max(MIN_ROWS, part.newLines.length + 1));
  return (
    <FormDialog
      open
      title={t('changes.editTitle')}
      description={file.path}
      size="lg"
      submit={t('controls.save')}
      onSubmit={() => saveEdit(changes, file, part.id, text)}
      onClose={onClose}
    >
      <TextField
        label={t('changes.editLines')}
        value={text}
        rows={rows}
        onChange={setText}
        inputClassName="font-mono"
      />
    </FormDialog>
  );
}
