// The terminals of one session, as the gateway lists them: open, attach, split, rename, exit. Data goes to the views, never into
// the store.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionTerminal, TerminalEnded } from '#contract/types/terminals.ts';
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { t } from '#messages/translate.ts';
import { onFresh } from '../../state/connection.ts';
import { getJson, type TextStorage } from '../../state/storage.ts';
import { PtyLine, type TerminalSink } from './pty-line.ts';
import {
  addTab,
  getGroup,
  mapTabs,
  findNeighbor,
  readGroups,
  removeTab,
  tabBeside,
  type TerminalGroups,
} from './terminal-groups.ts';

/** One tab. `id` is ours; `ptyId` the gateway's, once it is open. `ended`: it ended with the host, or was killed. */
export interface TerminalTab {
  readonly id: string;
  readonly title: string;
  readonly ptyId?: string;
  /** The absolute path of the workspace, once it is known. */
  readonly cwd?: string;
  readonly state: 'opening' | 'open' | 'exited' | 'ended' | 'failed';
  readonly exitCode?: number | null;
  readonly ended?: TerminalEnded;
  readonly error?: string;
}

/** The state of the panel. `groups` has the ID of each tab once. */
export interface SessionTerminalsState {
  readonly ready: boolean;
  readonly tabs: readonly TerminalTab[];
  readonly groups: TerminalGroups;
  readonly active?: string | undefined;
}

/** One key per session, with the ptys that are side by side. */
const PREFIX = 'gatehouse.terminals.';
const START: SessionTerminalsState = { ready: false, tabs: [], groups: [] };

/** The terminals of one session; inactive before `start`. */
export class SessionTerminals {
  readonly store: StoreApi<SessionTerminalsState> = createStore<SessionTerminalsState>(() => START);
  readonly #client: GatewayClient;
  readonly #sessionKey: string;
  readonly #storage: TextStorage;
  readonly #lines = new Map<string, PtyLine>();
  #stops: readonly (() => void)[] = [];
  #count = 0;
  /** Terminals that were closed here. A list that was on its way may still have them. */
  readonly #closed = new Set<string>();
  /** Terminals that are being opened here, and how many were. */
  #opening = 0;
  #openings = 0;

  constructor(client: GatewayClient, sessionKey: string, storage: TextStorage) {
    this.#client = client;
    this.#sessionKey = sessionKey;
    this.#storage = storage;
  }

  /** Follows the terminals of the session until `stop`. */
  start(): void {
    this.#stops = [
      this.#client.on('terminal.data', (payload) => {
        const tab = this.#byPty(payload.sessionId);
        if (tab !== undefined) this.#lines.get(tab.id)?.receive(payload);
      }),
      this.#client.on('terminal.exit', (payload) => {
        const tab = this.#byPty(payload.sessionId);
        if (tab !== undefined) this.#change(tab.id, { state: 'exited', exitCode: payload.exitCode ?? null });
      }),
      this.#client.on('terminal.changed', ({ sessionKey }) =>
        sessionKey === this.#sessionKey ? void this.#refresh() : undefined,
      ),
      // A new connection isn't attached to the ptys of the previous one.
      onFresh(this.#client, () => void this.#refresh().then(() => this.#attachAll())),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /** Opens a tab if there is none. */
  openFirst(): void {
    if (this.store.getState().tabs.length === 0) this.add();
  }

  add(): void {
    this.#append({});
  }

  /** Opens a tab to the right of the active one. */
  split(): void {
    this.#append({}, this.store.getState().active);
  }

  select(id: string | undefined): void {
    if (id !== undefined) this.store.setState({ active: id });
  }

  /** Selects the tab `step` places after the active one. */
  step(step: number): void {
    const { groups, active } = this.store.getState();
    this.select(tabBeside(groups, active, step));
  }

  /** The tabs that are shown. */
  shown(): readonly string[] {
    const { groups, active } = this.store.getState();
    return getGroup(groups, active);
  }

  /** Ends the pty, or removes what is kept of it, and removes the tab. */
  async close(id: string): Promise<void> {
    const tab = this.#tab(id);
    this.#remove(id);
    if (tab?.ptyId === undefined || tab.state === 'exited') return;
    this.#closed.add(tab.ptyId);
    await this.#client.request('terminal.close', { sessionId: tab.ptyId });
  }

  async rename(id: string, title: string): Promise<void> {
    const tab = this.#tab(id);
    const name = title.trim();
    if (tab === undefined || name === '' || name === tab.title) return;
    this.#change(id, { title: name });
    const isKept = tab.state === 'open' || tab.state === 'ended';
    if (tab.ptyId !== undefined && isKept)
      await this.#client.request('terminal.rename', { sessionId: tab.ptyId, name });
  }

  /** Opens a new shell in place of one that has ended. */
  restart(id: string): void {
    const tab = this.#tab(id);
    if (tab === undefined) return;
    this.#lines.get(id)?.settle();
    this.#replace({ id, title: tab.title, state: 'opening' });
    void this.#connectPty(id);
    if (tab.state !== 'ended' || tab.ptyId === undefined) return;
    // Its output stays on the screen.
    this.#closed.add(tab.ptyId);
    this.#client.request('terminal.close', { sessionId: tab.ptyId }).catch(() => undefined);
  }

  /** Tries again to open or attach. */
  retry(id: string): void {
    const tab = this.#tab(id);
    if (tab === undefined) return;
    const { error: _, ...rest } = tab;
    this.#replace({ ...rest, state: 'opening' });
    void this.#connectPty(id);
  }

  /** The absolute path of the workspace; empty while it isn't known. */
  cwd(id: string): string {
    return this.#tab(id)?.cwd ?? '';
  }

  input(id: string, data: string): void {
    if (this.#lines.get(id)?.isReplaying === true) return;
    this.#send(id, (sessionId) => this.#client.request('terminal.input', { sessionId, data }));
  }

  resize(id: string, cols: number, rows: number): void {
    this.#send(id, (sessionId) => this.#client.request('terminal.resize', { sessionId, cols, rows }));
  }

  /** Stores a file where the terminal's programs can read it; returns its path. */
  async upload(id: string, name: string, contentBase64: string): Promise<string> {
    const sessionId = this.#tab(id)?.ptyId ?? '';
    return (await this.#client.request('terminal.upload', { sessionId, name, contentBase64 })).path;
  }

  /** Connects a tab to its view; opens the pty or attaches to it. Returns the function that disconnects it. */
  connect(id: string, sink: TerminalSink): () => void {
    const line = this.#lines.get(id);
    if (line === undefined) return () => undefined;
    line.sink = sink;
    void this.#connectPty(id);
    return () => {
      if (line.sink === sink) line.sink = undefined;
    };
  }

  #tab(id: string): TerminalTab | undefined {
    return this.store.getState().tabs.find((tab) => tab.id === id);
  }

  #byPty(ptyId: string): TerminalTab | undefined {
    return this.store.getState().tabs.find((tab) => tab.ptyId === ptyId);
  }

  #change(id: string, changes: Partial<TerminalTab>): void {
    const tab = this.#tab(id);
    if (tab !== undefined) this.#replace({ ...tab, ...changes });
  }

  #replace(tab: TerminalTab): void {
    this.store.setState(({ tabs }) => ({ tabs: tabs.map((one) => (one.id === tab.id ? tab : one)) }));
    this.#remember();
  }

  #remove(id: string): void {
    this.store.setState(({ tabs, groups, active }) => ({
      tabs: tabs.filter((tab) => tab.id !== id),
      groups: removeTab(groups, id),
      active: active === id ? findNeighbor(groups, id) : active,
    }));
    this.#lines.delete(id);
    this.#remember();
  }

  /** Stores which ptys are side by side. */
  #remember(): void {
    const groups = mapTabs(this.store.getState().groups, (id) => this.#tab(id)?.ptyId);
    if (groups.length === 0) this.#storage.remove(PREFIX + this.#sessionKey);
    else this.#storage.set(PREFIX + this.#sessionKey, JSON.stringify(groups));
  }

  #append(known: Partial<TerminalTab>, beside?: string): void {
    this.#count += 1;
    const id = `t${this.#count}`;
    const tab: TerminalTab = { title: t('terminal.shell'), state: 'opening', ...known, id };
    this.#lines.set(id, new PtyLine(this.#client));
    this.store.setState(({ tabs, groups, active }) => ({
      tabs: [...tabs, tab],
      groups: addTab(groups, id, beside),
      // A terminal that another client opened doesn't take the place of the active one.
      active: known.ptyId === undefined ? id : (active ?? id),
    }));
  }

  /** Takes over what the gateway lists. A tab that is being opened would appear twice, so this waits for it. */
  async #refresh(): Promise<void> {
    if (this.#opening > 0) return;
    const before = this.#openings;
    const listed = await this.#list();
    // One that was opened meanwhile may be missing. Its opening refreshes again.
    if (before !== this.#openings || this.#stops.length === 0) return;
    const isFirst = !this.store.getState().ready;
    if (listed !== undefined) this.#takeOver(listed);
    if (isFirst) this.#restoreGroups();
    this.store.setState({ ready: true });
  }

  async #list(): Promise<readonly SessionTerminal[] | undefined> {
    try {
      return (await this.#client.request('terminal.bySession', { sessionKey: this.#sessionKey })).terminals;
    } catch {
      // Without a list there is nothing to continue with; new terminals can still be opened.
      return undefined;
    }
  }

  #takeOver(listed: readonly SessionTerminal[]): void {
    for (const { id: ptyId, name, cwd, ended } of listed) {
      if (this.#closed.has(ptyId)) continue;
      const tab = this.#byPty(ptyId);
      const state = ended === undefined ? {} : { state: 'ended' as const, ended };
      if (tab === undefined) this.#append({ ptyId, title: name, cwd, ...state });
      else this.#change(tab.id, { title: name, ...state });
    }
    const known = new Set(listed.map(({ id }) => id));
    for (const { id, ptyId, state } of this.store.getState().tabs) {
      if (ptyId === undefined || known.has(ptyId)) continue;
      // Closed by another client, or nothing was kept of it.
      if (state === 'ended' || state === 'opening') this.#remove(id);
      else if (state === 'open') this.#change(id, { state: 'exited', exitCode: null });
    }
  }

  #restoreGroups(): void {
    const stored = readGroups(getJson(this.#storage, PREFIX + this.#sessionKey));
    const known = mapTabs(stored, (ptyId) => this.#byPty(ptyId)?.id);
    const placed = new Set(known.flat());
    const others = this.store.getState().tabs.flatMap(({ id }) => (placed.has(id) ? [] : [[id]]));
    this.store.setState({ groups: [...known, ...others] });
  }

  #attachAll(): void {
    for (const tab of this.store.getState().tabs) if (tab.state === 'open') void this.#connectPty(tab.id);
  }

  async #connectPty(id: string): Promise<void> {
    const line = this.#lines.get(id);
    const tab = this.#tab(id);
    if (line?.sink === undefined || line.isConnecting || tab === undefined || tab.state === 'exited') return;
    line.isConnecting = true;
    try {
      if (tab.state === 'ended' && tab.ptyId !== undefined) await line.showOutput(tab.ptyId);
      else if (tab.ptyId === undefined) await this.#open(tab, line);
      else await this.#attach(tab, tab.ptyId, line);
    } catch (error) {
      const isGone = error instanceof RequestError && error.details['code'] === 'TERMINAL_NOT_FOUND';
      this.#change(id, isGone ? { state: 'exited', exitCode: null } : { state: 'failed', error: errorMessage(error) });
    } finally {
      line.isConnecting = false;
    }
  }

  async #open({ id, title }: TerminalTab, line: PtyLine): Promise<void> {
    this.#opening += 1;
    this.#openings += 1;
    try {
      // A tab that replaces another one keeps its name.
      const named = title === t('terminal.shell') ? {} : { name: title };
      const opened = await line.open({ sessionKey: this.#sessionKey, ...named });
      if (this.#tab(id) === undefined) await this.#client.request('terminal.close', { sessionId: opened.sessionId });
      this.#change(id, { ptyId: opened.sessionId, cwd: opened.cwd, state: 'open', title: opened.title ?? title });
    } finally {
      this.#opening -= 1;
      void this.#refresh();
    }
  }

  async #attach({ id, title }: TerminalTab, ptyId: string, line: PtyLine): Promise<void> {
    const answer = await line.attach(ptyId);
    this.#change(id, { state: 'open', title: answer.title ?? title });
    const { cols, rows } = line.size;
    this.resize(id, cols, rows);
  }

  #send(id: string, run: (ptyId: string) => Promise<unknown>): void {
    const tab = this.#tab(id);
    if (tab?.ptyId !== undefined && tab.state === 'open') run(tab.ptyId).catch(() => undefined);
  }
}
