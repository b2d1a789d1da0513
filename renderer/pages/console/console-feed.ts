// The lines of a project's console, as the gateway reports them: the newest first, older ones on request, new ones as they come.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type {
  ConsoleError,
  ConsoleKind,
  ConsoleLine,
  ConsoleOutput,
  ConsolePage,
  ConsoleSource,
} from '#contract/types/console.ts';
import { defined } from '#contract/types/defined.ts';
import type { GatewayClient, RequestError } from '#contract/wire/client-api.ts';
import { onFresh } from '../../state/connection.ts';
import { asRequestError } from '../../state/resource.ts';

/** Lines read at once, and lines kept. */
const PAGE_LINES = 500;
const MAX_LINES = 5_000;

/** A project: its folder, or a session that works in it. */
export type ConsolePlace = { readonly project: string } | { readonly sessionKey: string };

/** Which lines are shown. */
export interface ConsoleFilter {
  readonly kind: ConsoleKind | 'all';
  readonly errorsOnly: boolean;
  readonly search: string;
}

/** Everything. */
export const NO_FILTER: ConsoleFilter = { kind: 'all', errorsOnly: false, search: '' };

/** What is shown. */
export interface ConsoleState {
  readonly status: 'loading' | 'ready' | 'error';
  readonly project: string;
  readonly filter: ConsoleFilter;
  readonly lines: readonly ConsoleLine[];
  readonly sources: ReadonlyMap<string, ConsoleSource>;
  readonly errors: ReadonlyMap<string, ConsoleError>;
  readonly hasOlder: boolean;
  readonly oldestId: number;
  readonly autoFix: boolean;
  readonly error?: RequestError;
}

/** An open console. */
export interface ConsoleFeed {
  readonly store: StoreApi<ConsoleState>;
  start(): () => void;
  reload(): Promise<void>;
  loadOlder(): Promise<void>;
  setFilter(filter: ConsoleFilter): void;
  fix(errorId: string): Promise<void>;
  clear(): Promise<void>;
  setAutoFix(enabled: boolean): Promise<void>;
}

const EMPTY: ConsoleState = {
  status: 'loading',
  project: '',
  filter: NO_FILTER,
  lines: [],
  sources: new Map(),
  errors: new Map(),
  hasOlder: false,
  oldestId: 0,
  autoFix: false,
};

/** Opens the console of a project; nothing is read before `start`. */
export function createConsoleFeed(client: GatewayClient, place: ConsolePlace): ConsoleFeed {
  const store = createStore<ConsoleState>(() => EMPTY);
  let latest = 0;
  const reload = async (): Promise<void> => {
    latest += 1;
    const mine = latest;
    try {
      const read = await readNewest(client, place, store.getState().filter);
      if (mine === latest) store.setState(({ filter }) => ({ ...read, filter }), true);
    } catch (cause) {
      if (mine === latest) store.setState({ status: 'error', error: asRequestError(cause) });
    }
  };
  const receive = (output: ConsoleOutput): void => {
    const state = store.getState();
    if (output.project !== state.project) return;
    if (output.isIncomplete === true || output.isCleared === true) void reload();
    else store.setState(addOutput(state, output));
  };
  return {
    store,
    reload,
    start() {
      const stops = [onFresh(client, () => void reload()), client.on('console.output', receive)];
      return () => {
        latest += 1;
        for (const stop of stops) stop();
        client.request('console.unsubscribe', place).catch(() => undefined);
      };
    },
    async loadOlder() {
      const mine = latest;
      const { filter, oldestId } = store.getState();
      const page = await readPage(client, place, filter, oldestId);
      if (mine === latest) store.setState((state) => addOlder(state, page));
    },
    setFilter(filter) {
      store.setState({ filter });
      void reload();
    },
    async fix(errorId) {
      await client.request('console.fix', { errorId, ...('sessionKey' in place ? place : {}) });
    },
    async clear() {
      await client.request('console.clear', place);
      await reload();
    },
    async setAutoFix(enabled) {
      await client.request('console.autoFix', { ...place, enabled });
      store.setState({ autoFix: enabled });
    },
  };
}

function readPage(
  client: GatewayClient,
  place: ConsolePlace,
  { kind, errorsOnly, search }: ConsoleFilter,
  beforeId?: number,
): Promise<ConsolePage> {
  const filter = defined({
    kind: kind === 'all' ? undefined : kind,
    errorsOnly: errorsOnly ? true : undefined,
    search: search.trim() === '' ? undefined : search.trim(),
    beforeId,
  });
  return client.request('console.list', { ...place, ...filter, limit: PAGE_LINES });
}

/** Subscribes first, so that nothing is missed between the two. */
async function readNewest(
  client: GatewayClient,
  place: ConsolePlace,
  filter: ConsoleFilter,
): Promise<Omit<ConsoleState, 'filter' | 'error'>> {
  await client.request('console.subscribe', place);
  const [{ sources, ...page }, { errors, autoFix }] = await Promise.all([
    readPage(client, place, filter),
    client.request('console.errors', place),
  ]);
  return { ...page, status: 'ready', sources: byId(sources), errors: byId(errors), autoFix };
}

function addOlder(state: ConsoleState, { lines, sources, hasOlder, oldestId }: ConsolePage): Partial<ConsoleState> {
  return {
    lines: [...lines, ...state.lines],
    sources: new Map([...byId(sources), ...state.sources]),
    hasOlder,
    oldestId,
  };
}

/** The state with new output. */
export function addOutput(state: ConsoleState, { lines, sources, errors }: ConsoleOutput): ConsoleState {
  const known = new Map([...state.sources, ...byId(sources)]);
  const newest = state.lines.at(-1)?.id ?? 0;
  const shown = lines.filter((line) => line.id > newest && isShown(line, known.get(line.sourceId), state.filter));
  const all = shown.length === 0 ? state.lines : [...state.lines, ...shown];
  const kept = all.slice(-MAX_LINES);
  const isCut = kept.length < all.length;
  return {
    ...state,
    lines: kept,
    sources: known,
    errors: errors.length === 0 ? state.errors : new Map([...state.errors, ...byId(errors)]),
    ...(isCut ? { hasOlder: true, oldestId: kept[0]?.id ?? 0 } : {}),
  };
}

function isShown(
  line: ConsoleLine,
  source: ConsoleSource | undefined,
  { kind, errorsOnly, search }: ConsoleFilter,
): boolean {
  if (kind !== 'all' && source?.kind !== kind) return false;
  if (errorsOnly && line.errorId === undefined) return false;
  return line.text.toLowerCase().includes(search.trim().toLowerCase());
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
