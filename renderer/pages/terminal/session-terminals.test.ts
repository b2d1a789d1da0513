import { beforeEach, describe, expect, it } from 'vitest';
import { RequestError } from '#contract/wire/client-api.ts';
import { memoryStorage, scriptedClient } from '../../state/testing/stand-ins.ts';
import { SessionTerminals } from './session-terminals.ts';

type Script = Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => unknown>>;

const ROW = { shell: '/bin/bash', cwd: '/w', confined: false, createdAtMs: 1 };
const opened = { sessionId: 'p1', agentId: 'main', title: 'bash', ...ROW };
const row = (id: string, more: object = {}) => ({ id, name: id, ...ROW, ...more });
const settle = () => new Promise((done) => setTimeout(done, 0));

let storage: ReturnType<typeof memoryStorage>;

beforeEach(() => {
  storage = memoryStorage();
});

/** The terminals of session `s` over a gateway of scripted answers. */
async function start(script: Script = {}) {
  const gateway = scriptedClient((method, params) => {
    const answer = script[method];
    if (answer !== undefined) return answer(params);
    return method === 'terminal.bySession' ? { sessionKey: 's', terminals: [] } : { ok: true };
  });
  const terminals = new SessionTerminals(gateway.client, 's', storage);
  terminals.start();
  await settle();
  return { ...gateway, terminals, state: () => terminals.store.getState() };
}

function sink() {
  let text = '';
  return {
    write: (data: string, done: () => void) => {
      text += data;
      done();
    },
    clear: () => (text = ''),
    settle: (done: () => void) => done(),
    size: () => ({ cols: 80, rows: 24 }),
    text: () => text,
  };
}

/** A list of the gateway that a test changes. */
function listed(...rows: readonly ReturnType<typeof row>[]) {
  let terminals = rows;
  return {
    list: () => ({ sessionKey: 's', terminals }),
    change: (...next: readonly ReturnType<typeof row>[]) => (terminals = next),
  };
}

describe('terminals of a session', () => {
  it('starts no shell in a session that is only visited', async () => {
    const { terminals, calls, state } = await start();
    expect([state().tabs, calls.map(({ method }) => method)]).toEqual([[], ['terminal.bySession']]);
    terminals.openFirst();
    terminals.openFirst();
    expect(state().tabs).toHaveLength(1);
  });

  it('opens a shell and forwards data', async () => {
    const list = listed();
    const { terminals, emit, calls, state } = await start({
      'terminal.open': () => (list.change(row('p1', { name: 'bash' })), opened),
      'terminal.bySession': list.list,
    });
    const screen = sink();
    terminals.add();
    terminals.connect(state().active ?? '', screen);
    await settle();
    emit('terminal.data', { sessionId: 'p1', seq: 1, data: 'hi' });
    emit('terminal.data', { sessionId: 'other', seq: 1, data: 'no' });
    expect([screen.text(), state().tabs.map(({ title }) => title)]).toEqual(['hi', ['bash']]);
    terminals.input(state().active ?? '', 'ls\r');
    expect(calls.at(-1)).toEqual({ method: 'terminal.input', params: { sessionId: 'p1', data: 'ls\r' } });
  });

  it('reports what is on the screen, at the latest after 65,536 characters', async () => {
    const { terminals, emit, calls } = await start({ 'terminal.open': () => opened });
    terminals.add();
    const shown: (() => void)[] = [];
    terminals.connect('t1', { ...sink(), write: (_data, done) => shown.push(done) });
    await settle();
    const acks = () => calls.flatMap(({ method, params }) => (method === 'terminal.ack' ? [params] : []));
    expect(acks()).toEqual([{ sessionId: 'p1', seq: 0 }]);
    for (const seq of [40_000, 80_000, 90_000]) emit('terminal.data', { sessionId: 'p1', seq, data: 'x' });
    shown[0]?.();
    expect(acks()).toHaveLength(1);
    shown[1]?.();
    shown[2]?.();
    expect(acks().slice(1)).toEqual([{ sessionId: 'p1', seq: 80_000 }]);
  });

  it('reports nothing more to a gateway that does not know these reports', async () => {
    const { terminals, emit, calls } = await start({
      'terminal.open': () => opened,
      'terminal.ack': () => {
        throw new Error('unknown method');
      },
    });
    terminals.add();
    terminals.connect('t1', sink());
    await settle();
    emit('terminal.data', { sessionId: 'p1', seq: 100_000, data: 'x' });
    expect(calls.filter(({ method }) => method === 'terminal.ack')).toHaveLength(1);
  });

  it('restores the screen after a reload without repeating or losing data', async () => {
    const gateway = await start({
      'terminal.bySession': listed(row('p1')).list,
      'terminal.attach': () => {
        // Data that races with the answer: 5 is in the buffer already, 6 is not.
        gateway.emit('terminal.data', { sessionId: 'p1', seq: 5, data: 'old' });
        gateway.emit('terminal.data', { sessionId: 'p1', seq: 6, data: 'new' });
        return { ...opened, buffer: 'screen ', seq: 5 };
      },
    });
    const screen = sink();
    gateway.terminals.connect('t1', screen);
    await settle();
    expect(screen.text()).toBe('screen new');
  });

  it('sends no answers to queries in restored output', async () => {
    const { terminals, calls } = await start({
      'terminal.bySession': listed(row('p1')).list,
      'terminal.attach': () => ({ ...opened, buffer: '\u001b[6n', seq: 5 }),
    });
    let finish = (): void => {};
    const write = (_data: string, done: () => void): void => {
      terminals.input('t1', '\u001b[1;1R');
      finish = done;
    };
    terminals.connect('t1', { ...sink(), write });
    await settle();
    const inputs = () => calls.flatMap(({ method, params }) => (method === 'terminal.input' ? [params['data']] : []));
    expect(inputs()).toEqual([]);
    finish();
    terminals.input('t1', 'ls');
    expect(inputs()).toEqual(['ls']);
  });

  it('reattaches after a lost connection', async () => {
    const { terminals, become } = await start({
      'terminal.open': () => opened,
      'terminal.bySession': listed(row('p1')).list,
      'terminal.attach': () => ({ ...opened, buffer: 'all', seq: 9 }),
    });
    const screen = sink();
    terminals.connect('t1', screen);
    await settle();
    screen.clear();
    become({ kind: 'connecting' });
    become({ kind: 'connected' });
    await settle();
    expect(screen.text()).toBe('all');
  });

  it('reports the exit code and restarts the shell', async () => {
    const list = listed();
    const { terminals, emit, state } = await start({
      'terminal.open': () => (list.change(row('p1')), opened),
      'terminal.bySession': list.list,
    });
    terminals.add();
    terminals.connect('t1', sink());
    await settle();
    list.change();
    emit('terminal.exit', { sessionId: 'p1', exitCode: 3 });
    expect(state().tabs[0]).toMatchObject({ state: 'exited', exitCode: 3 });
    terminals.restart('t1');
    await settle();
    expect(state().tabs[0]).toMatchObject({ state: 'open', ptyId: 'p1' });
  });

  it("shows why a terminal couldn't be opened, and tries again", async () => {
    const list = listed();
    let fails = true;
    const { terminals, state } = await start({
      'terminal.bySession': list.list,
      'terminal.open': () => {
        if (fails) throw new Error('no pty left');
        list.change(row('p1'));
        return opened;
      },
    });
    terminals.add();
    terminals.connect('t1', sink());
    await settle();
    expect(state().tabs[0]).toMatchObject({ state: 'failed', error: 'no pty left' });
    fails = false;
    terminals.retry('t1');
    await settle();
    expect(state().tabs[0]).toMatchObject({ state: 'open' });
    expect(state().tabs[0]?.error).toBeUndefined();
  });

  it('shows terminals that another client opened, renamed, or closed', async () => {
    const list = listed(row('p1'));
    const { emit, state } = await start({ 'terminal.bySession': list.list });
    list.change(row('p1', { name: 'server' }), row('p2'));
    emit('terminal.changed', { sessionKey: 'other', ts: 1 });
    await settle();
    expect(state().tabs.map(({ title }) => title)).toEqual(['p1']);
    emit('terminal.changed', { sessionKey: 's', ts: 1 });
    await settle();
    expect(state().tabs.map(({ title }) => title)).toEqual(['server', 'p2']);
    expect(state().active).toBe('t1');
  });
});

describe('tabs of terminals', () => {
  it('are side by side after a split, also after a reload', async () => {
    const ids = ['p1', 'p2', 'p3'];
    const open = ids.values();
    const list = listed();
    const first = await start({
      'terminal.bySession': list.list,
      'terminal.open': () => {
        const sessionId = open.next().value;
        list.change(...ids.slice(0, ids.indexOf(sessionId ?? '') + 1).map((id) => row(id)));
        return { ...opened, sessionId };
      },
    });
    for (const add of [() => first.terminals.add(), () => first.terminals.add(), () => first.terminals.split()]) {
      add();
      first.terminals.connect(first.state().active ?? '', sink());
      await settle();
    }
    expect([first.state().groups, first.terminals.shown()]).toEqual([
      [['t1'], ['t2', 't3']],
      ['t2', 't3'],
    ]);
    first.terminals.step(1);
    expect(first.terminals.shown()).toEqual(['t1']);
    first.terminals.stop();
    const second = await start({ 'terminal.bySession': list.list });
    const names = second.state().tabs.map(({ id, title }) => [id, title]);
    expect([second.state().groups.map((group) => group.map((id) => Object.fromEntries(names)[id]))]).toEqual([
      [['p1'], ['p2', 'p3']],
    ]);
  });

  it('end the pty when they are closed, and select the neighbor', async () => {
    const list = listed(row('p1'), row('p2'));
    const { terminals, calls, state } = await start({ 'terminal.bySession': list.list });
    terminals.select('t1');
    await terminals.close('t1');
    expect(calls.at(-1)).toEqual({ method: 'terminal.close', params: { sessionId: 'p1' } });
    expect(state()).toMatchObject({ active: 't2', groups: [['t2']] });
  });

  it('do not come back from a list that was on its way when they were closed', async () => {
    const list = listed(row('p1'), row('p2'));
    const { terminals, emit, state } = await start({ 'terminal.bySession': list.list });
    emit('terminal.changed', { sessionKey: 's', ts: 1 });
    await terminals.close('t1');
    await settle();
    expect(state().tabs.map(({ title }) => title)).toEqual(['p2']);
  });

  it('are renamed in the gateway, but not to nothing', async () => {
    const { terminals, calls, state } = await start({
      'terminal.bySession': listed(row('p1')).list,
      'terminal.attach': () => ({ ...opened, title: 'p1', buffer: '', seq: 0 }),
    });
    terminals.connect('t1', sink());
    await settle();
    for (const name of [' server ', '  ']) await terminals.rename('t1', name);
    expect(state().tabs[0]?.title).toBe('server');
    expect(calls.filter(({ method }) => method === 'terminal.rename').map(({ params }) => params)).toEqual([
      { sessionId: 'p1', name: 'server' },
    ]);
  });
});

describe('a terminal that ended with the host', () => {
  const ended = { atMs: 5 };

  it('shows its output, and opens a new shell with its name in its place', async () => {
    const list = listed(row('p0', { name: 'server', ended }));
    const { terminals, calls, state } = await start({
      'terminal.bySession': list.list,
      'terminal.output': () => ({ output: 'half a line' }),
      'terminal.open': ({ name }) => {
        // The old one is removed a moment later.
        list.change(row('p0', { name: 'server', ended }), row('p1', { name: 'server' }));
        return { ...opened, title: name };
      },
    });
    expect(state().tabs).toMatchObject([{ title: 'server', state: 'ended', ended }]);
    const screen = sink();
    terminals.connect('t1', screen);
    await settle();
    expect(screen.text()).toMatch(/^half a line/);
    terminals.input('t1', 'x');
    terminals.restart('t1');
    await settle();
    expect(state().tabs).toMatchObject([{ id: 't1', title: 'server', state: 'open', ptyId: 'p1' }]);
    expect(screen.text()).toMatch(/^half a line/);
    const methods = calls.map(({ method }) => method);
    expect(methods).not.toContain('terminal.input');
    expect(calls).toContainEqual({ method: 'terminal.close', params: { sessionId: 'p0' } });
  });

  it('keeps its screen in a page that saw the restart', async () => {
    const list = listed(row('p1'));
    const { terminals, emit, become, state, calls } = await start({
      'terminal.bySession': list.list,
      'terminal.attach': () => ({ ...opened, buffer: 'before ', seq: 5 }),
    });
    const screen = sink();
    terminals.connect('t1', screen);
    await settle();
    emit('terminal.data', { sessionId: 'p1', seq: 6, data: 'after' });
    list.change(row('p1', { ended }));
    become({ kind: 'connecting' });
    become({ kind: 'connected' });
    await settle();
    expect([state().tabs[0]?.state, screen.text()]).toEqual(['ended', 'before after']);
    expect(calls.map(({ method }) => method)).not.toContain('terminal.output');
  });

  it('is an exited shell if nothing was kept of it', async () => {
    const list = listed(row('p1'));
    const { terminals, become, state } = await start({
      'terminal.bySession': list.list,
      'terminal.attach': () => ({ ...opened, buffer: 'x', seq: 5 }),
    });
    terminals.connect('t1', sink());
    await settle();
    list.change();
    become({ kind: 'connecting' });
    become({ kind: 'connected' });
    await settle();
    expect(state().tabs).toMatchObject([{ state: 'exited' }]);
  });

  it('is an exited shell if it ends while the page attaches', async () => {
    const { terminals, state } = await start({
      'terminal.bySession': listed(row('p1')).list,
      'terminal.attach': () => {
        throw new RequestError('INVALID_REQUEST', 'gone', { code: 'TERMINAL_NOT_FOUND' });
      },
    });
    terminals.connect('t1', sink());
    await settle();
    expect(state().tabs).toMatchObject([{ state: 'exited' }]);
  });
});
