// `gatehouse machines`: where agents run commands.
// Proves: EX-1
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShell, type Shell } from './shell.ts';

let shell: Shell;

beforeAll(async () => {
  shell = await openShell(() => ({ steps: [{ say: 'done' }] }));
});
afterAll(() => shell.stop());

it('lists the kinds with what is missing, and changes the default and the machine of an agent', async () => {
  const [listed] = await shell.json(['machines', 'list']);
  expect(listed).toMatchObject({ default: { setting: 'host', kind: 'host' } });
  const { out } = await shell.gatehouse(['machines', 'list']);
  expect(out).toMatch(/^KIND +AVAILABLE +DETAILS/m);
  expect(out).toMatch(/^ssh +no +No host is configured/m);
  expect(out).toMatch(/^Default: host$/m);

  const used = await shell.gatehouse(['machines', 'use', 'confined']);
  expect(used.out).toContain('Agents without their own machine use confined.');
  expect((await shell.gatehouse(['machines', 'use', 'ssh', '--agent', 'main'])).out).toContain('main uses ssh.');
  const [settings] = await shell.json(['call', 'agents.settings.get', '--params', '{"agentId":"main"}']);
  expect(JSON.stringify(settings)).toContain('"machine":"ssh"');
  expect((await shell.json(['machines', 'list']))[0]).toMatchObject({ default: { setting: 'confined' } });
});

it('requires a confirmation for commands without isolation, and rejects unknown kinds', async () => {
  const refused = await shell.gatehouse(['machines', 'use', 'host']);
  expect(refused.code).not.toBe(0);
  expect((await shell.json(['machines', 'list']))[0]).not.toMatchObject({ default: { setting: 'host' } });
  expect((await shell.gatehouse(['machines', 'use', 'host', '--yes'])).code).toBe(0);
  const unknown = await shell.gatehouse(['machines', 'use', 'cloud']);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('unknown machine "cloud". Use one of: auto, host, docker, confined, ssh');
});
