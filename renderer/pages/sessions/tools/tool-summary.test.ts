import { expect, it } from 'vitest';
import type { ShownCall } from '../transcript/transcript-rows.ts';
import { toolSummary } from './tool-summary.ts';

const call = (patch: Partial<ShownCall>): ShownCall => ({
  callId: 'c',
  name: 'exec',
  input: { command: 'npm test' },
  state: 'done',
  ...patch,
});

it('shows the result of a command', () => {
  expect(toolSummary(call({ details: { exitCode: 1 }, durationMs: 8_200, state: 'failed' }))).toMatchObject({
    verb: 'Ran',
    object: 'npm test',
    result: 'exit 1 · 8.2s',
  });
  expect(toolSummary(call({ details: { exitCode: 0 }, durationMs: 90 })).result).toBe('');
  expect(toolSummary(call({ state: 'running' }))).toMatchObject({ verb: 'Running', result: '' });
});

it('says that a command in the background was started', () => {
  const input = { command: 'npm run dev', background: true };
  expect(toolSummary(call({ input })).verb).toBe('Started');
  expect(toolSummary(call({ input, state: 'denied' })).verb).toBe('Run');
});

it('shows the start of a plan', () => {
  const input = { plan: '1. Read the tests\n2. Fix the cart' };
  expect(toolSummary(call({ name: 'plan', input }))).toMatchObject({
    kind: 'plan',
    verb: 'Proposed plan',
    object: '1. Read the tests',
  });
});

it('counts the lines of an edit, from numbers or from its diff', () => {
  const diff = '--- a/x.ts\n+++ b/x.ts\n@@ -1,2 +1,2 @@\n-old\n+new\n+more\n same';
  expect(toolSummary(call({ name: 'edit', input: { path: 'x.ts' }, details: { diff } }))).toMatchObject({
    kind: 'edit',
    verb: 'Edited',
    object: 'x.ts',
    added: 2,
    removed: 1,
  });
  expect(toolSummary(call({ name: 'write', input: { path: 'x.ts' }, details: { added: 12 } }))).toMatchObject({
    added: 12,
    removed: 0,
  });
});

it('shows the states that need attention', () => {
  expect(toolSummary(call({ state: 'approval' })).result).toBe('needs you');
  expect(toolSummary(call({ state: 'unknown' })).result).toBe('may have run');
});

it('handles an unknown tool', () => {
  expect(toolSummary(call({ name: 'weather', input: { url: 'https://x' } }))).toMatchObject({
    kind: 'other',
    verb: 'weather',
    object: 'https://x',
  });
});
