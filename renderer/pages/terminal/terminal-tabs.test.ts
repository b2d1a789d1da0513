import { describe, expect, it } from 'vitest';
import type { ConnectionState, GatewayClient } from '#contract/wire/client-api.ts';
import { memoryStorage } from '../../state/testing/stand-ins.ts';
import { TerminalTabs } from './terminal-tabs.ts';

type Answer = (params: Readonly<Record<string, unknown>>) => unknown;

/** A gateway of scripted answers: the client interface over plain functions. */
function scripted(answers: Readonly<Record<string, Answer>>) {
  const calls: [string, unknown][] = [];
  const listeners = new Map<string, (payload: unknown) => void>();
  let onState: (state: ConnectionState) => void = () => undefined;
  const client = {
    request: async (method: string, params: Readonly<Record<string, unknown>>) => {
      calls.push([method, params]);
      return answers[method]?.(params) ?? { ok: true };
    },
    on: (event: string, listener: (payload: unknown) => void) => {
      listeners.set(event, listener);
      return () => listeners.delete(event);
    },
    onState: (listener: (state: ConnectionState) => void) => {
      onState = listener;
      return () => undefined;
    },
  } as unknown as GatewayClient; // Only these three are used here.
  return {
    client,
    calls,
    emit: (event: string, payload: unknown) => listeners.get(event)?.(payload),
    ready: () => onState({ kind: 'connected' }),
  };
}

function memory(ids: readonly string[] = []) {
  const storage = memoryStorage();
  if (ids.length > 0) storage.set('gatehouse.terminals.s', ids.join('\n'));
  return { ...storage, kept: () => storage.get('gatehouse.terminals.s')?.split('\n') ?? [] };
}

function sink() {
  let text = '';
  return {
    write: (data: string, done: () => void) => {
      text += data;
      done();
    },
    clear: () => (text = ''),
    size: () => ({ cols: 80, rows: 24 }),
    text: () => text,
  };
}

const opened = { sessionId: 'p1', agentId: 'main', shell: '/bin/bash', cwd: '/w', confined: false };
const settle = () => new Promise((done) => setTimeout(done, 0));

describe('terminals of a session', () => {
  it('starts no shell in a session that is only visited', async () => {
    const gateway = scripted({ 'terminal.open': () => opened });
    const tabs = new TerminalTabs(gateway.client, 's', memory());
    await tabs.start();
    await settle();
    expect([tabs.store.getState().tabs, gateway.calls]).toEqual([[], []]);
    tabs.openFirst();
    tabs.openFirst();
    expect(tabs.store.getState().tabs).toHaveLength(1);
  });

  it('opens a shell, forwards data, and remembers the pty', async () => {
    const gateway = scripted({ 'terminal.open': () => opened });
    const kept = memory();
    const tabs = new TerminalTabs(gateway.client, 's', kept);
    await tabs.start();
    tabs.openFirst();
    const screen = sink();
    tabs.connect('t1', screen);
    await settle();
    gateway.emit('terminal.data', { sessionId: 'p1', seq: 1, data: 'hi' });
    gateway.emit('terminal.data', { sessionId: 'other', seq: 1, data: 'no' });
    expect([screen.text(), kept.kept(), tabs.store.getState().tabs[0]?.title]).toEqual(['hi', ['p1'], 'bash 1']);
    tabs.input('t1', 'ls\r');
    expect(gateway.calls.at(-1)).toEqual(['terminal.input', { sessionId: 'p1', data: 'ls\r' }]);
  });

  it('reports what is on the screen, at the latest after 65,536 characters', async () => {
    const gateway = scripted({ 'terminal.open': () => opened });
    const tabs = new TerminalTabs(gateway.client, 's', memory());
    await tabs.start();
    tabs.openFirst();
    const shown: (() => void)[] = [];
    tabs.connect('t1', { ...sink(), write: (_data, done) => shown.push(done) });
    await settle();
    const acks = () => gateway.calls.flatMap(([method, params]) => (method === 'terminal.ack' ? [params] : []));
    expect(acks()).toEqual([{ sessionId: 'p1', seq: 0 }]);
    for (const seq of [40_000, 80_000, 90_000]) gateway.emit('terminal.data', { sessionId: 'p1', seq, data: 'x' });
    shown[0]?.();
    expect(acks()).toHaveLength(1);
    shown[1]?.();
    shown[2]?.();
    expect(acks().slice(1)).toEqual([{ sessionId: 'p1', seq: 80_000 }]);
  });

  it('reports nothing more to a gateway that does not know these reports', async () => {
    const gateway = scripted({
      'terminal.open': () => opened,
      'terminal.ack': () => {
        throw new Error('unknown method');
      },
    });
    const tabs = new TerminalTabs(gateway.client, 's', memory());
    await tabs.start();
    tabs.openFirst();
    tabs.connect('t1', sink());
    await settle();
    gateway.emit('terminal.data', { sessionId: 'p1', seq: 100_000, data: 'x' });
    expect(gateway.calls.filter(([method]) => method === 'terminal.ack')).toHaveLength(1);
  });

  it('restores the screen after a reload without repeating or losing data', async () => {
    const gateway = scripted({
      'terminal.list': () => ({ sessions: [{ sessionId: 'p1' }] }),
      'terminal.attach': () => {
        // Data that races with the answer: 5 is in the buffer already, 6 is not.
        gateway.emit('terminal.data', { sessionId: 'p1', seq: 5, data: 'old' });
        gateway.emit('terminal.data', { sessionId: 'p1', seq: 6, data: 'new' });
        return { ...opened, buffer: 'screen ', seq: 5 };
      },
    });
    const tabs = new TerminalTabs(gateway.client, 's', memory(['p1', 'gone']));
    await tabs.start();
    expect(tabs.store.getState().tabs).toHaveLength(1);
    const screen = sink();
    tabs.connect('t1', screen);
    await settle();
    expect(screen.text()).toBe('screen new');
  });

  it('reattaches after a lost connection', async () => {
    const gateway = scripted({
      'terminal.open': () => opened,
      'terminal.attach': () => ({ ...opened, buffer: 'all', seq: 9 }),
    });
    const tabs = new TerminalTabs(gateway.client, 's', memory());
    await tabs.start();
    tabs.openFirst();
    const screen = sink();
    tabs.connect('t1', screen);
    await settle();
    gateway.ready();
    await settle();
    expect(screen.text()).toBe('all');
  });

  it('reports the exit code and restarts the shell', async () => {
    const gateway = scripted({ 'terminal.open': () => opened });
    const kept = memory();
    const tabs = new TerminalTabs(gateway.client, 's', kept);
    await tabs.start();
    tabs.openFirst();
    tabs.connect('t1', sink());
    await settle();
    gateway.emit('terminal.exit', { sessionId: 'p1', exitCode: 3 });
    expect(tabs.store.getState().tabs[0]).toMatchObject({ state: 'exited', exitCode: 3 });
    expect(kept.kept()).toEqual([]);
    tabs.restart('t1');
    await settle();
    expect(tabs.store.getState().tabs[0]).toMatchObject({ state: 'open', ptyId: 'p1' });
  });

  it("shows why a terminal couldn't be opened", async () => {
    const gateway = scripted({
      'terminal.open': () => {
        throw new Error('no pty left');
      },
    });
    const tabs = new TerminalTabs(gateway.client, 's', memory());
    await tabs.start();
    tabs.openFirst();
    tabs.connect('t1', sink());
    await settle();
    expect(tabs.store.getState().tabs[0]).toMatchObject({ state: 'failed', error: 'no pty left' });
  });

  it('ends the pty when its tab closes and selects the neighbor', async () => {
    const gateway = scripted({ 'terminal.open': () => opened });
    const tabs = new TerminalTabs(gateway.client, 's', memory());
    await tabs.start();
    tabs.openFirst();
    tabs.connect('t1', sink());
    tabs.add();
    await settle();
    tabs.select('t1');
    await tabs.close('t1');
    expect(gateway.calls).toContainEqual(['terminal.close', { sessionId: 'p1' }]);
    expect(tabs.store.getState()).toMatchObject({ active: 't2' });
  });
});
