import { describe, expect, it } from 'vitest';
import { harness } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const SUBJECT = { tool: 'exec', command: 'ls', cwd: '/', sandbox: 'node', reason: 'a node asks', risks: [] };
const request = (id: string, timeoutMs = 60_000) => ({
  id,
  by: testPrincipal('node one'),
  subject: SUBJECT,
  timeoutMs,
});
const never = new AbortController().signal;

describe('an approval requested by a program', () => {
  it('is still pending after a restart, with its remaining time, and affects no session', async () => {
    const before = harness();
    await before.engine.approvals.request(request('a', 60_000));
    await before.engine.approvals.request(request('b', 600_000));
    await before.clock.advance(50_000);
    await before.engine.stop();
    expect(before.clock.pending).toBe(0);
    const after = harness([], { store: copyOf(before.store), clock: before.clock });
    await after.engine.recover();
    const decision = after.engine.approvals.wait('a', never);
    await after.clock.advance(11_000);
    expect(await decision).toMatchObject({ id: 'a', outcome: 'expired', resolvedBy: 'gatehouse' });
    expect(await after.engine.approvals.pending()).toMatchObject([{ id: 'b' }]);
    expect((await after.engine.sessions.list({ limit: 9, offset: 0 })).total).toBe(0);
  });

  it('is answered once, published to all clients, and leaves no timer', async () => {
    const { engine, clock, notices, store } = harness();
    await engine.approvals.request(request('a'));
    await expect(engine.approvals.request(request('a'))).rejects.toThrow(/already been used/);
    const waits = [engine.approvals.wait('a', never), engine.approvals.wait('a', never)];
    const answers = await Promise.all([
      engine.approvals.resolve({ id: 'a', decision: 'deny', by: testPrincipal('me'), reason: 'not now' }),
      engine.approvals.resolve({ id: 'a', decision: 'allow-once', by: testPrincipal('you') }),
    ]);
    expect(answers.map(({ applied }) => applied)).toEqual([true, false]);
    for (const wait of waits)
      expect(await wait).toMatchObject({ outcome: 'deny', resolvedBy: 'me', reason: 'not now' });
    expect(notices.map((notice) => notice.kind)).toEqual(['approval', 'approval']);
    expect(clock.pending).toBe(0);
    expect(await engine.approvals.expire('a')).toBe(false);
    expect(store.tables.audit.map(({ action }) => action)).toEqual(['approval.requested', 'approval.resolved']);
  });

  it('stops waiting when its caller does and stores no rule', async () => {
    const { engine } = harness();
    await engine.approvals.request(request('a'));
    const gone = new AbortController();
    const wait = engine.approvals.wait('a', gone.signal);
    await settle();
    gone.abort();
    expect(await wait).toBeUndefined();
    await expect(
      engine.approvals.resolve({ id: 'a', decision: 'allow-always', by: testPrincipal('me') }),
    ).rejects.toThrow(/No rule/);
    expect(await engine.approvals.wait('unknown', never)).toBeUndefined();
  });

  it('is rejected if too many are pending or the command contains a secret', async () => {
    const { engine } = harness();
    for (let index = 0; index < 200; index += 1) await engine.approvals.request(request(`${index}`));
    await expect(engine.approvals.request(request('more'))).rejects.toThrow(/Too many/);
    const { engine: fresh } = harness();
    const command = 'curl -H "x-api-key: sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789"';
    await expect(fresh.approvals.request({ ...request('k'), subject: { ...SUBJECT, command } })).rejects.toThrow(
      /appears to contain/,
    );
  });
});
