// The terminals of one session: open, reattach after a reload, exit, restart. Data goes to the views, never into the store.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { EventPayloads } from '#contract/wire/events.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { TERMINAL_ACK_CHARS } from '#contract/wire/limits.ts';
import { t } from '#messages/translate.ts';
import type { TextStorage } from '../../state/storage.ts';

/** One tab. `id` is ours; `ptyId` the gateway's, once it is open. */
export interface TerminalTab {
  readonly id: string;
  readonly title: string;
  readonly ptyId?: string;
  readonly state: 'opening' | 'open' | 'exited' | 'failed';
  readonly exitCode?: number | null;
  readonly error?: string;
}

/** The state of the panel. */
export interface TerminalTabsState {
  readonly ready: boolean;
  readonly tabs: readonly TerminalTab[];
  readonly active?: string | undefined;
}

/** Where the bytes of a tab go. */
export interface TerminalSink {
  /** Calls `done` once the data is on the screen, or was discarded. */
  write(data: string, done: () => void): void;
  clear(): void;
  size(): { readonly cols: number; readonly rows: number };
}

/** One key per session, with the ids of its ptys, to find them after a reload. */
const PREFIX = 'gatehouse.terminals.';

type DataEvent = EventPayloads['terminal.data'];

interface Line {
  sink?: TerminalSink;
  /** Data events up to this number are in the buffer from `attach`. */
  seenSeq: number;
  /** What the gateway knows to be on the screen; undefined if it doesn't ask for that. */
  acknowledged: number | undefined;
  /** Data received while attaching. */
  early: DataEvent[] | undefined;
  /** The pty is being opened or attached. */
  connecting: boolean;
}

/** The terminals of one session; inactive before `start`. */
export class TerminalTabs {
  readonly store: StoreApi<TerminalTabsState> = createStore<TerminalTabsState>(() => ({ ready: false, tabs: [] }));
  readonly #client: GatewayClient;
  readonly #sessionKey: string;
  readonly #storage: TextStorage;
  readonly #lines = new Map<string, Line>();
  #stops: readonly (() => void)[] = [];
  #count = 0;

  constructor(client: GatewayClient, sessionKey: string, storage: TextStorage) {
    this.#client = client;
    this.#sessionKey = sessionKey;
    this.#storage = storage;
  }

  /** Finds the ptys that are still open. */
  async start(): Promise<void> {
    this.#stops = [
      this.#client.on('terminal.data', (payload) => this.#receive(payload)),
      this.#client.on('terminal.exit', (payload) => {
        const tab = this.#byPty(payload.sessionId);
        if (tab !== undefined) this.#change(tab.id, { state: 'exited', exitCode: payload.exitCode ?? null });
      }),
      // A new connection doesn't own the ptys of the previous one, so it attaches again.
      this.#client.onState((state) => (state.kind === 'connected' ? this.#attachAll() : undefined)),
    ];
    if (this.store.getState().ready) return;
    const remembered = this.#storage.get(PREFIX + this.#sessionKey)?.split('\n') ?? [];
    const alive = remembered.length === 0 ? [] : await listRunning(this.#client);
    if (this.store.getState().ready) return;
    for (const ptyId of remembered) if (alive.includes(ptyId)) this.#append(ptyId);
    this.store.setState({ ready: true });
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /** Opens a tab if there is none. */
  openFirst(): void {
    if (this.store.getState().tabs.length === 0) this.#append();
  }

  add(): void {
    this.#append();
  }

  select(id: string): void {
    this.store.setState({ active: id });
  }

  /** Ends the pty and removes the tab. */
  async close(id: string): Promise<void> {
    const tab = this.#tab(id);
    this.store.setState(({ tabs, active }) => closeTab(tabs, active, id));
    this.#lines.delete(id);
    this.#remember();
    if (tab?.ptyId !== undefined && tab.state !== 'exited')
      await this.#client.request('terminal.close', { sessionId: tab.ptyId });
  }

  /** Replaces an exited shell with a new one. */
  restart(id: string): void {
    const tab = this.#tab(id);
    if (tab === undefined) return;
    this.#lines.get(id)?.sink?.clear();
    const fresh: TerminalTab = { id, title: tab.title, state: 'opening' };
    this.store.setState(({ tabs }) => ({ tabs: tabs.map((one) => (one.id === id ? fresh : one)) }));
    void this.#connectPty(id);
  }

  input(id: string, data: string): void {
    this.#send(id, (sessionId) => this.#client.request('terminal.input', { sessionId, data }));
  }

  resize(id: string, cols: number, rows: number): void {
    this.#send(id, (sessionId) => this.#client.request('terminal.resize', { sessionId, cols, rows }));
  }

  /** Connects a tab to its view; opens the pty or attaches to it. Returns the function that disconnects it. */
  connect(id: string, sink: TerminalSink): () => void {
    const line = this.#lines.get(id);
    if (line === undefined) return () => undefined;
    line.sink = sink;
    void this.#connectPty(id);
    return () => {
      if (line.sink === sink) delete line.sink;
    };
  }

  #tab(id: string): TerminalTab | undefined {
    return this.store.getState().tabs.find((tab) => tab.id === id);
  }

  #byPty(ptyId: string): TerminalTab | undefined {
    return this.store.getState().tabs.find((tab) => tab.ptyId === ptyId);
  }

  #change(id: string, changes: Partial<TerminalTab>): void {
    this.store.setState(({ tabs }) => ({ tabs: tabs.map((tab) => (tab.id === id ? { ...tab, ...changes } : tab)) }));
    this.#remember();
  }

  #remember(): void {
    const open = this.store.getState().tabs.filter((tab) => tab.state === 'open' || tab.state === 'opening');
    const ptyIds = open.flatMap(({ ptyId }) => ptyId ?? []);
    if (ptyIds.length === 0) this.#storage.remove(PREFIX + this.#sessionKey);
    else this.#storage.set(PREFIX + this.#sessionKey, ptyIds.join('\n'));
  }

  #append(ptyId?: string): void {
    this.#count += 1;
    const id = `t${this.#count}`;
    const tab: TerminalTab = {
      id,
      title: t('terminal.shell', { number: this.#count }),
      state: 'opening',
      ...(ptyId === undefined ? {} : { ptyId }),
    };
    this.#lines.set(id, { seenSeq: -1, acknowledged: undefined, early: undefined, connecting: false });
    this.store.setState(({ tabs }) => ({ tabs: [...tabs, tab], active: id }));
  }

  #receive(payload: DataEvent): void {
    const tab = this.#byPty(payload.sessionId);
    const line = tab === undefined ? undefined : this.#lines.get(tab.id);
    if (line === undefined) return;
    if (line.early !== undefined) line.early.push(payload);
    else if (payload.seq > line.seenSeq) {
      line.seenSeq = payload.seq;
      line.sink?.write(payload.data, () => this.#shown(line, payload));
    }
  }

  /** The gateway sends more output once this part is on the screen. */
  #shown(line: Line, { sessionId, seq }: DataEvent): void {
    const { acknowledged } = line;
    if (acknowledged !== undefined && seq - acknowledged >= TERMINAL_ACK_CHARS) this.#acknowledge(line, sessionId, seq);
  }

  #acknowledge(line: Line, sessionId: string, seq: number): void {
    line.acknowledged = seq;
    this.#client.request('terminal.ack', { sessionId, seq }).catch(() => {
      // An older gateway, which sends output at a limited speed, or a terminal that has ended.
      line.acknowledged = undefined;
    });
  }

  #attachAll(): void {
    for (const tab of this.store.getState().tabs) if (tab.state === 'open') void this.#connectPty(tab.id);
  }

  async #connectPty(id: string): Promise<void> {
    const line = this.#lines.get(id);
    const tab = this.#tab(id);
    if (line?.sink === undefined || line.connecting || tab === undefined || tab.state === 'exited') return;
    line.connecting = true;
    try {
      if (tab.ptyId === undefined) await this.#open(id, line);
      else await this.#attach(id, tab.ptyId, line);
    } catch (error) {
      this.#change(id, { state: 'failed', error: errorMessage(error) });
    } finally {
      line.connecting = false;
    }
  }

  async #open(id: string, line: Line): Promise<void> {
    const { cols, rows } = getSize(line);
    const opened = await this.#client.request('terminal.open', { sessionKey: this.#sessionKey, cols, rows });
    line.seenSeq = -1;
    this.#acknowledge(line, opened.sessionId, 0);
    this.#change(id, { ptyId: opened.sessionId, state: 'open', title: opened.title ?? formatTitle(opened.shell, id) });
  }

  async #attach(id: string, ptyId: string, line: Line): Promise<void> {
    line.early = [];
    try {
      const answer = await this.#client.request('terminal.attach', { sessionId: ptyId });
      line.sink?.clear();
      line.seenSeq = answer.seq ?? -1;
      this.#acknowledge(line, ptyId, answer.seq ?? 0);
      line.sink?.write(answer.buffer, () => undefined);
      this.#change(id, { state: 'open', title: answer.title ?? formatTitle(answer.shell, id) });
      const { cols, rows } = getSize(line);
      this.resize(id, cols, rows);
    } finally {
      const early = line.early;
      line.early = undefined;
      for (const payload of early) this.#receive(payload);
    }
  }

  #send(id: string, run: (ptyId: string) => Promise<unknown>): void {
    const tab = this.#tab(id);
    if (tab?.ptyId !== undefined && tab.state === 'open') run(tab.ptyId).catch(() => undefined);
  }
}

function getSize(line: Line): { readonly cols: number; readonly rows: number } {
  return line.sink?.size() ?? { cols: 80, rows: 24 };
}

async function listRunning(client: GatewayClient): Promise<readonly string[]> {
  try {
    const { sessions } = await client.request('terminal.list', {});
    return sessions.map((session) => session.sessionId);
  } catch {
    // Without a list there is nothing to continue with; a new shell is opened instead.
    return [];
  }
}

function formatTitle(shell: string, id: string): string {
  return `${shell.split('/').at(-1) ?? 'shell'} ${id.slice(1)}`;
}

function closeTab(tabs: readonly TerminalTab[], active: string | undefined, id: string): Partial<TerminalTabsState> {
  const at = tabs.findIndex((tab) => tab.id === id);
  const rest = tabs.filter((tab) => tab.id !== id);
  const next = active === id ? rest[Math.min(at, rest.length - 1)]?.id : active;
  return { tabs: rest, active: next };
}
