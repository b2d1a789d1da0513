import { expect, it } from 'vitest';
import { needsContainers } from './describe-machine.ts';

const UNUSED = { default: { setting: 'auto', kind: 'confined' }, machines: [], used: ['confined'] };

it('needs containers only where the default or an agent uses them', () => {
  expect(needsContainers(UNUSED)).toBe(false);
  expect(needsContainers({ ...UNUSED, used: ['docker'] })).toBe(true);
  expect(needsContainers({ ...UNUSED, default: { setting: 'docker' } })).toBe(true);
});
