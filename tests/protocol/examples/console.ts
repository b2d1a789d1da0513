// The console of a project.
import { waitUntil } from '#tests/support/wait-until.ts';
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

/** Text that looks like the output of a failed test. */
const OUTPUT = '--- FAIL: TestBeans (0.00s)\n    beans_test.go:9: got 3 beans, want 4\nFAIL';

export const CONSOLE_EXAMPLES = defineExamples({
  'console.projects': {
    params: async (world) => {
      await runCommand(world);
      return {};
    },
  },
  'console.list': { params: async (world) => ({ project: await runCommand(world), limit: 3 }) },
  'console.errors': { params: async (world) => ({ project: await runCommand(world), limit: 1 }) },
  'console.analyze': { params: () => ({ text: OUTPUT }) },
  'console.subscribe': { params: async (world) => ({ sessionKey: await world.session('beans') }) },
  'console.unsubscribe': { params: async (world) => ({ sessionKey: await world.session('beans') }) },
  'console.fix': {
    params: async (world) => {
      const project = await runCommand(world);
      const { errors } = await world.client.request('console.errors', { project });
      return { errorId: errors[0]?.id ?? '', sessionKey: await world.session('fixer') };
    },
  },
  'console.autoFix': { params: (world) => ({ project: world.workspace, enabled: false }) },
  'console.clear': { params: (world) => ({ project: `${world.workspace}/unused` }) },
});

/** Runs a command that fails like a test, once. Returns the folder. */
async function runCommand(world: ExampleWorld): Promise<string> {
  const { client, workspace: project } = world;
  const read = async () => (await client.request('console.errors', { project })).errors.length > 0;
  if (await read()) return project;
  await world.failedCommand();
  await waitUntil('the error', read);
  return project;
}
