import { expect, it } from 'vitest';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

it('audits the approval mode that is chosen for a new session', async () => {
  const { engine, store } = harness();
  const audited = () => store.tables.audit.filter(({ action }) => action === 'session.permissions');
  await engine.sessions.create({ key: 'agent:main:plain' }, testPrincipal('me'));
  expect(audited()).toEqual([]);
  await engine.sessions.create({ key: KEY, approvalMode: 'full' }, testPrincipal('me'));
  await engine.sessions.create({ key: KEY, approvalMode: 'full' }, testPrincipal('me'));
  expect(audited()).toEqual([
    expect.objectContaining({ actor: 'me', subject: KEY, details: { from: 'agent', to: 'full' } }),
  ]);
});
