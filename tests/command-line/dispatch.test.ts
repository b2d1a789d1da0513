// `gatehouse dispatch`: the options that all of its sessions get.
// Proves: AG-4
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { initRepository } from '#tests/support/git-repository.ts';
import { openShell, type Shell } from './shell.ts';

let shell: Shell;
let folder: string;

beforeAll(async () => {
  shell = await openShell(() => ({ steps: [{ say: 'Looked.' }] }));
  const base = await initRepository(path.join(realpathSync(shell.folder), 'garden'));
  await base.put('notes.txt', 'beans\n');
  base.commit('First commit');
  ({ folder } = base);
});
afterAll(() => shell.stop());

it('gives its sessions an approval mode and a persona with values', async () => {
  await shell.json([
    'call',
    'personas.create',
    '--params',
    JSON.stringify({ name: 'Gardener', template: 'You grow {plant}.', defaults: {} }),
  ]);
  const options = ['--folder', folder, '--effort', 'low', '--mode', 'plan', '--persona', 'gardener'];
  const sent = await shell.gatehouse(['dispatch', 'Look', ...options, '--set', 'plant=beans']);
  expect(sent.code, sent.err).toBe(0);
  const [listed] = await shell.json(['sessions', 'list']);
  expect(listed?.['sessions']).toMatchObject([{ approvalMode: 'plan', persona: { name: 'Gardener' } }]);
});

it('rejects values without a persona, an unknown persona, and an unknown mode', async () => {
  const run = (...options: string[]) => shell.gatehouse(['dispatch', 'Look', '--folder', folder, ...options]);
  expect(await run('--set', 'plant=beans')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--persona') as string,
  });
  expect((await run('--persona', 'nobody')).err).toContain('unknown persona "nobody"');
  expect((await run('--mode', 'anything')).code).toBe(2);
});
