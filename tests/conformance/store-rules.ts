// Conformance suite of a store: rules, and the commands on which they are tried.
import { expect, it } from 'vitest';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import type { PastCommand } from '#core/ports/command-history.ts';
import type { Store } from '#core/ports/store.ts';
import { approval, AUDIT, KEY, saying, sessionRecord, T0 } from './store-samples.ts';

/** A sample. */
export function rule(id: string, fields: Partial<ApprovalRule> = {}): ApprovalRule {
  return {
    id,
    agentId: 'main',
    effect: 'allow',
    words: ['ls', '*'],
    workspace: '/tmp',
    createdBy: 'me',
    createdAtMs: T0,
    uses: 0,
    ...fields,
  };
}

/** Rules and past commands. */
export function rules(store: () => Store): void {
  it('adds, revokes, restores, and counts rules, with audit entries', async () => {
    const r2 = rule('r2', { agentId: 'helper', sessionKey: KEY, files: [{ path: 'Makefile', hash: 'ab' }] });
    await store().approvals.addRules([rule('r1'), r2], AUDIT);
    expect(await store().approvals.rules()).toEqual([rule('r1'), r2]);
    expect((await store().approvals.rules('main')).map((r) => r.id)).toEqual(['r1']);
    expect(await store().approvals.removeRule('r1', AUDIT)).toBe(true);
    expect(await store().approvals.removeRule('r1', AUDIT)).toBe(false);
    expect(await store().approvals.rules('main')).toEqual([]);
    expect(await store().approvals.restoreRule('r1', 0, AUDIT)).toBe(true);
    expect(await store().approvals.restoreRule('nowhere', 0, AUDIT)).toBe(false);
    await store().approvals.markRuleUsed('r1', T0 + 3);
    expect(await store().approvals.rules('main')).toEqual([rule('r1', { uses: 1, lastUsedAtMs: T0 + 3 })]);
    expect((await store().audit.verify()).entries).toBe(3);
  });

  it('keeps the effect, project, origin, and last change of a rule', async () => {
    const full = rule('full', {
      effect: 'deny',
      projectId: 'site',
      origin: 'approval',
      approvalId: 'a1',
      updatedBy: 'me',
      updatedAtMs: T0,
    });
    await store().approvals.addRules([full], AUDIT);
    expect(await store().approvals.rules()).toEqual([full]);
    const changed = rule('full', { words: ['rm', '*'], effect: 'deny', origin: 'approval', approvalId: 'a1' });
    expect(await store().approvals.updateRule(changed, AUDIT)).toBe(true);
    expect(await store().approvals.rules()).toEqual([changed]);
    await store().approvals.removeRule('full', AUDIT);
    expect(await store().approvals.updateRule(full, AUDIT)).toBe(false);
    expect(await store().approvals.updateRule(rule('unknown'), AUDIT)).toBe(false);
    expect(await store().approvals.rules()).toEqual([]);
  });

  it('adds no rule of a list in which one is stored already', async () => {
    await store().approvals.addRules([rule('first')], AUDIT);
    const again = store().approvals.addRules([rule('second'), rule('first')], AUDIT);
    await expect(again).rejects.toThrow();
    expect((await store().approvals.rules()).map(({ id }) => id)).toEqual(['first']);
  });

  it('lists revoked rules with who revoked them, restores recent ones, and purges old ones', async () => {
    await store().approvals.addRules([rule('a'), rule('b')], AUDIT);
    await store().approvals.removeRule('a', AUDIT);
    await store().approvals.removeRule('b', AUDIT);
    const [latest, first] = await store().approvals.revokedRules(0);
    expect([latest?.id, first?.id]).toEqual(['b', 'a']);
    expect(first).toMatchObject({ ...rule('a'), revokedBy: 'test' });
    const after = (latest?.revokedAtMs ?? 0) + 1;
    expect(await store().approvals.revokedRules(after)).toEqual([]);
    expect(await store().approvals.restoreRule('a', after, AUDIT)).toBe(false);
    expect(await store().approvals.restoreRule('a', 0, AUDIT)).toBe(true);
    expect(await store().approvals.purgeRules(after)).toBe(1);
    expect(await store().approvals.restoreRule('b', 0, AUDIT)).toBe(false);
    expect((await store().approvals.rules()).map(({ id }) => id)).toEqual(['a']);
  });

  it('replaces all permanent rules that allow at once, and keeps the others', async () => {
    const narrow = [rule('narrow', { sessionKey: KEY }), rule('project', { projectId: 'site' })];
    const kept = [...narrow, rule('no', { effect: 'deny' })];
    await store().approvals.addRules([rule('wide'), ...kept], AUDIT);
    await store().approvals.replaceRules([rule('new', { createdAtMs: T0 + 1 })], AUDIT);
    expect((await store().approvals.rules()).map((r) => r.id)).toEqual(['narrow', 'project', 'no', 'new']);
    expect((await store().approvals.revokedRules(0)).map((r) => r.id)).toEqual(['wide']);
  });

  it('finds past commands of an agent: those that required approval, and those that the policy decided about', async () => {
    const subject = { ...approval('x').subject, command: 'npm test', suggestedRule: ['npm', 'test'] };
    const done = approval('asked', { subject, createdAtMs: T0 + 2, outcome: 'deny', resolvedAtMs: T0 + 3 });
    const audit = (action: string, details: Readonly<Record<string, unknown>>) => ({
      by: AUDIT.by,
      action,
      subject: 'call',
      details: { sessionKey: KEY, tool: 'exec', cwd: '/tmp', ...details },
    });
    const commits = [
      saying(KEY, '1', { approval: done, audit: audit('tool.started', { command: 'ls', decidedBy: 'rule:r1' }) }),
      saying(KEY, '2', { audit: audit('tool.denied', { command: 'rm x' }) }),
      saying(KEY, '3', { audit: audit('tool.started', { command: 'npm test', decidedBy: 'approval:asked' }) }),
      saying(KEY, '4', { audit: audit('tool.started', { title: 'from an earlier version', decidedBy: 'mode:full' }) }),
      saying(KEY, '5', { audit: audit('tool.started', { tool: 'write', command: 'x', decidedBy: 'mode:full' }) }),
      saying('agent:helper:one', '6', {
        create: sessionRecord('agent:helper:one', { agentId: 'helper' }),
        audit: audit('tool.started', { sessionKey: 'agent:helper:one', command: 'pwd', decidedBy: 'mode:full' }),
      }),
    ];
    for (const commit of commits) await store().sessions.commit(commit);
    const find = async (fields: object = {}) =>
      (await store().approvals.pastCommands({ agentId: 'main', since: 0, limit: 9, ...fields }))
        .map(({ ts: _, ...command }: PastCommand) => command)
        .toSorted((a, b) => a.command.localeCompare(b.command));
    const asked = {
      approvalId: 'asked',
      command: 'npm test',
      decision: 'ask',
      outcome: 'deny',
      suggestedRule: ['npm', 'test'],
    };
    const place = { sessionKey: KEY, cwd: '/tmp' };
    const expected = [
      { ...place, command: 'ls', decision: 'allow' },
      { ...place, ...asked },
      { ...place, command: 'rm x', decision: 'deny' },
    ];
    expect(await find()).toEqual(expected);
    expect(await find({ workspace: '/tmp/workspace', sessionKey: KEY })).toEqual(expected);
    expect(await find({ workspace: '/elsewhere' })).toEqual([]);
    expect(await find({ projectId: 'site' })).toEqual([]);
    await store().sessions.patch(KEY, { projectId: 'site' });
    expect(await find({ projectId: 'site' })).toEqual(expected);
    expect(await find({ sessionKey: 'agent:main:two' })).toEqual([]);
    expect(await find({ since: Date.UTC(2100, 0) })).toEqual([]);
    expect(await find({ limit: 1 })).toHaveLength(2);
  });
}
