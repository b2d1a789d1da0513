import { expect, it } from 'vitest';
import { logFilter } from './log-filter.ts';

const line = (level: string, message: string): string => JSON.stringify({ level, message });

it('keeps lines of a minimum level that contain a text in any case, and lines that it cannot parse', () => {
  const keeps = logFilter({ level: 'warn', text: 'Disk' });
  expect(keeps?.(line('error', 'the DISK is full'))).toBe(true);
  expect(keeps?.(line('warn', 'disk'))).toBe(true);
  expect(keeps?.(line('info', 'disk'))).toBe(false);
  expect(keeps?.(line('error', 'memory'))).toBe(false);
  expect(keeps?.('disk: not JSON')).toBe(true);
  expect(keeps?.('"disk"')).toBe(true);
});

it('is undefined if no filter is set', () => {
  expect(logFilter({})).toBeUndefined();
  expect(logFilter({ level: 'debug', text: '' })).toBeUndefined();
});

it('keeps lines of a session or an agent, including those that name only its run', () => {
  const of = (fields: object): string => JSON.stringify({ level: 'info', message: 'x', fields });
  const lines = [
    of({ runId: 'r1', sessionKey: 'agent:main:a' }),
    of({ runId: 'r1', code: 'X' }),
    of({ runId: 'r2', sessionKey: 'agent:coder:b' }),
    of({}),
    'not JSON',
  ];
  const ofMain = logFilter({ sessionKey: 'agent:main:a' });
  expect(lines.map((one) => ofMain?.(one))).toEqual([true, true, false, false, false]);
  const ofCoder = logFilter({ agentId: 'coder' });
  expect(lines.map((one) => ofCoder?.(one))).toEqual([false, false, true, false, false]);
});
