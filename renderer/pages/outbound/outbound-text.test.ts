import { expect, it } from 'vitest';
import { formatTarget, toTarget } from './block-actions.ts';
import { describeCaller, summarizeCallers } from './caller-text.ts';

it.each([
  ['example.com', 443, 'example.com'],
  ['localhost', 3000, 'localhost:3000'],
  ['127.0.0.1', 11_434, '127.0.0.1:11434'],
  ['[::1]', 80, '[::1]:80'],
  ['1.example.com', 443, '1.example.com'],
])('a block of %s, port %d, covers %s', (host, port, covered) => {
  expect(formatTarget(toTarget({ host, port }))).toBe(covered);
});

it('callers are named with their agent, each once, the first two of them', () => {
  const totals = { count: 1, refused: 0, sent: 0, received: 0, firstAt: 0, lastAt: 0 };
  const provider = { kind: 'provider', name: 'anthropic' } as const;
  const callers = [
    { ...provider, agentId: 'main', sessionKey: 'agent:main:a' },
    { ...provider, agentId: 'main', sessionKey: 'agent:main:b' },
    { kind: 'gateway', name: 'model table' } as const,
    { kind: 'tool', name: 'fetch', agentId: 'main' } as const,
  ].map((caller) => ({ ...totals, caller }));
  expect(summarizeCallers({ callers })).toBe('anthropic · main, Gatehouse: model table, +1');
  expect(describeCaller(provider)).toBe('anthropic');
});
