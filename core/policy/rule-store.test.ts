// Proves: AP-3
import { expect, it } from 'vitest';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { approval } from '#tests/conformance/store-samples.ts';

const ME = testPrincipal('me');
const DAY_MS = 24 * 60 * 60_000;
const NPM_TEST = { agentId: 'main', words: ['npm', 'test'] };

const lines = async ({ engine }: Harness) => (await engine.rules.list()).map(({ words }) => words.join(' '));

it('restores a revoked rule within 30 days, and removes it permanently afterwards', async () => {
  const h = harness();
  const { id } = await h.engine.rules.add(NPM_TEST, ME);
  await h.engine.rules.remove(id, ME);
  await h.clock.advance(29 * DAY_MS);
  await h.engine.rules.purge();
  expect(await h.engine.rules.revoked()).toMatchObject([{ id, revokedBy: 'me', words: ['npm', 'test'] }]);
  expect(await h.engine.rules.restore(id, ME)).toBe(true);
  expect(await lines(h)).toEqual(['npm test']);
  await h.engine.rules.remove(id, ME);
  await h.clock.advance(31 * DAY_MS);
  expect(await h.engine.rules.revoked()).toEqual([]);
  expect(await h.engine.rules.restore(id, ME)).toBe(false);
  await h.engine.rules.purge();
  expect(h.store.tables.rules.size).toBe(0);
});

it('changes a rule, which counts as unused from then on, and records both versions', async () => {
  const h = harness();
  const { id } = await h.engine.rules.add({ ...NPM_TEST, sessionKey: KEY }, ME);
  await h.store.approvals.markRuleUsed(id, 5);
  const changed = await h.engine.rules.update(id, { words: ['sudo', '*'], effect: 'deny', sessionKey: null }, ME);
  expect(changed).toMatchObject({ id, effect: 'deny', words: ['sudo', '*'], uses: 0, updatedBy: 'me' });
  expect(changed).not.toHaveProperty('sessionKey');
  expect(await h.engine.rules.list()).toEqual([changed]);
  const [entry] = await h.store.audit.list({ limit: 1, action: 'rule.changed' });
  expect(entry?.details).toMatchObject({ before: { words: ['npm', 'test'] }, after: { effect: 'deny' } });
  await expect(h.engine.rules.update(id, { effect: 'allow' }, ME)).rejects.toThrow('cannot be stored');
  await expect(h.engine.rules.update('unknown', { effect: 'deny' }, ME)).rejects.toThrow('No such rule');
});

it('imports what it exported, once, and nothing of a file with an invalid rule', async () => {
  const h = harness();
  const none = { dryRun: false };
  await h.engine.rules.add(NPM_TEST, ME);
  await h.engine.rules.add({ agentId: 'main', words: ['git', 'push', '*'], effect: 'deny', workspace: '*' }, ME);
  const file = await h.engine.rules.export();
  expect(await h.engine.rules.import(file, none, ME)).toMatchObject({ added: [], existing: 2 });
  const other = harness();
  expect(await other.engine.rules.import(file, { dryRun: true }, ME)).toMatchObject({ added: [{}, {}], existing: 0 });
  expect(await lines(other)).toEqual([]);
  await other.engine.rules.import({ ...file, rules: [...file.rules, ...file.rules] }, none, ME);
  expect(await lines(other)).toEqual(['npm test', 'git push *']);
  expect((await other.engine.rules.list()).map(({ origin }) => origin)).toEqual(['import', 'import']);
  const [rule = expect.fail('no rule')] = file.rules;
  const invalid = {
    ...file,
    rules: [
      { ...rule, words: ['make'] },
      { ...rule, words: ['sh'] },
      { ...rule, agent: 'x' },
    ],
  };
  await expect(other.engine.rules.import(invalid, none, ME)).rejects.toMatchObject({
    message: expect.stringContaining('rule 2 ("sh")'),
    extras: { details: { code: 'RULES_NOT_STORABLE', problems: [{ index: 1 }, { index: 2 }] } },
  });
  expect(await lines(other)).toEqual(['npm test', 'git push *']);
});

it('keeps deny rules when the policy file is replaced', async () => {
  const h = harness();
  await h.engine.rules.add({ agentId: 'main', words: ['rm', '*'], effect: 'deny' }, ME);
  await h.engine.rules.add(NPM_TEST, ME);
  await h.engine.rules.replaceAll([{ agentId: 'main', words: ['git', 'status'] }], ME);
  expect((await lines(h)).toSorted()).toEqual(['git status', 'rm *']);
});

it('tries a rule on the commands of the last 30 days in its folder', async () => {
  const h = harness([says('hello')]);
  await h.ask('hello');
  const now = h.clock.now();
  const subject = {
    ...approval('x').subject,
    command: 'npm test',
    argv: ['npm', 'test'],
    suggestedRule: ['npm', 'test'],
  };
  const ask = (id: string, createdAtMs: number) =>
    h.store.approvals.ask(approval(id, { sessionKey: KEY, subject, createdAtMs, outcome: 'allow-once' }), {
      by: ME,
      action: 'approval.requested',
      subject: id,
      details: {},
    });
  await ask('old', now - 31 * DAY_MS);
  await ask('new', now - DAY_MS);
  const rules = [{ words: ['npm', 'test'] }];
  expect(await h.engine.rules.rehearse({ agentId: 'main', rules })).toMatchObject({ commands: 1, nowAllowed: 1 });
  const elsewhere = { agentId: 'main', rules, workspace: '/elsewhere' };
  expect(await h.engine.rules.rehearse(elsewhere)).toMatchObject({ commands: 0, matched: 0 });
  await expect(h.engine.rules.rehearse({ agentId: 'main', rules: [{ words: ['sh'] }] })).rejects.toThrow(
    'cannot be stored',
  );
});

it('counts the commands before a waiting one, but not the waiting one itself', async () => {
  const h = harness([says('hello')]);
  await h.ask('hello');
  const now = h.clock.now();
  const command = { command: 'npm test', argv: ['npm', 'test'], suggestedRule: ['npm', 'test'] };
  const subject = { ...approval('x').subject, ...command };
  for (const [id, createdAtMs] of [
    ['earlier', now - DAY_MS],
    ['waiting', now],
  ] as const) {
    const record = approval(id, { sessionKey: KEY, subject, createdAtMs });
    await h.store.approvals.ask(record, { by: ME, action: 'approval.requested', subject: id, details: {} });
  }
  const proposals = await h.engine.rules.suggest('waiting');
  expect(proposals.map(({ scope, rehearsal }) => [scope, rehearsal.matched])).toEqual([
    ['session', 1],
    ['workspace', 1],
    ['agent', 1],
  ]);
  const edited = { agentId: 'main', rules: [{ words: ['npm', '*'] }], approvalId: 'waiting' };
  expect(await h.engine.rules.rehearse(edited)).toMatchObject({ commands: 1, matched: 1 });
});
