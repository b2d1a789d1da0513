// Asks for the name of a new file or folder, or for a new name.
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import type { Files } from './files-store.ts';
import { baseName, joinPath, nameProblem, parentFolder } from './tree.ts';

/** The file or folder to name. */
export type NameTask =
  | { readonly kind: 'file' | 'folder'; readonly folder: string }
  | { readonly kind: 'rename'; readonly path: string };

interface NameDialogProps {
  readonly task: NameTask;
  readonly files: Files;
  readonly onClose: () => void;
}

/** Carries out the task; stays open with the error if it fails. */
export function NameDialog({ task, files, onClose }: NameDialogProps) {
  const [name, setName] = useState(task.kind === 'rename' ? baseName(task.path) : '');
  const [touched, setTouched] = useState(false);
  const folder = task.kind === 'rename' ? parentFolder(task.path) : task.folder;
  const siblings = (files.store.getState().tree.folders[folder] ?? []).map((entry) => entry.name);
  const problem =
    task.kind === 'rename' && name === baseName(task.path) ? t('files.name.same') : nameProblem(name, siblings);
  const submit = async () => {
    setTouched(true);
    if (problem !== undefined) return false;
    await carryOut(task, files, joinPath(folder, name.trim()));
    return true;
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t(`files.name.${task.kind}`)}
      size="sm"
      submit={t(`files.name.create.${task.kind}`)}
      onSubmit={submit}
    >
      <TextField
        label={t('files.name.label')}
        hint={folder === '' ? t('files.name.inRoot') : t('files.name.in', { folder })}
        error={touched ? problem : undefined}
        autoFocus
        value={name}
        onChange={setName}
      />
    </FormDialog>
  );
}

async function carryOut(task: NameTask, files: Files, path: string): Promise<void> {
  switch (task.kind) {
    case 'file':
      await files.createFile(path);
      return files.openFile(path);
    case 'folder':
      return files.createFolder(path);
    case 'rename':
      return files.rename(task.path, path);
  }
}
