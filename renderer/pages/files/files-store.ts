// The files of one session's workspace: tree, search, and the file that is open. Kept current by `files.changed`.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient, RequestError } from '#contract/client-api.ts';
import type { MethodResult } from '#contract/methods.ts';
import { onFresh } from '../../state/connection.ts';
import { asRequestError } from '../../state/resource.ts';
import { createOpenFile, type OpenFile } from './open-file.ts';
import { EMPTY_TREE, parentOf, staleFolders, toggleFolder, withFolder, type TreeEntry, type TreeState } from './tree.ts';

/** What the files panel shows. */
export interface FilesState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly tree: TreeState;
  /** Files that the session touched, by path. */
  readonly touched: Readonly<Record<string, 'modified' | 'read'>>;
  readonly root: string;
  readonly query: string;
  readonly found: readonly TreeEntry[] | undefined;
  readonly error?: RequestError;
  readonly open: OpenFile | undefined;
}

/** The files of a session. */
export interface Files {
  readonly store: StoreApi<FilesState>;
  start(): () => void;
  toggle(path: string): void;
  search(query: string): void;
  openFile(path: string): void;
  closeFile(): void;
  createFile(path: string): Promise<void>;
  createFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Resolves to the function that takes the deletion back. */
  remove(path: string): Promise<() => Promise<void>>;
  reload(): Promise<void>;
}

const START: FilesState = { status: 'loading', tree: EMPTY_TREE, touched: {}, root: '', query: '', found: undefined, open: undefined };
/** Typing settles for this long before names are searched, ms. */
const SEARCH_SETTLE_MS = 150;

/** Describes the files of a session; nothing is read before `start`. */
export function createFiles(client: GatewayClient, sessionKey: string): Files {
  const store = createStore<FilesState>(() => START);
  let searching: ReturnType<typeof setTimeout> | undefined;

  const read = async (path: string): Promise<void> => {
    const result = await client.request('sessions.files.list', { sessionKey, ...(path === '' ? {} : { path }) });
    store.setState((state) => ({
      status: 'ready',
      tree: withFolder(state.tree, path, result.browser?.entries ?? []),
      touched: touchedOf(result),
      root: result.root ?? state.root,
    }));
  };
  const readAgain = async (folders: readonly string[]): Promise<void> => {
    await Promise.allSettled(folders.map((folder) => read(folder)));
  };
  const reload = async (): Promise<void> => {
    try {
      await read('');
      await readAgain(store.getState().tree.open);
    } catch (cause) {
      store.setState({ status: 'error', error: asRequestError(cause) });
    }
  };
  const changed = (paths: readonly string[], overflow: boolean): void => {
    void readAgain(staleFolders(store.getState().tree, paths, overflow));
    const { open } = store.getState();
    if (open !== undefined && (overflow || paths.includes(open.path))) void open.refresh();
  };
  const find = async (query: string): Promise<void> => {
    const result = await client.request('sessions.files.list', { sessionKey, search: query });
    if (store.getState().query === query) store.setState({ found: result.browser?.entries ?? [] });
  };

  return {
    store,
    reload,
    start: () => {
      const stops = [
        onFresh(client, () => {
          void reload();
          client.request('files.watch', { sessionKey }).catch(() => undefined);
        }),
        client.on('files.changed', (event) => (event.sessionKey === sessionKey ? changed(event.paths, event.overflow) : undefined)),
      ];
      return () => {
        clearTimeout(searching);
        for (const stop of stops) stop();
        if (client.state().kind === 'ready') client.request('files.unwatch', { sessionKey }).catch(() => undefined);
      };
    },
    toggle: (path) => {
      store.setState(({ tree }) => ({ tree: toggleFolder(tree, path) }));
      if (store.getState().tree.open.includes(path)) void readAgain([path]);
    },
    search: (query) => {
      clearTimeout(searching);
      store.setState({ query, ...(query.trim() === '' ? { found: undefined } : {}) });
      if (query.trim() !== '') searching = setTimeout(() => void find(query).catch(() => store.setState({ found: [] })), SEARCH_SETTLE_MS);
    },
    openFile: (path) => {
      if (store.getState().open?.path === path) return;
      const open = createOpenFile(client, sessionKey, path);
      store.setState({ open });
      void open.load();
    },
    closeFile: () => store.setState({ open: undefined }),
    createFile: async (path) => {
      await client.request('sessions.files.set', { sessionKey, path, content: '', expectedHash: '' });
      await readAgain([parentOf(path)]);
    },
    createFolder: async (path) => {
      await client.request('files.makeFolder', { sessionKey, path });
      await readAgain([parentOf(path)]);
    },
    rename: async (from, to) => {
      await client.request('files.move', { sessionKey, from, to });
      if (store.getState().open?.path === from) store.setState({ open: undefined });
      await readAgain([parentOf(from), parentOf(to)]);
    },
    remove: async (path) => {
      const { trashId } = await client.request('files.delete', { sessionKey, path });
      if (store.getState().open?.path === path) store.setState({ open: undefined });
      await readAgain([parentOf(path)]);
      return async () => {
        await client.request('files.restore', { sessionKey, trashId });
        await readAgain([parentOf(path)]);
      };
    },
  };
}

function touchedOf(result: MethodResult<'sessions.files.list'>): Readonly<Record<string, 'modified' | 'read'>> {
  return Object.fromEntries(result.files.map((file) => [file.workspacePath ?? file.path, file.kind]));
}
