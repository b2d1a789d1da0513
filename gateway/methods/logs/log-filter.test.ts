import { expect, it } from 'vitest';
import { logFilter } from './log-filter.ts';

const line = (level: string, message: string): string => JSON.stringify({ level, message });

it('keeps lines of a weight or more with a text in any case, and hides none that it cannot read', () => {
  const keeps = logFilter({ level: 'warn', text: 'Disk' });
  expect(keeps?.(line('error', 'the DISK is full'))).toBe(true);
  expect(keeps?.(line('warn', 'disk'))).toBe(true);
  expect(keeps?.(line('info', 'disk'))).toBe(false);
  expect(keeps?.(line('error', 'memory'))).toBe(false);
  expect(keeps?.('disk: not JSON')).toBe(true);
  expect(keeps?.('"disk"')).toBe(true);
});

it('is nothing where every line counts', () => {
  expect(logFilter({})).toBeUndefined();
  expect(logFilter({ level: 'debug', text: '' })).toBeUndefined();
});
