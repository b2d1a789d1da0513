// The terminals of one session: open, attach again after a reload, exit, restart. Data goes to views, never into the store.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/client-api.ts';

/** One tab. `id` is ours; `ptyId` the gateway's, once it is open. */
export interface TerminalTab {
  readonly id: string;
  readonly title: string;
  readonly ptyId?: string;
  readonly state: 'opening' | 'open' | 'exited' | 'failed';
  readonly exitCode?: number | null;
  readonly error?: string;
}

/** What the panel shows. */
export interface TerminalTabsState {
  readonly ready: boolean;
  readonly tabs: readonly TerminalTab[];
  readonly active?: string | undefined;
}

/** Where the bytes of a tab go. */
export interface TerminalSink {
  write(data: string): void;
  clear(): void;
  size(): { readonly cols: number; readonly rows: number };
}

/** Remembers which ptys belong to a session, so that they are found again after a reload. */
export interface TerminalMemory {
  read(sessionKey: string): readonly string[];
  write(sessionKey: string, ptyIds: readonly string[]): void;
}

/** The terminals of one session. */
export interface TerminalTabs {
  readonly store: StoreApi<TerminalTabsState>;
  /** Finds the ptys that are still open. */
  start(): Promise<void>;
  stop(): void;
  add(): void;
  select(id: string): void;
  close(id: string): Promise<void>;
  restart(id: string): void;
  input(id: string, data: string): void;
  resize(id: string, cols: number, rows: number): void;
  /** Connects a tab with its view; opens or attaches the pty. Returns the function that disconnects it. */
  connect(id: string, sink: TerminalSink): () => void;
}

interface Line {
  sink?: TerminalSink;
  /** Data events up to this number are in the buffer that `attach` gave. */
  seenSeq: number;
  /** Data that came while attaching. */
  early: { readonly seq: number; readonly data: string }[] | undefined;
}

/** Makes the terminals of a session. Nothing happens before `start`. */
export function createTerminalTabs(client: GatewayClient, sessionKey: string, memory: TerminalMemory): TerminalTabs {
  const store = createStore<TerminalTabsState>(() => ({ ready: false, tabs: [] }));
  const lines = new Map<string, Line>();
  const stops: (() => void)[] = [];
  let count = 0;

  const tabOf = (id: string) => store.getState().tabs.find((tab) => tab.id === id);
  const byPty = (ptyId: string) => store.getState().tabs.find((tab) => tab.ptyId === ptyId);
  const change = (id: string, changes: Partial<TerminalTab>) => {
    store.setState(({ tabs }) => ({ tabs: tabs.map((tab) => (tab.id === id ? { ...tab, ...changes } : tab)) }));
    remember();
  };
  const remember = () => {
    const open = store.getState().tabs.filter((tab) => tab.state === 'open' || tab.state === 'opening');
    memory.write(sessionKey, open.flatMap((tab) => (tab.ptyId === undefined ? [] : [tab.ptyId])));
  };
  const append = (ptyId?: string): string => {
    count += 1;
    const id = `t${count}`;
    const tab: TerminalTab = { id, title: `Shell ${count}`, state: 'opening', ...(ptyId === undefined ? {} : { ptyId }) };
    lines.set(id, { seenSeq: -1, early: undefined });
    store.setState(({ tabs }) => ({ tabs: [...tabs, tab], active: id }));
    return id;
  };

  const receive = (payload: { readonly sessionId: string; readonly seq: number; readonly data: string }) => {
    const tab = byPty(payload.sessionId);
    const line = tab === undefined ? undefined : lines.get(tab.id);
    if (line === undefined) return;
    if (line.early !== undefined) line.early.push(payload);
    else if (payload.seq > line.seenSeq) {
      line.seenSeq = payload.seq;
      line.sink?.write(payload.data);
    }
  };
  const open = async (id: string, line: Line, sink: TerminalSink) => {
    const { cols, rows } = sink.size();
    const opened = await client.request('terminal.open', { sessionKey, cols, rows });
    line.seenSeq = -1;
    change(id, { ptyId: opened.sessionId, state: 'open', title: opened.title ?? titleOf(opened.shell, id) });
  };
  const attach = async (id: string, ptyId: string, line: Line, sink: TerminalSink) => {
    line.early = [];
    try {
      const answer = await client.request('terminal.attach', { sessionId: ptyId });
      sink.clear();
      sink.write(answer.buffer);
      line.seenSeq = answer.seq ?? -1;
      change(id, { state: 'open', title: answer.title ?? titleOf(answer.shell, id) });
      const { cols, rows } = sink.size();
      void client.request('terminal.resize', { sessionId: ptyId, cols, rows }).catch(() => undefined);
    } finally {
      const early = line.early ?? [];
      line.early = undefined;
      for (const payload of early) receive({ sessionId: ptyId, ...payload });
    }
  };
  const bring = async (id: string) => {
    const line = lines.get(id);
    const tab = tabOf(id);
    if (line?.sink === undefined || tab === undefined || tab.state === 'exited') return;
    try {
      if (tab.ptyId === undefined) await open(id, line, line.sink);
      else await attach(id, tab.ptyId, line, line.sink);
    } catch (error) {
      change(id, { state: 'failed', error: error instanceof Error ? error.message : String(error) });
    }
  };
  const send = (id: string, run: (ptyId: string) => Promise<unknown>) => {
    const tab = tabOf(id);
    if (tab?.ptyId !== undefined && tab.state === 'open') run(tab.ptyId).catch(() => undefined);
  };

  return {
    store,
    start: async () => {
      stops.push(client.on('terminal.data', receive));
      stops.push(
        client.on('terminal.exit', (payload) => {
          const tab = byPty(payload.sessionId);
          if (tab !== undefined) change(tab.id, { state: 'exited', exitCode: payload.exitCode ?? null });
        }),
      );
      stops.push(
        client.onState((state) => {
          // A new connection does not own the ptys of the old one: attach again.
          if (state.kind === 'ready') for (const tab of store.getState().tabs) if (tab.state === 'open' && tab.ptyId !== undefined) void bring(tab.id);
        }),
      );
      const remembered = memory.read(sessionKey);
      const alive = remembered.length === 0 ? [] : await aliveOf(client);
      for (const ptyId of remembered) if (alive.includes(ptyId)) append(ptyId);
      if (store.getState().tabs.length === 0) append();
      store.setState({ ready: true });
    },
    stop: () => {
      for (const stop of stops.splice(0)) stop();
    },
    add: () => void append(),
    select: (id) => store.setState({ active: id }),
    close: async (id) => {
      const tab = tabOf(id);
      store.setState(({ tabs, active }) => closeTab(tabs, active, id));
      lines.delete(id);
      remember();
      if (tab?.ptyId !== undefined && tab.state !== 'exited') await client.request('terminal.close', { sessionId: tab.ptyId });
    },
    restart: (id) => {
      const tab = tabOf(id);
      if (tab === undefined) return;
      lines.get(id)?.sink?.clear();
      const { ptyId: _old, exitCode: _code, error: _error, ...rest } = tab;
      store.setState(({ tabs }) => ({ tabs: tabs.map((one) => (one.id === id ? { ...rest, state: 'opening' } : one)) }));
      void bring(id);
    },
    input: (id, data) => send(id, (sessionId) => client.request('terminal.input', { sessionId, data })),
    resize: (id, cols, rows) => send(id, (sessionId) => client.request('terminal.resize', { sessionId, cols, rows })),
    connect: (id, sink) => {
      const line = lines.get(id);
      if (line === undefined) return () => undefined;
      line.sink = sink;
      void bring(id);
      return () => {
        if (line.sink === sink) delete line.sink;
      };
    },
  };
}

async function aliveOf(client: GatewayClient): Promise<readonly string[]> {
  try {
    const { sessions } = await client.request('terminal.list', {});
    return sessions.map((session) => session.sessionId);
  } catch {
    // Without a list there is nothing to continue with; a new shell is opened instead.
    return [];
  }
}

function titleOf(shell: string, id: string): string {
  return `${shell.split('/').at(-1) ?? 'shell'} ${id.slice(1)}`;
}

function closeTab(tabs: readonly TerminalTab[], active: string | undefined, id: string): Partial<TerminalTabsState> {
  const at = tabs.findIndex((tab) => tab.id === id);
  const rest = tabs.filter((tab) => tab.id !== id);
  const next = active === id ? rest[Math.min(at, rest.length - 1)]?.id : active;
  return { tabs: rest, active: next };
}
