// The open file: reads it, saves it against its hash, and notices when somebody else wrote it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/client-api.ts';
import type { MethodResult } from '#contract/methods.ts';
import { asRequestError } from '../../state/resource.ts';
import { hasUnsaved, openEdit, stepEdit, type EditEvent, type EditState } from './edit-session.ts';

/** What can be shown of a file. */
export type FileView =
  | { readonly kind: 'text' }
  | { readonly kind: 'image'; readonly source: string }
  | { readonly kind: 'binary'; readonly size: number; readonly mimeType: string };

/** State of an open file: how it is shown, and the text being edited. */
export interface OpenFileState {
  readonly view: FileView;
  readonly edit: EditState;
}

/** An open file. */
export interface OpenFile {
  readonly path: string;
  readonly store: StoreApi<OpenFileState>;
  load(): Promise<void>;
  /** Looks whether it changed outside. */
  refresh(): Promise<void>;
  type(text: string): void;
  save(): Promise<void>;
  takeTheirs(): void;
  keepMine(): void;
  unsaved(): boolean;
}

type GatewayFile = MethodResult<'sessions.files.get'>['file'];

/** Describes an open file; nothing is read before `load`. */
export function createOpenFile(client: GatewayClient, sessionKey: string, path: string): OpenFile {
  const store = createStore<OpenFileState>(() => ({ view: { kind: 'text' }, edit: openEdit(path) }));
  const step = (event: EditEvent): void => store.setState(({ edit }) => ({ edit: stepEdit(edit, event) }));
  const fail = (cause: unknown): void => step({ type: 'failed', error: asRequestError(cause).message });
  const read = async (): Promise<GatewayFile> =>
    (await client.request('sessions.files.get', { sessionKey, path })).file;

  const load = async (): Promise<void> => {
    try {
      const file = await read();
      store.setState({ view: viewOf(file) });
      step({ type: 'loaded', text: textOf(file), hash: file.hash ?? '' });
    } catch (cause) {
      fail(cause);
    }
  };
  const refresh = async (): Promise<void> => {
    try {
      const file = await read();
      if (file.missing) return step({ type: 'deleted-outside' });
      store.setState({ view: viewOf(file) });
      step({ type: 'changed-outside', text: textOf(file), hash: file.hash ?? '' });
    } catch {
      // The next change or save tells; what is on the screen stays.
    }
  };
  const save = async (): Promise<void> => {
    const { edit } = store.getState();
    if (edit.phase === 'saving' || edit.phase === 'loading' || edit.phase === 'conflict') return;
    step({ type: 'save-started' });
    try {
      const { file } = await client.request('sessions.files.set', {
        sessionKey,
        path,
        content: edit.text,
        expectedHash: edit.hash,
      });
      step({ type: 'save-done', text: edit.text, hash: file.hash ?? '' });
    } catch (cause) {
      await conflictOrFailure(cause);
    }
  };
  /** A refused save is a conflict when the file is not as it was; otherwise it is the failure that the gateway named. */
  const conflictOrFailure = async (cause: unknown): Promise<void> => {
    const before = store.getState().edit;
    fail(cause);
    const file = await read().catch(() => undefined);
    if (file === undefined || file.missing || file.hash === undefined || file.hash === before.hash) return;
    step({ type: 'changed-outside', text: textOf(file), hash: file.hash });
  };
  return {
    path,
    store,
    load,
    refresh,
    save,
    type: (text) => step({ type: 'edited', text }),
    takeTheirs: () => step({ type: 'take-theirs' }),
    keepMine: () => {
      step({ type: 'keep-mine' });
      void save();
    },
    unsaved: () => hasUnsaved(store.getState().edit),
  };
}

function viewOf(file: GatewayFile): FileView {
  const mimeType = file.mimeType ?? 'application/octet-stream';
  if (file.previewKind === 'image' && file.contentEncoding === 'base64' && file.content !== undefined) {
    return { kind: 'image', source: `data:${mimeType};base64,${file.content}` };
  }
  if (
    file.previewKind === 'unsupported' ||
    file.contentEncoding === 'base64' ||
    (file.content === undefined && !file.missing)
  ) {
    return { kind: 'binary', size: file.size ?? 0, mimeType };
  }
  return { kind: 'text' };
}

function textOf(file: GatewayFile): string {
  return file.contentEncoding === 'base64' ? '' : (file.content ?? '');
}
