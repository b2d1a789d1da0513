// The open file: loads it, saves it against its hash, and detects changes on disk.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import { asRequestError } from '../../state/resource.ts';
import { hasUnsaved, LOADING_EDIT, stepEdit, type EditEvent, type EditState } from './edit-session.ts';

const PDF_NAME = /\.pdf$/i;

/** How a file is shown. */
export type FileView =
  | { readonly kind: 'text' }
  | { readonly kind: 'image'; readonly source: string }
  /** `version` changes with the file. */
  | { readonly kind: 'pdf'; readonly version: string }
  | { readonly kind: 'binary'; readonly size: number | undefined; readonly mimeType: string; readonly isText: boolean };

/** State of an open file: how it is shown, and the text being edited. */
export interface OpenFileState {
  /** The line to show. A new object shows it again. */
  readonly place?: { readonly line: number };
  readonly view: FileView;
  readonly edit: EditState;
}

const START: OpenFileState = { view: { kind: 'text' }, edit: LOADING_EDIT };

type GatewayFile = MethodResult<'sessions.files.get'>['file'];

/** A loaded file. Without `hash` it doesn't exist, or isn't saved by hash. */
export type PlacedFile = Pick<GatewayFile, 'missing' | 'content' | 'hash'> & Partial<Omit<GatewayFile, 'missing'>>;

/** Where a file is stored. `expectedHash` is the hash of the replaced text; empty if the file must not exist. */
export interface FilePlace {
  readonly path: string;
  read(): Promise<PlacedFile>;
  /** Resolves to the hash of the saved text. */
  write(content: string, expectedHash: string): Promise<string>;
}

/** A file in the folder of a session. */
export function sessionFile(client: GatewayClient, sessionKey: string, path: string): FilePlace {
  return {
    path,
    read: async () => (await client.request('sessions.files.get', { sessionKey, path })).file,
    write: async (content, expectedHash) => {
      const { file } = await client.request('sessions.files.set', { sessionKey, path, content, expectedHash });
      return file.hash ?? '';
    },
  };
}

/** An open file; nothing is read before `load`. */
export class OpenFile {
  readonly path: string;
  readonly store: StoreApi<OpenFileState> = createStore<OpenFileState>(() => START);
  readonly #place: FilePlace;
  #saving: Promise<void> = Promise.resolve();

  constructor(place: FilePlace) {
    this.path = place.path;
    this.#place = place;
  }

  /** Scrolls to a line, counted from 1, now or once the text is there. */
  showLine(line: number): void {
    this.store.setState({ place: { line } });
  }

  async load(): Promise<void> {
    try {
      const file = await this.#place.read();
      this.store.setState({ view: toView(file) });
      this.#step({ type: 'loaded', text: toText(file), hash: file.hash ?? '' });
    } catch (cause) {
      if (!isTooLarge(cause)) return this.#fail(cause);
      this.store.setState({ view: toLargeView(this.path) });
      this.#step({ type: 'loaded', text: '', hash: '' });
    }
  }

  /** Checks whether it changed on disk. */
  async refresh(): Promise<void> {
    try {
      const file = await this.#place.read();
      if (file.missing) return this.#step({ type: 'deleted-outside' });
      this.store.setState({ view: toView(file) });
      this.#step({ type: 'changed-outside', text: toText(file), hash: file.hash ?? '' });
    } catch {
      // The next change or save reports it; the screen stays as it is.
    }
  }

  type(text: string): void {
    this.#step({ type: 'edited', text });
  }

  save(): Promise<void> {
    const { edit } = this.store.getState();
    if (edit.phase !== 'saving' && edit.phase !== 'loading' && edit.phase !== 'conflict')
      this.#saving = this.#save(edit);
    return this.#saving;
  }

  /** Whether something is unsaved once the save that is under way has ended. */
  async staysUnsaved(): Promise<boolean> {
    await this.#saving;
    return this.unsaved();
  }

  async #save(edit: EditState): Promise<void> {
    this.#step({ type: 'save-started' });
    try {
      const hash = await this.#place.write(edit.text, edit.hash);
      this.#step({ type: 'save-done', text: edit.text, hash });
    } catch (cause) {
      await this.#conflictOrFailure(cause);
    }
  }

  takeTheirs(): void {
    this.#step({ type: 'take-theirs' });
  }

  keepMine(): void {
    this.#step({ type: 'keep-mine' });
    void this.save();
  }

  /** Shows text that was saved elsewhere; unsaved text is dropped. */
  replaceBy(text: string, hash: string): void {
    this.#step({ type: 'loaded', text, hash });
  }

  unsaved(): boolean {
    return hasUnsaved(this.store.getState().edit);
  }

  #step(event: EditEvent): void {
    this.store.setState(({ edit }) => ({ edit: stepEdit(edit, event) }));
  }

  #fail(cause: unknown): void {
    this.#step({ type: 'failed', error: asRequestError(cause).message });
  }

  /** A rejected save is a conflict if the file changed; otherwise it is the reported error. */
  async #conflictOrFailure(cause: unknown): Promise<void> {
    const before = this.store.getState().edit;
    this.#fail(cause);
    const file = await this.#place.read().catch(() => undefined);
    if (file === undefined || file.missing || file.hash === undefined || file.hash === before.hash) return;
    this.#step({ type: 'changed-outside', text: toText(file), hash: file.hash });
  }
}

/** Of a file that the editor doesn't load: only its start is shown, unless it is a PDF file. */
function toLargeView(path: string): FileView {
  if (PDF_NAME.test(path)) return { kind: 'pdf', version: String(performance.now()) };
  return { kind: 'binary', size: undefined, mimeType: '', isText: true };
}

function isTooLarge(cause: unknown): boolean {
  return cause instanceof RequestError && cause.details['code'] === 'FILE_TOO_LARGE';
}

function toView(file: PlacedFile): FileView {
  const mimeType = file.mimeType ?? 'application/octet-stream';
  if (file.previewKind === 'image' && file.contentEncoding === 'base64' && file.content !== undefined) {
    return { kind: 'image', source: `data:${mimeType};base64,${file.content}` };
  }
  if (PDF_NAME.test(file.path ?? '') && (file.contentEncoding !== 'utf8' || file.content?.startsWith('%PDF-') === true))
    return { kind: 'pdf', version: file.hash ?? '' };
  if (
    file.previewKind === 'unsupported' ||
    file.contentEncoding === 'base64' ||
    (file.content === undefined && !file.missing)
  ) {
    return { kind: 'binary', size: file.size ?? 0, mimeType, isText: false };
  }
  return { kind: 'text' };
}

function toText(file: PlacedFile): string {
  return file.contentEncoding === 'base64' ? '' : (file.content ?? '');
}
