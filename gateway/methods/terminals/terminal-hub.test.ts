import { expect, it } from 'vitest';
import type { Machine } from '#core/ports/machine.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { makeTerminalHub } from './terminal-hub.ts';

const SIZE = { cols: 80, rows: 24 };

it('rejects the 65th terminal until another one ends, without opening a console for it', async () => {
  let made = 0;
  const ends: (() => void)[] = [];
  const machine: Pick<Machine, 'workspace' | 'kind' | 'terminal'> = {
    workspace: '/work',
    kind: 'host',
    async terminal(_size, { exit }) {
      ends.push(() => exit(0, null));
      return {
        pid: 1,
        shell: 'sh',
        write: () => {},
        resize: () => {},
        pause: () => {},
        resume: () => {},
        kill: () => {},
      };
    },
  };
  const hub = makeTerminalHub({ services: { clock: new ManualClock(), ids: { next: () => `${(made += 1)}` } } });
  let consoles = 0;
  const openConsole = async () => {
    consoles += 1;
    return { write: () => {}, end: () => {} };
  };
  const open = () => hub.open(machine, 'main', SIZE, openConsole);
  const results = await Promise.allSettled(Array.from({ length: 66 }, open));
  expect(results.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(2);
  expect(consoles).toBe(64);
  await expect(open()).rejects.toThrow('64 terminals are open');
  ends[0]?.();
  await open();
  expect(hub.list()).toHaveLength(64);
});
