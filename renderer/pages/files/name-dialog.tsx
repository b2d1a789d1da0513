// Asks for a name: of a new file, a new folder, or a new name.
import { useState } from 'react';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, TextInput } from '../../design/field.tsx';
import type { Files } from './files-store.ts';
import { baseName, joinPath, nameProblem, parentOf } from './tree.ts';

/** What the name is for. */
export type NameTask =
  | { readonly kind: 'file' | 'folder'; readonly folder: string }
  | { readonly kind: 'rename'; readonly path: string };

/** Does the task itself; stays open with the reason when it fails. */
export function NameDialog({
  task,
  files,
  onClose,
}: {
  readonly task: NameTask;
  readonly files: Files;
  readonly onClose: () => void;
}) {
  const [name, setName] = useState(task.kind === 'rename' ? baseName(task.path) : '');
  const [touched, setTouched] = useState(false);
  const [failure, setFailure] = useState('');
  const folder = task.kind === 'rename' ? parentOf(task.path) : task.folder;
  const siblings = (files.store.getState().tree.folders[folder] ?? []).map((entry) => entry.name);
  const problem =
    task.kind === 'rename' && name === baseName(task.path) ? 'This is its name already.' : nameProblem(name, siblings);
  const submit = async () => {
    setTouched(true);
    if (problem !== undefined) return;
    try {
      await carryOut(task, files, joinPath(folder, name.trim()));
      onClose();
    } catch (cause) {
      setFailure(cause instanceof Error ? cause.message : String(cause));
    }
  };
  const words = WORDS[task.kind];
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button look="primary" onClick={() => void submit()}>
        {words.action}
      </Button>
    </>
  );
  const error = failure !== '' ? failure : touched ? problem : undefined;
  return (
    <Dialog open onClose={onClose} title={words.title} size="sm" footer={footer}>
      <Field label="Name" hint={folder === '' ? 'In the workspace folder' : `In ${folder}`} error={error}>
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              setFailure('');
            }}
            onKeyDown={(event) => (event.key === 'Enter' ? void submit() : undefined)}
          />
        )}
      </Field>
    </Dialog>
  );
}

const WORDS = {
  file: { title: 'New file', action: 'Create file' },
  folder: { title: 'New folder', action: 'Create folder' },
  rename: { title: 'Rename', action: 'Rename' },
} as const;

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
