// Proves: SE-9, AG-8, AP-1
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import type { MachineDirectory } from '../ports/machine.ts';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { ManualClock, settle } from '#tests/support/core/manual-clock.ts';
import { copyOf, type MemoryStore } from '#tests/support/core/memory-store.ts';
import { calls, hangs, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

let folder: string;
let machines: MachineDirectory;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-recover-'));
  machines = createMachineDirectory({
    home: `${folder}-trash`,
    environment: process.env,
    log: QUIET,
    clock: new ManualClock(),
  });
});

afterEach(async () => {
  await machines.disposeAll();
  await rm(folder, { recursive: true, force: true });
});

const start = (script: readonly ScriptedCall[], store?: MemoryStore, clock?: ManualClock): Harness =>
  harness(script, {
    machines,
    agent: { workspace: folder },
    ...(store === undefined ? {} : { store }),
    ...(clock === undefined ? {} : { clock }),
  });

/** The engine as it is after a kill at this instant, started again. */
async function restartAfterKill(before: Harness, script: readonly ScriptedCall[], clock = before.clock) {
  const after = start(script, copyOf(before.store), clock);
  await after.engine.recover();
  return after;
}

const SCRIPT = [
  calls([{ id: 'c1', name: 'exec', input: { command: 'echo ran >> log.txt' } }], 'I will do it.'),
  says('all done'),
];
const view = async (h: Harness) => (await h.engine.queries.watch(KEY, 100)).view;
const ranTimes = async () =>
  (await readFile(path.join(folder, 'log.txt'), 'utf8').catch(() => '')).split('\n').length - 1;
const count = (h: Harness, type: string) => h.types().filter((other) => other === type).length;

/** Plays a whole day and keeps a copy of the store as it was before each write. */
async function playDay(): Promise<readonly MemoryStore[]> {
  const h = start(SCRIPT);
  const copies: MemoryStore[] = [];
  h.store.beforeCommit = () => copies.push(copyOf(h.store));
  await h.send('do it', { runId: 'a' });
  await h.send('and then', { runId: 'b', queueMode: 'followup' });
  const [pending] = await waitUntil('the approval', async () =>
    (await h.engine.approvals.pending()).length > 0 ? h.engine.approvals.pending() : undefined,
  );
  await h.engine.approvals.resolve({ id: pending?.id ?? '', decision: 'allow-once', by: testPrincipal('me') });
  await waitUntil('the end of the run', () => h.engine.runs.wait('b', 0));
  copies.push(copyOf(h.store));
  return copies;
}

describe('after a kill', () => {
  it('at any write, nothing accepted is lost, runs twice, or gets stuck', async () => {
    const copies = await playDay();
    expect(copies.length).toBeGreaterThan(9);
    for (const store of copies) {
      await rm(path.join(folder, 'log.txt'), { force: true });
      const accepted = (store.tables.events.get(KEY) ?? []).filter((event) => event.type === 'message.accepted');
      const before = (store.tables.events.get(KEY) ?? []).filter((event) => event.type === 'tool.started').length;
      const h = start([says('fine'), says('fine'), says('fine')], store);
      await h.engine.recover();
      for (const approval of await h.engine.approvals.pending())
        await h.engine.approvals.resolve({ id: approval.id, decision: 'allow-once', by: testPrincipal('me') });
      await waitUntil('the end of all runs', () => h.engine.runs.active().length === 0);
      await h.send('still there?', { runId: 'later' });
      expect(await waitUntil('the end of the run', () => h.engine.runs.wait('later', 0))).toMatchObject({
        status: 'done',
      });
      const now = await view(h);
      expect(now.run).toBeUndefined();
      expect(now.queue).toEqual([]);
      expect(now.items.filter((item) => item.kind === 'user')).toHaveLength(accepted.length + 1);
      expect(count(h, 'tool.started')).toBeLessThanOrEqual(1);
      expect(await ranTimes()).toBe(count(h, 'tool.started') - before);
      expect(await h.engine.approvals.pending()).toEqual([]);
      expect(count(h, 'run.started')).toBe(count(h, 'run.ended'));
      await h.engine.stop();
    }
  });

  it('a streaming message keeps its saved text and is marked as interrupted', async () => {
    const h = start([hangs('half of an answer')]);
    await h.send('go', { runId: 'a' });
    await waitUntil('the model request', () => h.providers.requests[0]);
    await h.clock.advance(1500);
    const again = await restartAfterKill(h, [says('fresh')]);
    const items = (await view(again)).items;
    expect(items.map((item) => item.kind)).toEqual(['user', 'assistant', 'divider']);
    expect(items[1]).toMatchObject({
      stopReason: 'interrupted',
      content: [{ type: 'text', text: 'half of an answer' }],
    });
    expect(await again.engine.runs.wait('a', 0)).toMatchObject({ status: 'interrupted', text: 'half of an answer' });
    expect(await again.store.sessions.openMessages()).toEqual([]);
    await again.send('go on', { runId: 'b' });
    await again.engine.runs.wait('b', 1000);
    expect(again.providers.requests[0]?.messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user']);
  });

  it('a tool that may have run is marked as unknown, never retried, and reported to the model', async () => {
    const h = start(SCRIPT);
    let copy: MemoryStore | undefined;
    h.store.beforeCommit = (commit) => {
      if (commit.events.some((event) => event.type === 'tool.finished')) copy ??= copyOf(h.store);
    };
    await h.send('go', { runId: 'a' });
    const { id } = await waitUntil('the approval', async () => (await h.engine.approvals.pending())[0]);
    await h.engine.approvals.resolve({ id, decision: 'allow-once', by: testPrincipal('me') });
    await waitUntil('the end of the run', () => h.engine.runs.wait('a', 0));
    const again = start([says('I look first')], copy);
    await again.engine.recover();
    expect((await view(again)).items[1]).toMatchObject({ calls: [{ state: 'unknown' }] });
    await again.send('go on', { runId: 'b' });
    await again.engine.runs.wait('b', 1000);
    expect(await ranTimes()).toBe(1);
    expect(again.providers.requests[0]?.messages[2]).toMatchObject({
      role: 'tool',
      results: [{ isError: true, text: expect.stringContaining('may have had effects') as string }],
    });
  });

  it('a pending approval is pending again with its remaining time, and its run continues when answered', async () => {
    const h = start(SCRIPT);
    await h.send('go', { runId: 'a' });
    const before = await waitUntil('the approval', async () => (await h.engine.approvals.pending())[0]);
    const again = await restartAfterKill(h, [says('went on')]);
    expect(await again.engine.approvals.pending()).toEqual([before]);
    expect(again.engine.runs.active()).toMatchObject([{ runId: 'a', sessionKey: KEY }]);
    await again.engine.approvals.resolve({ id: before.id, decision: 'allow-once', by: testPrincipal('me') });
    expect(await waitUntil('the end of the run', () => again.engine.runs.wait('a', 0))).toMatchObject({
      status: 'done',
      text: 'went on',
    });
    expect(await ranTimes()).toBe(1);
  });

  it('a queued message that had not started runs with the options it was accepted with', async () => {
    const h = start([hangs()]);
    await h.send('one', { runId: 'a' });
    const options = { instructions: 'Be short.', thinking: 'high', maxOutput: 50 } as const;
    await h.send('two', { runId: 'b', queueMode: 'followup', options });
    const again = await restartAfterKill(h, [says('short')]);
    expect(await waitUntil('the end of the run', () => again.engine.runs.wait('b', 0))).toMatchObject({
      status: 'done',
      text: 'short',
    });
    expect(again.providers.requests).toHaveLength(1);
    expect(again.providers.requests[0]).toMatchObject({ thinking: 'high', maxOutput: 50 });
    expect(again.providers.requests[0]?.system.at(-1)).toBe('Be short.');
  });

  it('a run that waited for an approval keeps its options', async () => {
    const h = start(SCRIPT);
    await h.send('go', { runId: 'a', options: { instructions: 'Be short.' } });
    const { id } = await waitUntil('the approval', async () => (await h.engine.approvals.pending())[0]);
    const again = await restartAfterKill(h, [says('ok')]);
    await again.engine.approvals.resolve({ id, decision: 'deny', by: testPrincipal('me') });
    await waitUntil('the end of the run', () => again.engine.runs.wait('a', 0));
    expect(again.providers.requests[0]?.system.at(-1)).toBe('Be short.');
  });

  it('an approval that expired in the meantime is denied', async () => {
    const h = start(SCRIPT);
    await h.send('go', { runId: 'a' });
    await waitUntil('the approval', async () => (await h.engine.approvals.pending())[0]);
    const later = new ManualClock();
    await later.advance(10 * 60_000);
    const again = await restartAfterKill(h, [says('oh')], later);
    await waitUntil('the end of the run', async () => {
      await later.advance(1);
      return again.engine.runs.wait('a', 0);
    });
    expect(await again.engine.approvals.pending()).toEqual([]);
    expect(await ranTimes()).toBe(0);
  });

  it('messages queued behind a stopped run stay queued', async () => {
    const h = start([hangs()]);
    await h.send('one', { runId: 'a' });
    await h.send('two', { runId: 'b', queueMode: 'followup' });
    await settle();
    await h.engine.runs.abort(KEY);
    const again = await restartAfterKill(h, [says('x')]);
    await settle();
    expect((await view(again)).queue).toHaveLength(1);
  });
});

describe('stopping the host', () => {
  it('keeps a run that waits for an approval and interrupts the others', async () => {
    const h = start([...SCRIPT]);
    await h.send('go', { runId: 'a' });
    await waitUntil('the approval', async () => (await h.engine.approvals.pending())[0]);
    h.providers.add(hangs('text'));
    await h.engine.stop();
    expect(h.types()).not.toContain('run.ended');
    expect(await h.engine.approvals.pending()).toHaveLength(1);
    const other = start([hangs('text')]);
    await other.send('go', { runId: 'a' });
    await waitUntil('the model request', () => other.providers.requests[0]);
    await settle();
    await other.engine.stop();
    expect(other.events().slice(-2)).toMatchObject([
      { type: 'message.completed', stopReason: 'interrupted' },
      { type: 'run.ended', status: 'interrupted' },
    ]);
    await expect(other.send('more')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});

describe('a message that waits when Gatehouse ends', () => {
  const questions = [{ question: 'Which one?', header: 'One', options: [{ label: 'a' }, { label: 'b' }] }];
  const ask = () => calls([{ id: 'c1', name: 'ask', input: { questions } }], 'I ask.');

  async function queued() {
    const h = start([ask()]);
    await h.send('ask me', { runId: 'a' });
    await settle();
    await h.send('and then', { runId: 'b', queueMode: 'followup' });
    const [message] = (await view(h)).queue;
    return { h, messageId: message?.messageId ?? '' };
  }

  it('has ended when it was canceled before', async () => {
    const { h, messageId } = await queued();
    await h.engine.queue.cancel(KEY, messageId);
    const after = await restartAfterKill(h, []);
    expect(await after.engine.runs.wait('b', 0)).toMatchObject({ runId: 'b', status: 'aborted' });
    expect(await after.engine.runs.wait('unknown', 0)).toBeUndefined();
  });

  it('ends when it is canceled afterwards', async () => {
    const { h, messageId } = await queued();
    const after = await restartAfterKill(h, []);
    expect((await view(after)).run?.runId).toBe('a');
    const outcome = after.engine.runs.wait('b', 60_000);
    await settle();
    await after.engine.queue.cancel(KEY, messageId);
    await after.clock.advance(60_000);
    expect(await outcome).toMatchObject({ runId: 'b', status: 'aborted' });
  });

  it('ends with the run that it was merged into', async () => {
    const { h, messageId } = await queued();
    await h.engine.queue.edit(KEY, messageId, { queueMode: 'steer' });
    const after = await restartAfterKill(h, [says('done')]);
    const outcome = after.engine.runs.wait('b', 60_000);
    await settle();
    const [set] = after.engine.questions.pending();
    const by = testPrincipal('me');
    await after.engine.questions.resolve({ id: set?.id ?? '', answers: { q1: ['a'] }, by });
    await settle();
    await after.clock.advance(60_000);
    expect(await outcome).toMatchObject({ runId: 'a', status: 'done', text: 'done' });
    const last = start([], copyOf(after.store), after.clock);
    expect(await last.engine.runs.wait('b', 0)).toMatchObject({ runId: 'a', status: 'done', text: 'done' });
  });

  it('ends with the run that it was injected into before', async () => {
    const h = start([ask(), ask()]);
    const by = testPrincipal('me');
    const answer = async ({ engine }: Harness) => {
      const [set] = engine.questions.pending();
      await engine.questions.resolve({ id: set?.id ?? '', answers: { q1: ['a'] }, by });
      await settle();
    };
    await h.send('ask me', { runId: 'a' });
    await settle();
    await h.send('and then', { runId: 'b' });
    await answer(h);
    expect(h.types()).toContain('message.injected');
    const after = start([says('done')], copyOf(h.store), h.clock);
    await after.engine.recover();
    const outcome = after.engine.runs.wait('b', 60_000);
    await settle();
    await answer(after);
    await after.clock.advance(60_000);
    expect(await outcome).toMatchObject({ runId: 'a', status: 'done', text: 'done' });
  });
});
