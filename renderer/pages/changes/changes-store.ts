// The state of a changes panel: what is shown and selected, and what people do with it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  ChangedFile,
  ChangedFileDetail,
  ChangeComment,
  ChangesList,
  ChangeScope,
} from '#contract/types/changes.ts';
import type { GatewayClient, RequestError } from '#contract/wire/client-api.ts';
import { onFresh } from '../../state/connection.ts';
import { asRequestError, paced } from '../../state/resource.ts';

/** More files are collapsed at first. */
const MAX_OPEN = 20;
/** Files that are loaded at once. */
const LOADS = 4;

/** Lines that a comment is being written on. */
export interface CommentDraft {
  readonly path: string;
  readonly side: 'old' | 'new';
  readonly startLine: number;
  readonly endLine: number;
}

/** How changes are shown. */
export interface ChangesView {
  readonly layout: 'unified' | 'split';
  readonly wraps: boolean;
  readonly hidesWhitespace: boolean;
  /** One file at a time. */
  readonly isFocused: boolean;
}

/** The state. `list` is undefined until it was loaded. */
export interface ChangesState {
  readonly scope: ChangeScope;
  readonly runId: string | undefined;
  readonly commit: string | undefined;
  readonly list: ChangesList | undefined;
  readonly error: RequestError | undefined;
  readonly comments: readonly ChangeComment[];
  readonly details: ReadonlyMap<string, ChangedFileDetail>;
  readonly open: ReadonlySet<string>;
  /** By path, the starts of gaps whose unchanged lines are shown. */
  readonly expanded: ReadonlyMap<string, ReadonlySet<number>>;
  /** The parts of all files are being loaded. */
  readonly loadsAll: boolean;
  /** The file that keys act on, and the part in it. */
  readonly path: string | undefined;
  readonly hunk: string | undefined;
  /** The line to scroll to. */
  readonly line: number | undefined;
  readonly draft: CommentDraft | undefined;
  readonly view: ChangesView;
}

const START: Omit<ChangesState, 'view'> = {
  scope: 'session',
  runId: undefined,
  commit: undefined,
  list: undefined,
  error: undefined,
  comments: [],
  details: new Map(),
  open: new Set(),
  expanded: new Map(),
  loadsAll: false,
  path: undefined,
  hunk: undefined,
  line: undefined,
  draft: undefined,
};

/** The last choices, for all panels of this page. */
let lastView: ChangesView = { layout: 'unified', wraps: false, hidesWhitespace: false, isFocused: false };

/** The changes of one session. */
export class Changes {
  readonly store: StoreApi<ChangesState>;
  readonly #client: GatewayClient;
  readonly #sessionKey: string;
  #loads = 0;

  constructor(client: GatewayClient, sessionKey: string) {
    this.#client = client;
    this.#sessionKey = sessionKey;
    this.store = createStore<ChangesState>(() => ({ ...START, view: lastView }));
  }

  /** Loads now and whenever the changes are different; returns the stop function. */
  start(): () => void {
    const again = paced(() => this.load());
    const onEvent = (event: { readonly sessionKey: string }): void => {
      if (event.sessionKey === this.#sessionKey) again.call();
    };
    const stops = [
      onFresh(this.#client, () => void this.load()),
      this.#client.on('changes.changed', onEvent),
      this.#client.on('files.changed', onEvent),
    ];
    return () => {
      again.stop();
      for (const stop of stops) stop();
    };
  }

  /** Shows other changes. */
  show(scope: ChangeScope, what: { readonly runId?: string; readonly commit?: string } = {}): void {
    this.store.setState({
      ...START,
      scope,
      runId: what.runId,
      commit: what.commit,
      comments: this.store.getState().comments,
    });
    void this.load();
  }

  setView(view: Partial<ChangesView>): void {
    lastView = { ...this.store.getState().view, ...view };
    this.store.setState({ view: lastView });
  }

  async load(): Promise<void> {
    const load = (this.#loads += 1);
    const sessionKey = this.#sessionKey;
    try {
      const [list, { comments }] = await Promise.all([
        this.#client.request('changes.list', this.#query()),
        this.#client.request('changes.comments.list', { sessionKey }),
      ]);
      if (load !== this.#loads) return;
      this.store.setState((state) => adopt(state, list, comments));
      await Promise.all([...this.store.getState().open].map((path) => this.#loadDetail(path)));
    } catch (cause) {
      if (load === this.#loads) this.store.setState({ error: asRequestError(cause) });
    }
  }

  toggle(path: string, isOpen: boolean): void {
    const open = new Set(this.store.getState().open);
    if (isOpen) open.add(path);
    else open.delete(path);
    this.store.setState({ open, path });
    if (isOpen) void this.#loadDetail(path);
  }

  /** Shows the unchanged lines of a gap. */
  expand(path: string, from: number): void {
    const { expanded } = this.store.getState();
    this.store.setState({ expanded: new Map(expanded).set(path, new Set(expanded.get(path)).add(from)) });
  }

  /** Loads the parts of all files, also of collapsed and large ones. */
  async loadAll(signal: AbortSignal): Promise<void> {
    const files = (this.store.getState().list?.files ?? []).values();
    this.store.setState({ loadsAll: true });
    const work = async (): Promise<void> => {
      for (const { path, large } of files) {
        if (signal.aborted) return;
        const isPartial = large === true && !((this.store.getState().details.get(path)?.hunks.length ?? 0) > 0);
        await this.#loadDetail(path, isPartial);
      }
    };
    await Promise.all(Array.from({ length: LOADS }, work));
    if (!signal.aborted) this.store.setState({ loadsAll: false });
  }

  /** Loads all parts of a large file. */
  loadFull(path: string): Promise<void> {
    return this.#loadDetail(path, true);
  }

  async decide(kind: 'accept' | 'reject', files: readonly ChangedFile[], hunk?: string) {
    const selected = files.map(({ path, version }) => ({
      path,
      version,
      ...(hunk === undefined ? {} : { hunks: [hunk] }),
    }));
    const method = kind === 'accept' ? 'changes.accept' : 'changes.reject';
    const { operation } = await this.#client.request(method, { ...this.decidable(), files: selected });
    await this.load();
    return operation;
  }

  async edit({ path, version }: ChangedFile, hunk: string, text: string) {
    const { operation } = await this.#client.request('changes.edit', {
      ...this.decidable(),
      path,
      version,
      hunk,
      text,
    });
    await this.load();
    return operation;
  }

  /** `overwrite`: files whose later edits are lost. */
  async undo(id: string, overwrite: readonly string[] = []): Promise<void> {
    await this.#client.request('changes.undo', { sessionKey: this.#sessionKey, id, overwrite: [...overwrite] });
    await this.load();
  }

  async setViewed({ path, version }: ChangedFile, isViewed: boolean): Promise<void> {
    await this.#client.request('changes.view', {
      sessionKey: this.#sessionKey,
      path,
      ...(isViewed ? { version } : {}),
    });
    this.toggle(path, !isViewed);
    await this.load();
  }

  async addComment(draft: CommentDraft, text: string): Promise<void> {
    await this.#client.request('changes.comments.add', { sessionKey: this.#sessionKey, ...draft, text });
    this.store.setState({ draft: undefined });
    await this.load();
  }

  async removeComment(id: string): Promise<void> {
    await this.#client.request('changes.comments.remove', { sessionKey: this.#sessionKey, id });
    await this.load();
  }

  async sendComments(idempotencyKey: string): Promise<void> {
    await this.#client.request('changes.comments.send', { sessionKey: this.#sessionKey, idempotencyKey });
    await this.load();
  }

  /** Selects the next or previous file, or part of the files that are open. */
  step(what: 'file' | 'part', by: 1 | -1): void {
    const state = this.store.getState();
    const stops = what === 'file' ? listFiles(state) : listParts(state);
    const now = stops.findIndex(({ path, hunk }) => path === state.path && (what === 'file' || hunk === state.hunk));
    const next = stops[now === -1 ? (by === 1 ? 0 : stops.length - 1) : now + by];
    if (next === undefined) return;
    this.store.setState({ path: next.path, hunk: next.hunk });
    if (!state.open.has(next.path)) this.toggle(next.path, true);
  }

  /** Opens a file and selects it, or a line in it. */
  select(path: string, line?: number): void {
    this.store.setState({ path, hunk: undefined, line });
    if (!this.store.getState().open.has(path)) this.toggle(path, true);
  }

  #query() {
    const { scope, runId, commit } = this.store.getState();
    return {
      sessionKey: this.#sessionKey,
      scope,
      ...(runId === undefined ? {} : { runId }),
      ...(commit === undefined ? {} : { commit }),
    };
  }

  /** The session or run that decisions are about. */
  decidable() {
    const { scope, runId } = this.store.getState();
    const isRun = scope === 'run';
    return {
      sessionKey: this.#sessionKey,
      scope: isRun ? ('run' as const) : ('session' as const),
      ...(isRun && runId !== undefined ? { runId } : {}),
    };
  }

  async #loadDetail(path: string, full = false): Promise<void> {
    const { list, details } = this.store.getState();
    const file = list?.files.find((one) => one.path === path);
    if (file === undefined) return;
    const known = details.get(path);
    if (known?.version === file.version && known.waiting === file.waiting && !full && !hasWaiting(known)) return;
    // A file that has just changed again is loaded with the next list.
    const detail = await this.#client.request('changes.get', { ...this.#query(), path, full }).catch(() => undefined);
    if (detail === undefined) return;
    this.store.setState((state) => ({ details: new Map(state.details).set(path, detail) }));
  }
}

function hasWaiting({ hunks }: ChangedFileDetail): boolean {
  return hunks.some(({ waiting }) => waiting === true);
}

function adopt(state: ChangesState, list: ChangesList, comments: readonly ChangeComment[]): Partial<ChangesState> {
  const paths = new Set(list.files.map(({ path }) => path));
  const known = new Set(state.list?.files.map(({ path }) => path));
  const added = list.files.filter((file) => !known.has(file.path) && isOpenAtFirst(file)).map(({ path }) => path);
  const opened = [...state.open, ...(list.files.length <= MAX_OPEN ? added : [])];
  return {
    list,
    comments,
    error: undefined,
    open: new Set(opened.filter((path) => paths.has(path))),
    details: new Map([...state.details].filter(([path]) => paths.has(path))),
    ...(state.path !== undefined && paths.has(state.path) ? {} : { path: list.files[0]?.path, hunk: undefined }),
  };
}

/** Generated, viewed, and large files are collapsed. */
function isOpenAtFirst({ generated, viewed, large, binary }: ChangedFile): boolean {
  return generated !== true && viewed !== true && large !== true && binary !== true;
}

interface Stop {
  readonly path: string;
  readonly hunk: string | undefined;
}

function listFiles({ list }: ChangesState): readonly Stop[] {
  return (list?.files ?? []).map(({ path }) => ({ path, hunk: undefined }));
}

function listParts({ list, details, open }: ChangesState): readonly Stop[] {
  return (list?.files ?? []).flatMap(({ path }) =>
    open.has(path) ? (details.get(path)?.hunks ?? []).map(({ id }) => ({ path, hunk: id })) : [],
  );
}
