// The files of a session's workspace: tree, search, and the open file. `files.changed` keeps them current.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient, RequestError } from '#contract/wire/client-api.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { FoundLine } from '#contract/types/files.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { onFresh } from '../../state/connection.ts';
import { asRequestError } from '../../state/resource.ts';
import { FileUploads } from './file-uploads.ts';
import { OpenFile, sessionFile } from './open-file.ts';
import {
  EMPTY_TREE,
  loadedAncestors,
  parentFolder,
  staleFolders,
  toggleFolder,
  withFolder,
  withMore,
  type TreeEntry,
  type TreeState,
} from './tree.ts';

/** What a search looks at. */
export type SearchPlace = 'names' | 'content';

/** The result of a search in the content of files. */
export interface FoundLines {
  readonly matches: readonly FoundLine[];
  readonly isRunning: boolean;
  readonly isTruncated: boolean;
  readonly error?: string;
}

/** The state of the files panel. */
export interface FilesState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly tree: TreeState;
  /** Files that the session read or edited, by path. */
  readonly touched: Readonly<Record<string, 'modified' | 'read'>>;
  readonly root: string;
  readonly query: string;
  readonly found: readonly TreeEntry[] | undefined;
  /** Whether the query is searched in names or in the content of files. */
  readonly searchIn: SearchPlace;
  /** The lines that a search in the content found. */
  readonly lines: FoundLines | undefined;
  readonly error?: RequestError;
  readonly open: OpenFile | undefined;
}

const START: FilesState = {
  status: 'loading',
  tree: EMPTY_TREE,
  touched: {},
  root: '',
  query: '',
  found: undefined,
  searchIn: 'names',
  lines: undefined,
  open: undefined,
};
/** Entries in the first part of a large folder. */
const FIRST_PART = 2000;
/** Identifies the search of this panel, so that a new one ends the previous one. */
const SEARCH_ID = 'files-panel';
/** Pause in typing before names are searched, ms. */
const SEARCH_SETTLE_MS = 150;

/** The files of a session; nothing is read before `start`. */
export class Files {
  readonly store: StoreApi<FilesState> = createStore<FilesState>(() => START);
  readonly uploads: FileUploads;
  readonly #client: GatewayClient;
  readonly #sessionKey: string;
  #searching: ReturnType<typeof setTimeout> | undefined;

  constructor(client: GatewayClient, sessionKey: string) {
    this.#client = client;
    this.#sessionKey = sessionKey;
    this.uploads = new FileUploads(client, sessionKey, (path) => {
      void this.#reload(loadedAncestors(this.store.getState().tree, path));
    });
  }

  /** Loads and follows the files; returns the function that stops it. */
  start(): () => void {
    const client = this.#client;
    const sessionKey = this.#sessionKey;
    const stops = [
      this.uploads.start(),
      onFresh(client, async () => {
        // A change after the watch is active is reported; one before it is in the list.
        await client.request('files.watch', { sessionKey }).catch(() => undefined);
        await this.reload();
      }),
      client.on('files.changed', (event) =>
        event.sessionKey === sessionKey ? this.#changed(event.paths, event.overflow) : undefined,
      ),
    ];
    return () => {
      clearTimeout(this.#searching);
      for (const stop of stops) stop();
      if (client.state().kind === 'connected') client.request('files.unwatch', { sessionKey }).catch(() => undefined);
    };
  }

  async reload(): Promise<void> {
    try {
      await this.#read('');
      await this.#reload(this.store.getState().tree.open);
    } catch (cause) {
      this.store.setState({ status: 'error', error: asRequestError(cause) });
    }
  }

  toggle(path: string): void {
    this.store.setState(({ tree }) => ({ tree: toggleFolder(tree, path) }));
    if (this.store.getState().tree.open.includes(path)) void this.#reload([path]);
  }

  search(query: string): void {
    clearTimeout(this.#searching);
    const empty = query.trim() === '';
    this.store.setState({ query, ...(empty ? { found: undefined, lines: undefined } : {}) });
    if (!empty) this.#searching = setTimeout(() => void this.#search(query), SEARCH_SETTLE_MS);
    else if (this.store.getState().searchIn === 'content') this.#cancelSearch();
  }

  searchIn(searchIn: SearchPlace): void {
    this.store.setState({ searchIn, found: undefined, lines: undefined });
    this.search(this.store.getState().query);
  }

  /** Loads the next entries of a large folder. */
  async loadMore(folder: string): Promise<void> {
    const { tree } = this.store.getState();
    const start = tree.next[folder];
    if (start === undefined) return;
    await this.#readPart(folder, start);
  }

  /** The session's key and a file's path, as the gateway's methods take them. */
  at(path: string): { readonly sessionKey: string; readonly path: string } {
    return { sessionKey: this.#sessionKey, path };
  }

  /** Opens a file, at a line if one is given. */
  openFile(path: string, line?: number): void {
    const current = this.store.getState().open;
    const open = current?.path === path ? current : new OpenFile(sessionFile(this.#client, this.#sessionKey, path));
    if (line !== undefined) open.showLine(line);
    if (open === current) return;
    this.store.setState({ open });
    void open.load();
  }

  /** The path of the open file if it has unsaved text. */
  unsaved(): string | undefined {
    const { open } = this.store.getState();
    return open?.unsaved() === true ? open.path : undefined;
  }

  closeFile(): void {
    this.store.setState({ open: undefined });
  }

  async createFile(path: string): Promise<void> {
    const file = { sessionKey: this.#sessionKey, path, content: '', expectedHash: '' };
    await this.#client.request('sessions.files.set', file);
    await this.#reload(loadedAncestors(this.store.getState().tree, path));
  }

  async createFolder(path: string): Promise<void> {
    await this.#client.request('files.createFolder', { sessionKey: this.#sessionKey, path });
    await this.#reload(loadedAncestors(this.store.getState().tree, path));
  }

  async rename(from: string, to: string): Promise<void> {
    await this.#client.request('files.move', { sessionKey: this.#sessionKey, from, to });
    this.#forget(from);
    const { tree } = this.store.getState();
    await this.#reload([...new Set([parentFolder(from), ...loadedAncestors(tree, to)])]);
  }

  /** Resolves to the function that undoes the deletion. */
  async remove(path: string): Promise<() => Promise<void>> {
    const { trashId } = await this.#client.request('files.delete', { sessionKey: this.#sessionKey, path });
    this.#forget(path);
    await this.#reload([parentFolder(path)]);
    return async () => {
      await this.#client.request('files.restore', { sessionKey: this.#sessionKey, trashId });
      await this.#reload([parentFolder(path)]);
    };
  }

  #forget(path: string): void {
    if (this.store.getState().open?.path === path) this.closeFile();
  }

  async #read(path: string): Promise<void> {
    const result = await this.#client.request('sessions.files.list', {
      sessionKey: this.#sessionKey,
      ...(path === '' ? {} : { path }),
    });
    const entries = result.browser?.entries ?? [];
    this.store.setState((state) => ({
      status: 'ready',
      tree: withFolder(state.tree, path, entries, result.browser?.truncated === true ? FIRST_PART : undefined),
      touched: listTouched(result),
      root: result.root ?? state.root,
    }));
  }

  async #readPart(path: string, start: number): Promise<void> {
    const asked = { sessionKey: this.#sessionKey, start, ...(path === '' ? {} : { path }) };
    const { entries, next } = await this.#client.request('files.list', asked);
    this.store.setState(({ tree }) => ({ tree: withMore(tree, path, entries, next) }));
  }

  async #reload(folders: readonly string[]): Promise<void> {
    await Promise.allSettled(folders.map((folder) => this.#read(folder)));
  }

  #changed(paths: readonly string[], overflow: boolean): void {
    const { tree, open } = this.store.getState();
    void this.#reload(staleFolders(tree, paths, overflow));
    if (open !== undefined && (overflow || paths.includes(open.path))) void open.refresh();
  }

  #search(query: string): Promise<void> {
    return this.store.getState().searchIn === 'content' ? this.#findLines(query) : this.#find(query);
  }

  async #findLines(query: string): Promise<void> {
    const isCurrent = (): boolean => {
      const now = this.store.getState();
      return now.query === query && now.searchIn === 'content';
    };
    const show = (lines: FoundLines): void => {
      if (isCurrent()) this.store.setState({ lines });
    };
    let soFar: readonly FoundLine[] = [];
    show({ matches: soFar, isRunning: true, isTruncated: false });
    const searchId = `${SEARCH_ID}:${this.#sessionKey.slice(-32)}`;
    const stop = this.#client.on('files.found', (event) => {
      if (event.searchId !== searchId || !isCurrent()) return;
      soFar = [...soFar, ...event.matches];
      show({ matches: soFar, isRunning: true, isTruncated: false });
    });
    try {
      const search = { sessionKey: this.#sessionKey, query, searchId };
      const { matches, truncated } = await this.#client.request('files.search', search);
      show({ matches, isRunning: false, isTruncated: truncated });
    } catch (cause) {
      show({ matches: soFar, isRunning: false, isTruncated: true, error: errorMessage(cause) });
    } finally {
      stop();
    }
  }

  #cancelSearch(): void {
    const searchId = `${SEARCH_ID}:${this.#sessionKey.slice(-32)}`;
    this.#client.request('files.search.cancel', { searchId }).catch(() => undefined);
  }

  async #find(query: string): Promise<void> {
    const search = { sessionKey: this.#sessionKey, search: query };
    const result = await this.#client.request('sessions.files.list', search).catch(() => undefined);
    if (this.store.getState().query === query) this.store.setState({ found: result?.browser?.entries ?? [] });
  }
}

function listTouched(result: MethodResult<'sessions.files.list'>): Readonly<Record<string, 'modified' | 'read'>> {
  return Object.fromEntries(result.files.map((file) => [file.workspacePath ?? file.path, file.kind]));
}
