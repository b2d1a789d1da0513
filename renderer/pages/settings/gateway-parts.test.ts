import { expect, it } from 'vitest';
import { partsOf } from './gateway-parts.ts';

const provider = { id: 'a', title: 'A', summary: '', kind: 'cloud', enabled: true, key: 'stored', models: 1 } as const;

it('names what is wrong with each part, and leaves out what is not known', () => {
  expect(partsOf({ problems: [] })).toEqual([{ name: 'Store and secrets', problems: [] }]);
  const parts = partsOf({
    problems: ['disk full'],
    reach: {
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

it('misses no local server that is not running, but a model altogether', () => {
  const local = { ...provider, kind: 'local', reachable: 'no' } as const;
  expect(
    partsOf({ problems: [], providers: { providers: [{ ...provider, reachable: 'yes' }, local] } })[1]?.problems,
  ).toEqual([]);
  expect(partsOf({ problems: [], providers: { providers: [{ ...local, enabled: false }] } })[1]?.problems).toEqual([
    'no provider is set up',
  ]);
});

it('says when the network is wanted and not there', () => {
  const reach = { mode: 'tailnet', port: 1, addresses: [] } as const;
  expect(partsOf({ problems: [], reach })[1]?.problems).toEqual(['no address of the network']);
});
