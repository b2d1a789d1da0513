import { expect, it } from 'vitest';
import { checkParts, readHealth } from './gateway-parts.ts';

const provider = { id: 'a', title: 'A', summary: '', kind: 'cloud', enabled: true, key: 'stored', models: 1 } as const;

it('reports the problems of each part, and omits parts that are not loaded', () => {
  expect(checkParts({ problems: [] })).toEqual([{ name: 'Database and secrets', problems: [] }]);
  const parts = checkParts({
    problems: ['disk full'],
    access: {
      mode: 'lan',
      port: 1,
      addresses: [{ host: '10.0.0.2', kind: 'lan', network: 'eth0', error: 'port taken' }],
    },
    providers: { providers: [{ ...provider, reachable: 'no', error: 'key refused' }] },
    config: { valid: false, issues: [{ message: 'gateway.port: not a number' }] },
  });
  expect(parts.map(({ problems }) => problems)).toEqual([
    ['disk full'],
    ['10.0.0.2: port taken'],
    ['A: key refused'],
    ['gateway.port: not a number'],
  ]);
});

it('ignores a local server that is not running, but reports that no model is available', () => {
  const local = { ...provider, kind: 'local', reachable: 'no' } as const;
  expect(
    checkParts({ problems: [], providers: { providers: [{ ...provider, reachable: 'yes' }, local] } })[1]?.problems,
  ).toEqual([]);
  expect(checkParts({ problems: [], providers: { providers: [{ ...local, enabled: false }] } })[1]?.problems).toEqual([
    'no provider is set up',
  ]);
});

it('reports a missing network address', () => {
  const access = { mode: 'tailnet', port: 1, addresses: [] } as const;
  expect(checkParts({ problems: [], access })[1]?.problems).toEqual(['no address on the network']);
});

it('reads the known fields of the health payload and ignores the rest', () => {
  expect(readHealth({ ok: true, uptimeMs: 5, memoryBytes: 'x' })).toEqual({ uptimeMs: 5, problems: [] });
  expect(readHealth({ problems: ['disk full', { message: 'locked' }, 7] }).problems).toEqual([
    'disk full',
    'locked',
    'Unknown problem',
  ]);
});
