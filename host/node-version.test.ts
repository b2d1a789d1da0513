import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { describeUnsupportedNode, describeVulnerableNode } from './node-version.mjs';

it.each(['18.20.0', '20.20.2', '22.23.0', '23.11.0'])('rejects Node %s', (version) => {
  expect(describeUnsupportedNode(version)).toBe(`Gatehouse requires Node 24.22.1 or later; this is Node ${version}.`);
});

it.each(['24.0.0', '24.9.0', '24.21.0', '24.22.0', '25.9.0', '26.0.0', '26.10.0', '26.12.0'])(
  'runs on Node %s and warns about its vulnerabilities',
  (version) => {
    expect(describeUnsupportedNode(version)).toBeUndefined();
    expect(describeVulnerableNode(version)).toBe(
      `Node ${version} has known security vulnerabilities. Upgrade to Node 24.22.1, 26.12.1, or later.`,
    );
  },
);

it.each(['24.22.1', '24.22.3', '24.100.0', '26.12.1', '26.13.0', '27.0.0', '28.1.0'])(
  'accepts Node %s without a warning',
  (version) => {
    expect(describeUnsupportedNode(version)).toBeUndefined();
    expect(describeVulnerableNode(version)).toBeUndefined();
  },
);

it('accepts the versions that package.json asks for and installs', () => {
  // package.json is ours; these fields are records of strings.
  const manifest = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as Record<
    'engines' | 'optionalDependencies',
    Readonly<Record<string, string>>
  >;
  const installed = Object.entries(manifest.optionalDependencies).filter(([name]) => name.startsWith('node-'));
  const versions = [manifest.engines['node']?.replace('>=', '') ?? '', ...installed.map(([, version]) => version)];
  expect(versions.map(describeVulnerableNode)).toEqual([undefined, undefined, undefined]);
});
