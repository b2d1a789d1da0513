// Proves: SC-9
import { expect, it } from 'vitest';
import { auditFiles, findUnpinned, findUnverified, findVulnerable } from './audit-dependencies.ts';

it('finds every package pinned to a verified archive of the registry', () => {
  expect(auditFiles()).toEqual([]);
});

it('finds packages from elsewhere, without a hash, and without an exact version', () => {
  const address = 'https://registry.npmjs.org/a/-/a-1.0.0.tgz';
  const packages = {
    '': {},
    'node_modules/a': { resolved: address, integrity: 'sha512-x' },
    'node_modules/b': { resolved: 'git+ssh://git@github.com/x/b.git#1', integrity: 'sha512-x' },
    'node_modules/c': { resolved: address },
    'node_modules/d': { resolved: 'http://registry.npmjs.org/d.tgz', integrity: 'sha512-x' },
  };
  expect(findUnverified(packages).map((line) => line.split(':')[0])).toEqual([
    'node_modules/b',
    'node_modules/c',
    'node_modules/d',
  ]);
  expect(
    findUnpinned({ dependencies: { a: '1.0.0', b: '^1.0.0' }, devDependencies: { c: 'latest', d: '1.2.0-beta.1' } }),
  ).toEqual(["b: ^1.0.0 isn't an exact version", "c: latest isn't an exact version"]);
});

it('reads the serious vulnerabilities in the answer of the registry, and notices a missing answer', () => {
  const via = [{ title: 'Path traversal', url: 'https://github.com/advisories/GHSA-x' }];
  const answer = {
    vulnerabilities: {
      a: { severity: 'critical', via },
      b: { severity: 'moderate', via },
      c: { severity: 'high', via: ['a'] },
    },
  };
  expect(findVulnerable(JSON.stringify(answer))).toEqual([
    'a: critical, Path traversal (https://github.com/advisories/GHSA-x)',
    'c: high, through a',
  ]);
  expect(findVulnerable('{"message":"405 Method Not Allowed"}')).toBeUndefined();
  expect(findVulnerable('')).toBeUndefined();
});
