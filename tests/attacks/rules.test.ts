// An agent, or a client with few permissions, that tries to allow more for itself than a person saw.
import { expect } from 'vitest';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { lastToolResults } from '#tests/support/model-server.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { request, type Target } from './support/target.ts';

const RULE = { agentId: 'main', words: ['rm', '-rf', 'build'] };
const FILED = { agent: 'main', effect: 'allow', words: RULE.words, workspace: '*' };
const FILE = { format: 'gatehouse-rules', version: 1, rules: [FILED] };

const listRules = async (target: Target): Promise<readonly ApprovalRule[]> =>
  (await target.call<{ rules: ApprovalRule[] }>('approvals.rules.list')).rules;

/** A pending approval for `rm -rf build`. */
async function pendingApproval(target: Target, key: string): Promise<string> {
  await target.call('sessions.create', { key });
  await target.call('chat.send', { sessionKey: key, message: 'clean up', idempotencyKey: `${key}-run` });
  let id: string | undefined;
  await waitUntil('the approval', async () => {
    const { approvals } = await target.call<{ approvals: { id: string; sessionKey: string }[] }>('approvals.list');
    id = approvals.find(({ sessionKey }) => sessionKey.endsWith(key))?.id;
    return id !== undefined;
  });
  return id ?? expect.fail('no approval');
}

defineAttacks(
  'rules',
  {
    async 'refuses every change and every look at rules to a client that can write but not approve'(target) {
      const { rule } = await target.call<{ rule: ApprovalRule }>('approvals.rules.add', RULE);
      await target.call('approvals.rules.remove', { id: rule.id });
      const socket = await target.client(['operator.read', 'operator.write']);
      const calls: readonly (readonly [string, object])[] = [
        ['approvals.rules.list', { revoked: true }],
        ['approvals.rules.add', RULE],
        ['approvals.rules.update', { id: rule.id, workspace: '*' }],
        ['approvals.rules.remove', { id: rule.id }],
        ['approvals.rules.restore', { id: rule.id }],
        ['approvals.rules.rehearse', { agentId: 'main', rules: [{ words: ['ls'] }] }],
        ['approvals.rules.suggest', { id: 'x' }],
        ['approvals.rules.export', {}],
        ['approvals.rules.import', { file: FILE }],
      ];
      for (const [method, params] of calls)
        expect((await request(socket, method, params)).error?.message, method).toBe(
          'missing scope: operator.approvals',
        );
      expect(await listRules(target)).toEqual([]);
      socket.close();
    },

    async 'stores no rule with an answer that would allow more than the command that was shown'(target) {
      const id = await pendingApproval(target, 'more');
      const socket = await target.client(['operator.approvals']);
      const other = { words: ['rm', '-rf', 'src'], scope: 'workspace' };
      const answers = [
        { decision: 'allow-always', rules: [{ words: ['rm', '*'], scope: 'workspace' }] },
        { decision: 'allow-always', rules: [{ words: ['sh', '-c', 'x'], scope: 'workspace' }] },
        { decision: 'allow-always', rules: [other] },
        { decision: 'allow-always', rules: [{ words: RULE.words, scope: 'workspace' }, other] },
        { decision: 'allow-session', rules: [{ words: RULE.words, scope: 'workspace' }] },
        { decision: 'allow-always', rules: [{ words: RULE.words, scope: 'session' }] },
      ];
      for (const answer of answers)
        expect((await request(socket, 'approvals.resolve', { id, ...answer })).ok, JSON.stringify(answer)).toBe(false);
      expect(await listRules(target)).toEqual([]);
      const { approvals } = await target.call<{ approvals: { id: string }[] }>('approvals.list');
      expect(approvals.some((approval) => approval.id === id)).toBe(true);
      socket.close();
      await target.call('chat.abort', { sessionKey: 'more' });
    },

    async 'gives an agent no way to add, restore, or import a rule'(target) {
      const { rule } = await target.call<{ rule: ApprovalRule }>('approvals.rules.add', RULE);
      await target.call('approvals.rules.remove', { id: rule.id });
      for (const message of ['rules.add', 'rules.restore', 'rules.import', 'rules.update']) {
        const key = message.replace('.', '-');
        await target.call('sessions.create', { key });
        await target.call('chat.send', { sessionKey: key, message, idempotencyKey: key });
        await target.call('agent.wait', { runId: key, timeoutMs: 10_000 });
        const told = JSON.stringify(target.gateway.model.requests.at(-1)?.body);
        expect(told).toContain('Unknown tool');
      }
      expect(await listRules(target)).toEqual([]);
    },

    async 'imports nothing from a file in which one rule is invalid, and names that rule'(target) {
      const invalid = { ...FILED, words: ['bash', '*'] };
      const answer = target.call('approvals.rules.import', { file: { ...FILE, rules: [FILED, invalid] } });
      await expect(answer).rejects.toThrow('rule 2 ("bash *")');
      expect(await listRules(target)).toEqual([]);
    },

    async 'denies what a deny rule matches, even in a session with full access'(target) {
      const deny = { agentId: 'main', words: ['rm', '*'], effect: 'deny' };
      const { rule } = await target.call<{ rule: ApprovalRule }>('approvals.rules.add', deny);
      await target.call('sessions.create', { key: 'full', permissionMode: 'full' });
      await target.call('chat.send', { sessionKey: 'full', message: 'clean up', idempotencyKey: 'full-run' });
      await target.call('agent.wait', { runId: 'full-run', timeoutMs: 10_000 });
      const told = JSON.stringify(target.gateway.model.requests.at(-1)?.body);
      expect(told).toContain('Denied by the rule');
      await target.call('approvals.rules.remove', { id: rule.id });
    },
  },
  {
    reply(request) {
      if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
      const asked = JSON.stringify(request.body.messages.at(-1));
      const method = /rules\.\w+/.exec(asked)?.[0];
      if (method !== undefined)
        return { steps: [{ call: `approvals.${method}`, input: { ...RULE, file: FILE, id: 'x' } }] };
      return { steps: [{ call: 'exec', input: { command: RULE.words.join(' ') } }] };
    },
  },
);
