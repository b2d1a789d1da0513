// Proves: QA-4
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { findViolations, type CapabilityFacts } from '#scripts/features/capabilities.ts';
import { featureFiles } from '#scripts/generate-features.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

describe('feature status', () => {
  it.each(Object.entries(featureFiles()))('%s is up to date (run npm run generate)', (path, text) => {
    expect(readFileSync(join(PROJECT_ROOT, path), 'utf8')).toBe(text);
  });

  const row: CapabilityFacts = { id: 'X-1', title: 'An example', state: 'done' };
  const proof = new Map([['a.test.ts', ['X-1']]]);

  it('accepts a capability that a test proves', () => {
    expect(findViolations({ Area: [row] }, proof)).toEqual([]);
  });

  it('rejects a capability that is done without a test', () => {
    expect(findViolations({ Area: [row] }, new Map())).toEqual(['X-1 is done, but no test names it']);
  });

  it('rejects a test that names an unknown capability', () => {
    const proofs = new Map([...proof, ['b.test.ts', ['X-2']]]);
    expect(findViolations({ Area: [row] }, proofs)).toEqual(['b.test.ts names the unknown capability "X-2"']);
  });

  it('rejects a duplicate id, a partial row without a gap, and a test of an absent capability', () => {
    expect(findViolations({ Area: [row, row] }, proof)).toEqual(['X-1 is listed twice']);
    expect(findViolations({ Area: [{ ...row, state: 'partial' }] }, proof)).toHaveLength(1);
    expect(findViolations({ Area: [{ ...row, state: 'absent' }] }, proof)).toHaveLength(1);
  });
});
