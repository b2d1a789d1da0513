import { beforeEach, expect, it } from 'vitest';
import type { EngineNotice } from '#core/engine/notices.ts';
import type { StoredTerminal, TerminalRecord } from '#core/ports/terminal-records.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { makeTerminalHub, type HubGateway, type TerminalHub, type TerminalMachine } from './terminal-hub.ts';

const SIZE = { cols: 80, rows: 24 };

/** A started shell, as its machine sees it. */
interface Pty {
  data(text: string): void;
  exit(code: number | null, signal: number | null): void;
  isKilled: boolean;
}

let ptys: Pty[];
let kept: Map<string, { readonly record: TerminalRecord; output: string }>;
let notify: (notice: EngineNotice) => void;
let hub: TerminalHub;

const machine: TerminalMachine = {
  workspace: '/work',
  kind: 'host',
  async terminal(_size, { data, exit }) {
    const pty = { data, exit, isKilled: false };
    ptys.push(pty);
    const kill = () => {
      pty.isKilled = true;
      exit(0, 1);
    };
    return { pid: 1, shell: '/bin/bash', write() {}, resize() {}, pause() {}, resume() {}, kill };
  },
  list: async () => [],
  write: () => Promise.reject(new Error('unused')),
  remove: async () => {},
};

beforeEach(() => {
  ptys = [];
  kept = new Map();
  let made = 0;
  const terminals = {
    add: async (record: TerminalRecord) => (kept.set(record.id, { record, output: '' }), true),
    list: async (sessionKey: string): Promise<readonly StoredTerminal[]> =>
      [...kept.values()]
        .filter(({ record }) => record.sessionKey === sessionKey)
        .map(({ record }) => ({ record, changedAtMs: 0 })),
    change: async (id: string, changes: Partial<TerminalRecord>) => {
      const entry = kept.get(id);
      if (entry !== undefined) kept.set(id, { ...entry, record: { ...entry.record, ...changes } });
    },
    write: async (id: string, text: string) => {
      const entry = kept.get(id);
      if (entry !== undefined) entry.output += text;
    },
    remove: async (id: string) => void kept.delete(id),
    purge: async () => {},
  };
  const gateway = {
    services: {
      clock: new ManualClock(),
      ids: { next: () => `t${(made += 1)}` },
      log: QUIET,
      terminals,
      engine: { onNotice: (listener: typeof notify) => ((notify = listener), () => {}) },
    },
    publish: () => {},
  } as unknown as HubGateway; // A hub uses only these.
  hub = makeTerminalHub(gateway);
});

const open = (changes: Partial<Parameters<TerminalHub['open']>[0]> = {}) =>
  hub.open({ machine, agentId: 'main', size: SIZE, ownerId: 'owner', ...changes });
const inSession = { sessionKey: 'agent:main:work' };

it('rejects the 65th terminal until another one ends, without opening a console for it', async () => {
  let consoles = 0;
  const capture = async () => {
    consoles += 1;
    return { write: () => {}, end: () => {} };
  };
  const results = await Promise.allSettled(Array.from({ length: 66 }, () => open({ capture })));
  expect(results.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(2);
  expect(consoles).toBe(64);
  await expect(open()).rejects.toThrow('64 terminals are open');
  ptys[0]?.exit(0, null);
  await open();
  expect(hub.list()).toHaveLength(64);
});

it('numbers terminals of a session with the same shell', async () => {
  const names = [];
  for (let count = 0; count < 3; count += 1) names.push((await open(inSession)).name);
  names.push((await open({ sessionKey: 'agent:main:other' })).name, (await open({ ...inSession, name: 'tests' })).name);
  expect(names).toEqual(['bash', 'bash 2', 'bash 3', 'bash', 'tests']);
});

it('saves the output when the gateway closes, and keeps it', async () => {
  await open(inSession);
  ptys[0]?.data('the last line');
  await hub.close();
  expect([ptys[0]?.isKilled, kept.get('t1')?.output, kept.get('t1')?.record.end]).toEqual([
    true,
    'the last line',
    undefined,
  ]);
});

it('keeps nothing of a terminal that was closed or whose shell exited', async () => {
  await open(inSession);
  await open(inSession);
  for (const pty of ptys) pty.data('output');
  hub.discard('t1');
  ptys[1]?.exit(1, null);
  await waitUntil('both are removed', () => kept.size === 0);
});

it('keeps the output of a shell that was killed, and how it ended', async () => {
  await open(inSession);
  ptys[0]?.data('half');
  ptys[0]?.exit(137, null);
  await waitUntil('the end is saved', () => kept.get('t1')?.record.end !== undefined);
  expect(kept.get('t1')).toMatchObject({ output: 'half', record: { end: { exitCode: 137, signal: null } } });
});

it('ends the terminals of a deleted session', async () => {
  await open(inSession);
  await open({ sessionKey: 'agent:main:other' });
  // Only the kind, the reason and the key count.
  notify({ kind: 'session', sessionKey: 'agent:main:work', reason: 'delete' } as EngineNotice);
  expect(ptys.map(({ isKilled }) => isKilled)).toEqual([true, false]);
  await waitUntil('its output is kept', () => kept.get('t1')?.record.end !== undefined);
});

it('keeps nothing of a terminal without a session', async () => {
  await open();
  ptys[0]?.data('x');
  await hub.close();
  expect(kept.size).toBe(0);
});
