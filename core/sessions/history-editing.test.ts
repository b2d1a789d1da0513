// Proves: SE-6, SE-7, N-10
import { describe, expect, it } from 'vitest';
import { EMPTY_SESSION, foldAll } from '#contract/sessions/session-fold.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { hangs, says, SCRIPTED_USAGE } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const FORK = 'agent:main:fork';

/** A session in which `messages` were said and answered. */
async function talked(...messages: readonly string[]) {
  const parts = harness(messages.map((message) => says(`answer to ${message}`)));
  for (const message of messages) await parts.ask(message);
  const said = async (key = KEY) =>
    (await parts.engine.queries.watch(key, 500)).view.items.flatMap((item) =>
      item.kind === 'user' ? [item.text] : [],
    );
  const findId = async (text: string) =>
    (await parts.engine.queries.watch(KEY, 500)).view.items.find((item) => item.kind === 'user' && item.text === text)
      ?.id ?? '';
  const rows = async () => (await parts.engine.queries.transcript(KEY, { limit: 500, offset: 0 })).total;
  return { ...parts, said, findId, rows };
}

describe('rewind', () => {
  it('returns a message for editing and keeps the rest as a branch', async () => {
    const { engine, said, findId, rows, ask, providers } = await talked('one', 'two', 'three');
    expect(await engine.history.rewind(KEY, await findId('two'))).toEqual({ text: 'two', images: [] });
    expect([await said(), await rows()]).toEqual([['one'], 2]);
    providers.add(says('other'));
    await ask('two, otherwise');
    const branches = await engine.history.branches(KEY);
    expect(branches.map(({ headline, messageCount, active }) => [headline, messageCount, active])).toEqual([
      ['two, otherwise', 4, true],
      ['three', 6, false],
    ]);
  });

  it('keeps a given answer and everything before it', async () => {
    const { engine, said } = await talked('one', 'two');
    const answer = (await engine.queries.watch(KEY, 10)).view.items[1]?.id ?? '';
    expect(await engine.history.rewind(KEY, answer)).toEqual({ images: [] });
    expect((await engine.queries.watch(KEY, 10)).view.items.map(({ id }) => id).at(-1)).toBe(answer);
    expect(await said()).toEqual(['one']);
    await expect(engine.history.rewind(KEY, 'nowhere')).rejects.toThrow(/No entry/);
  });
});

describe('messages that are queued', () => {
  /** Two turns, a third that never ends, and two queued messages. */
  async function queued() {
    const parts = await talked('one', 'two');
    parts.providers.add(hangs('three'));
    await parts.send('three');
    await settle();
    await parts.send('later', { runId: 'later', queueMode: 'followup', options: { maxOutput: 7 } });
    await parts.send('last', { runId: 'last', queueMode: 'collect' });
    const queue = async (engine = parts.engine) =>
      (await engine.queries.watch(KEY, 50)).view.queue.map(({ text, held, runId }) => [text, held, runId]);
    return { ...parts, queue };
  }
  const HELD = [
    ['later', true, 'later'],
    ['last', true, 'last'],
  ];

  it('are held after a rewind, also after a restart, and can be sent', async () => {
    const { engine, findId, queue, providers, said, store } = await queued();
    await engine.history.rewind(KEY, await findId('two'));
    expect([await queue(), await said()]).toEqual([HELD, ['one']]);
    const after = harness([says('answered')], { store: copyOf(store) });
    await after.engine.recover();
    expect(await queue(after.engine)).toEqual(HELD);
    providers.add(says('answered'));
    const [first] = (await engine.queries.watch(KEY, 50)).view.queue;
    await engine.queue.edit(KEY, first?.messageId ?? '', { queueMode: 'steer' });
    expect(await engine.runs.wait('later', 1_000)).toMatchObject({ status: 'done', text: 'answered' });
    expect([await queue(), await said()]).toEqual([HELD.slice(1), ['one', 'later']]);
  });

  it('are held after a message is resent, and after a switch to another branch', async () => {
    const { engine, findId, queue, providers } = await queued();
    providers.add(says('again'));
    const by = testPrincipal('me');
    await engine.runs.resend({ sessionKey: KEY, messageId: await findId('two'), text: 'two b', runId: 'again', by });
    expect(await engine.runs.wait('again', 1_000)).toMatchObject({ text: 'again' });
    expect(await queue()).toEqual(HELD);
    const other = (await engine.history.branches(KEY)).find(({ active }) => !active);
    await engine.history.switchBranch(KEY, other?.leafEntryId ?? '');
    expect(await queue()).toEqual(HELD);
  });
});

describe('branch points', () => {
  it('are the messages with siblings, in order of creation', async () => {
    const { engine, findId, ask, providers } = await talked('one', 'two');
    expect(await engine.history.branchPoints(KEY)).toEqual([]);
    for (const other of ['two, otherwise', 'two, again']) {
      await engine.history.rewind(KEY, (await findId('two')) || (await findId('two, otherwise')));
      providers.add(says('other'));
      await ask(other);
    }
    const points = await engine.history.branchPoints(KEY);
    expect(points).toMatchObject([{ entryId: await findId('two, again'), after: false }]);
    expect(points[0]?.siblings.map(({ headline, active }) => [headline, active])).toEqual([
      ['two', false],
      ['two, otherwise', false],
      ['two, again', true],
    ]);
    await engine.history.switchBranch(KEY, points[0]?.siblings[0]?.leafEntryId ?? '');
    const after = await engine.history.branchPoints(KEY);
    expect(after[0]?.siblings.map(({ active }) => active)).toEqual([true, false, false]);
    expect(after[0]?.entryId).toBe(await findId('two'));
  });

  it('include the end if nothing follows yet', async () => {
    const { engine, findId } = await talked('one', 'two');
    await engine.history.rewind(KEY, await findId('two'));
    const points = await engine.history.branchPoints(KEY);
    expect(points).toMatchObject([{ after: true, siblings: [{ headline: 'two', active: false }] }]);
    await engine.history.rewind(KEY, await findId('one'));
    expect(await engine.history.branchPoints(KEY)).toMatchObject([
      { entryId: '', after: true, siblings: [{ headline: 'one' }] },
    ]);
  });
});

describe('branches', () => {
  it('can be switched, even after a restart, and the model sees the active one', async () => {
    const { engine, said, findId, rows, ask, providers, store } = await talked('one', 'two');
    await engine.history.rewind(KEY, await findId('two'));
    providers.add(says('other'));
    await ask('two, otherwise');
    const [now, old] = await engine.history.branches(KEY);
    await engine.history.switchBranch(KEY, old?.leafEntryId ?? '');
    expect([await said(), await rows()]).toEqual([['one', 'two'], 4]);
    expect((await engine.history.branches(KEY)).map(({ headline }) => headline)).toEqual(['two', 'two, otherwise']);
    providers.add(says('and so on'));
    await ask('three');
    expect(JSON.stringify(providers.requests.at(-1)?.messages)).not.toContain('otherwise');
    const restarted = harness([], { store: copyOf(store) }).engine;
    expect((await restarted.queries.watch(KEY, 100)).view).toEqual((await engine.queries.watch(KEY, 100)).view);
    await restarted.history.switchBranch(KEY, now?.leafEntryId ?? '');
    expect((await restarted.queries.transcript(KEY, { limit: 9, offset: 0 })).total).toBe(4);
    expect((await restarted.history.branches(KEY)).map(({ headline }) => headline)).toEqual([
      'two, otherwise',
      'three',
    ]);
    await expect(restarted.history.switchBranch(KEY, 'nowhere')).rejects.toThrow(/No branch/);
  });

  it('keep the used tokens and make clients reload', async () => {
    const { engine, findId } = await talked('one', 'two');
    const { usage, seq } = (await engine.queries.watch(KEY, 9)).view;
    await engine.history.rewind(KEY, await findId('one'));
    expect(await engine.queries.eventsSince(KEY, seq)).toMatchObject({ events: [{ type: 'rewound' }] });
    const [old] = await engine.history.branches(KEY);
    await engine.history.switchBranch(KEY, old?.leafEntryId ?? '');
    expect((await engine.queries.watch(KEY, 9)).view.usage).toEqual(usage);
    expect(await engine.queries.eventsSince(KEY, seq)).toBeUndefined();
  });

  it('end with their conversation at a reset', async () => {
    const { engine, findId, ask, providers } = await talked('one', 'two');
    await engine.history.rewind(KEY, await findId('two'));
    await engine.sessions.reset(KEY, testPrincipal('me'));
    providers.add(says('fresh'));
    await ask('fresh');
    expect(await engine.history.branches(KEY)).toHaveLength(1);
  });
});

describe('full access', () => {
  const me = testPrincipal('me');

  it('ends with the session: a fork and a new conversation under the same key require approval again', async () => {
    const { engine, findId } = await talked('one', 'two');
    await engine.sessions.patch(KEY, { approvalMode: 'full' }, me);
    const { record } = await engine.history.fork(KEY, await findId('two'), FORK, me);
    expect(record.approvalMode).toBeUndefined();
    expect((await engine.sessions.reset(KEY, me)).approvalMode).toBeUndefined();
  });

  it("isn't inherited by a new session with the key of a deleted one", async () => {
    const { engine, ask, providers } = await talked('one');
    await engine.sessions.patch(KEY, { approvalMode: 'full' }, me);
    await engine.sessions.delete(KEY, me);
    providers.add(says('new'));
    await ask('again');
    expect((await engine.sessions.get(KEY))?.approvalMode).toBeUndefined();
  });

  it('leaves other modes as they are', async () => {
    const { engine, findId } = await talked('one', 'two');
    await engine.sessions.patch(KEY, { approvalMode: 'plan' }, me);
    const { record } = await engine.history.fork(KEY, await findId('two'), FORK, me);
    expect([record.approvalMode, (await engine.sessions.reset(KEY, me)).approvalMode]).toEqual(['plan', 'plan']);
  });
});

describe('a fork', () => {
  it('is marked in its title, once', async () => {
    const { engine, findId } = await talked('one', 'two');
    await engine.history.fork(KEY, await findId('two'), FORK, testPrincipal('me'));
    const again = await engine.history.forkAtLastAnswer(FORK, 'agent:main:again', testPrincipal('me'));
    expect(again.derivedTitle).toBe('one (fork)');
  });

  it('shows the tokens of its answers without counting them again', async () => {
    const { engine } = await talked('one');
    const usageIn = async (key: string) => {
      const { view } = await engine.queries.watch(key, 10);
      const answer = view.items.find((item) => item.kind === 'assistant');
      return [answer?.usage, answer?.copiedUsage, view.usage.input];
    };
    await engine.history.forkAtLastAnswer(KEY, FORK, testPrincipal('me'));
    await engine.history.forkAtLastAnswer(FORK, 'agent:main:again', testPrincipal('me'));
    expect(await usageIn(FORK)).toEqual([undefined, SCRIPTED_USAGE, 0]);
    expect(await usageIn('agent:main:again')).toEqual([undefined, SCRIPTED_USAGE, 0]);
  });

  it('has a copy of the conversation, costs nothing, records its origin, and continues independently', async () => {
    const { engine, said, findId, ask, providers, store } = await talked('one', 'two');
    const { record, canceledMessage } = await engine.history.fork(KEY, await findId('two'), FORK, testPrincipal('me'));
    expect(record).toMatchObject({
      key: FORK,
      parentKey: KEY,
      usage: { input: 0, output: 0 },
      derivedTitle: 'one (fork)',
    });
    expect(canceledMessage.text).toBe('two');
    providers.add(says('elsewhere'));
    await engine.runs.send({
      sessionKey: FORK,
      text: 'go on',
      images: [],
      runId: 'fork-run',
      queueMode: 'steer',
      by: testPrincipal('me'),
    });
    await engine.runs.wait('fork-run', 1000);
    expect([await said(FORK), await said()]).toEqual([
      ['one', 'go on'],
      ['one', 'two'],
    ]);
    expect(JSON.stringify(providers.requests.at(-1)?.messages)).toContain('answer to one');
    providers.add(says('answer'));
    await ask('three');
    const events = await store.sessions.events(FORK, 1);
    expect(foldAll(EMPTY_SESSION, events)).toEqual((await engine.queries.watch(FORK, 100)).view);
  });

  it('keeps the current summary and the part after it', async () => {
    const messages = Array.from({ length: 16 }, (_, n) => `message ${n}`);
    const { engine, findId, ask, providers } = await talked(...messages);
    providers.add(says('THE SUMMARY'));
    await engine.sessions.compact(KEY);
    providers.add(says('later'));
    await ask('later');
    const { record } = await engine.history.fork(KEY, await findId('later'), FORK, testPrincipal('me'));
    providers.add(says('ok'));
    await engine.runs.send({
      sessionKey: FORK,
      text: 'on',
      images: [],
      runId: 'r',
      queueMode: 'steer',
      by: testPrincipal('me'),
    });
    await engine.runs.wait('r', 1000);
    const seen = JSON.stringify(providers.requests.at(-1)?.messages);
    expect(seen).toContain('THE SUMMARY');
    expect(seen).not.toContain('message 0');
    const [point] = await engine.history.checkpoints(record.key);
    expect(point).toMatchObject({ summary: 'THE SUMMARY' });
  });
});

describe('a checkpoint', () => {
  it('can be restored and forked, and the model sees the full history before it', async () => {
    const { engine, said, providers } = await talked(...Array.from({ length: 16 }, (_, n) => `message ${n}`));
    providers.add(says('THE SUMMARY'));
    await engine.sessions.compact(KEY);
    const [point] = await engine.history.checkpoints(KEY);
    const seq = point?.seq ?? 0;
    expect(point).toMatchObject({ trigger: 'manual', summary: 'THE SUMMARY' });
    const fork = await engine.history.forkCheckpoint(KEY, seq, FORK, testPrincipal('me'));
    expect(await said(fork.key)).toEqual(await said());
    await engine.history.restoreCheckpoint(KEY, seq);
    expect((await engine.queries.watch(KEY, 9)).view.keptFromSeq).toBe(0);
    expect(await engine.history.checkpoints(KEY)).toEqual([]);
    await expect(engine.history.restoreCheckpoint(KEY, seq)).rejects.toThrow(/No checkpoint/);
  });
});

describe('an archived session', () => {
  it('rejects every write with a typed error until it is restored', async () => {
    const { engine, findId, ask, providers, store } = await talked('one', 'two');
    const id = await findId('two');
    await engine.sessions.patch(KEY, { archivedAt: 5 }, testPrincipal('me'));
    const refused = { extras: { details: { code: 'SESSION_ARCHIVED' } } };
    const send = {
      sessionKey: KEY,
      text: 'three',
      images: [],
      runId: 'x',
      queueMode: 'steer',
      by: testPrincipal('me'),
    } as const;
    await expect(engine.runs.send(send)).rejects.toMatchObject(refused);
    await expect(engine.runs.send({ ...send, text: '/new' })).rejects.toMatchObject(refused);
    await expect(engine.runs.resend({ ...send, messageId: id })).rejects.toMatchObject(refused);
    await expect(engine.history.rewind(KEY, id)).rejects.toMatchObject(refused);
    await expect(engine.sessions.reset(KEY, testPrincipal('me'))).rejects.toMatchObject(refused);
    await expect(engine.sessions.compact(KEY)).rejects.toMatchObject(refused);
    await expect(engine.sessions.patch(KEY, { model: 'test/two' }, testPrincipal('me'))).rejects.toMatchObject(refused);
    const [first] = await store.sessions.events(KEY, 1, 1);
    const runId = first?.type === 'message.accepted' ? first.runId : '';
    expect((await engine.runs.send({ ...send, runId })).status).toBe('ok');
    expect((await engine.sessions.patch(KEY, { title: 'Kept' }, testPrincipal('me'))).title).toBe('Kept');
    expect((await engine.history.fork(KEY, id, FORK, testPrincipal('me'))).record.archivedAt).toBeUndefined();
    await engine.sessions.patch(KEY, { archivedAt: undefined }, testPrincipal('me'));
    providers.add(says('back'));
    await ask('three');
    expect((await engine.queries.transcript(KEY, { limit: 9, offset: 0 })).total).toBe(6);
  });
});
