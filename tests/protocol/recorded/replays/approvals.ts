// Approvals that programs ask for, and their history.
import type { Replay } from '../replay.ts';

const REQUEST = { cwd: '/home/user', host: 'gateway', security: 'allowlist', ask: 'always', twoPhase: true } as const;

export const APPROVAL_REPLAYS: readonly Replay[] = [
  {
    file: 'approvals',
    async run({ connect }) {
      const reviewer = await connect('reviewer');
      const requester = await connect('requester', {
        client: { id: 'gateway-client', mode: 'backend', version: '1.0.0', platform: 'linux' },
      });
      const asked = { ...REQUEST, command: 'rm -rf build', commandArgv: ['rm', '-rf', 'build'], timeoutMs: 15_000 };
      const { id } = await requester.ask('exec.approval.request', { ...asked, agentId: 'main' });
      if (id === undefined) return;
      await reviewer.call('exec.approval.list', {});
      await reviewer.call('exec.approval.get', { id });
      await reviewer.call('approval.get', { id });
      await reviewer.call('exec.approval.resolve', { id, decision: 'allow-once' });
      await requester.secondAnswer();
      await requester.call('exec.approval.waitDecision', { id });
      await reviewer.call('exec.approval.resolve', { id, decision: 'deny' });
      const other = await requester.ask('exec.approval.request', { ...REQUEST, command: 'curl example.com' });
      await reviewer.call('approval.resolve', { id: other['id'], kind: 'exec', decision: 'deny' });
      await requester.secondAnswer();
      await requester.call('exec.approval.request', { ...REQUEST, command: 'sleep 1', timeoutMs: 1_000 });
      await requester.secondAnswer();
      await reviewer.call('approval.history', {});
      await reviewer.call('exec.approvals.get', {});
    },
  },
];
