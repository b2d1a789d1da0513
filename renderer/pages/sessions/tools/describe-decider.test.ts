import { expect, it } from 'vitest';
import { describeDecider } from './describe-decider.ts';

it.each([
  ['rule:r1', 'Ran without approval: allowed by a rule'],
  ['setting:approvals.readOnlyCommands', 'Ran without approval: read-only command'],
  ['setting:approvals.confinedCommands', 'Ran without approval: build or test command on a confined machine'],
  ['reviewer', 'Ran without approval: allowed by the reviewer'],
  ['session-grant', 'Ran without approval: allowed for this session'],
  ['mode:full', 'Ran without approval: full access'],
])('says why a command ran that %s allowed', (decidedBy, text) => {
  expect(describeDecider({ name: 'exec', decidedBy })).toBe(text);
});

it('says nothing about what a person approved, and about reading', () => {
  expect(describeDecider({ name: 'exec', decidedBy: 'approval:a1' })).toBe('');
  expect(describeDecider({ name: 'read', decidedBy: 'mode:full' })).toBe('');
});
