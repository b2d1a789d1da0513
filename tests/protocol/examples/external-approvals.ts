// Approvals that programs ask for, the calls that know approvals of any kind, and old names.
import { connected } from '../support/raw-socket.ts';
import { defineExamples } from './example.ts';
import type { ExampleWorld } from './world.ts';

export const OUTSIDE_APPROVAL_EXAMPLES = defineExamples({
  'exec.approval.request': {
    params: () => ({ command: 'git pull', cwd: '/home/ada/work', host: 'node', timeoutMs: 1, twoPhase: true }),
    twice: true,
  },
  'exec.approval.waitDecision': { params: async (world) => ({ id: await asked(world, 'waited-for') }) },
  'exec.approval.grants.list': {},
  'exec.approval.grants.revoke': { params: () => ({ grantId: 'none' }) },
  'approval.get': { params: async (world) => ({ id: await asked(world, 'looked-at') }) },
  'approval.resolve': {
    params: async (world) => ({ id: await world.approval('tidy-later'), kind: 'exec', decision: 'deny' }),
  },
  'approval.history': { params: async (world) => (await asked(world, 'ended'), { limit: 1 }) },
  'exec.approvals.list': { params: async (world) => (await world.approval('tidy'), {}) },
  'exec.approvals.resolve': {
    params: async (world) => ({ id: await world.approval('tidy-old'), decision: 'allow_once' }),
  },
  'exec.approvals.overrides': {},
  'exec.approvals.overrides.set': {
    params: async ({ client }) => ({
      file: { version: 1, agents: { main: { security: 'allowlist', allowlist: [{ pattern: 'git status' }] } } },
      baseHash: (await client.request('exec.approvals.get', {})).hash,
    }),
  },
});

/** An approval of a program that nobody answered. */
async function asked({ gateway }: ExampleWorld, id: string): Promise<string> {
  const program = await connected(gateway.url);
  await program.request('ask', 'exec.approval.request', {
    id,
    command: 'git pull',
    cwd: '/home/ada/work',
    timeoutMs: 1,
  });
  program.close();
  return id;
}
