// A host that ends while agents are being started: nothing is lost, and nothing starts twice.
// Proves: PP-4
import { describe, expect, it } from 'vitest';
import { copyOf, type MemoryStore } from '#tests/support/core/memory-store.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { ME, openWorktreeStage, type WorktreeStage } from '#tests/support/core/worktree-stage.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const HELLO = says('Hello.');
const SCRIPT = Array.from({ length: 8 }, () => HELLO);

const request = ({ base }: WorktreeStage) => ({
  idempotencyKey: 'key',
  prompt: 'Fix it',
  folder: base.folder,
  allowsSecrets: false,
  images: [],
  files: [],
  entries: [{ agentId: 'main' }, { agentId: 'main' }],
});

const started = ({ engine }: WorktreeStage) =>
  waitUntil('the start', () => {
    const [record] = engine.dispatches.list();
    return record?.entries.every(({ state }) => state === 'started') === true ? record : undefined;
  });

/** What is stored now. The next engine's IDs start with the number of writes. */
function copy({ store }: WorktreeStage): MemoryStore {
  return Object.assign(copyOf(store), { writes: store.writes + 100 });
}

const count = ({ store }: WorktreeStage, type: string) =>
  [...store.tables.events.values()].flat().filter((event) => event.type === type).length;

describe('the titles of the sessions', () => {
  it.each([
    ['numbers', [{}, {}], ['Fix it (main #1)', 'Fix it (main #2)']],
    ['models', [{ model: 'test/one' }, { model: 'test/two' }], ['Fix it (one)', 'Fix it (two)']],
    [
      'thinking levels',
      [
        { model: 'test/one', thinkingLevel: 'low' as const },
        { model: 'test/one', thinkingLevel: 'high' as const },
      ],
      ['Fix it (one, low)', 'Fix it (one, high)'],
    ],
  ])('tell them apart by %s', async (_by, choices, titles) => {
    const stage = await openWorktreeStage({ script: SCRIPT });
    const entries = choices.map((choice) => ({ agentId: 'main', ...choice }));
    await stage.engine.dispatches.create({ ...request(stage), entries }, ME);
    await started(stage);
    const given = [...stage.store.tables.sessions.values()].map(({ title }) => title);
    expect(new Set(given)).toEqual(new Set(titles));
  });
});

describe('a host that ends', () => {
  it('after any step of the start continues at the next start, once', async () => {
    const stage = await openWorktreeStage({ script: SCRIPT });
    const copies = new Map<string, MemoryStore>();
    const note = (step: string): void => {
      if (!copies.has(step)) copies.set(step, copy(stage));
    };
    const stop = stage.engine.onNotice((notice) => {
      if (notice.kind === 'dispatches') note('saved');
      if (notice.kind === 'settings' && stage.engine.worktrees.list().length > 0) note('worktree');
      if (notice.kind === 'session' && notice.reason === 'create') note('session');
      if (notice.kind === 'event' && notice.event.type === 'message.accepted') note('sent');
    });
    await stage.engine.dispatches.create(request(stage), ME);
    await started(stage);
    stop();
    await stage.engine.stop();
    expect([...copies.keys()]).toEqual(expect.arrayContaining(['saved', 'worktree', 'sent']));
    for (const [step, store] of copies) {
      const next = await stage.restart(store);
      const record = await started(next);
      expect(next.store.tables.sessions.size, step).toBe(2);
      expect(count(next, 'message.accepted'), step).toBe(2);
      // One that wasn't completed may contain work, so it is kept as a removed one.
      expect(
        next.engine.worktrees.list().filter(({ state }) => state === 'ready'),
        step,
      ).toHaveLength(2);
      expect(new Set(record.entries.map(({ sessionKey }) => sessionKey)).size, step).toBe(2);
      await next.engine.stop();
    }
  });

  it('during an archive completes it', async () => {
    const stage = await openWorktreeStage({ script: SCRIPT });
    const { engine } = stage;
    await engine.dispatches.create(request(stage), ME);
    const { id } = await started(stage);
    await waitUntil('the end of the runs', () => engine.runs.active().length === 0);
    let store: MemoryStore | undefined;
    const stop = engine.onNotice(({ kind }) => void (kind === 'dispatches' && (store ??= copy(stage))));
    const archived = engine.dispatches.archive(id, [], ME);
    await waitUntil('the first step', () => store !== undefined);
    stop();
    await archived;
    // The folders of this host are where the other one left them.
    await engine.dispatches.restore(id, ME);
    await engine.stop();
    const next = await stage.restart(store);
    const done = await waitUntil('the archive', () => {
      const [record] = next.engine.dispatches.list();
      return record?.step === undefined ? record : undefined;
    });
    expect(done?.archivedAt).toBeDefined();
    const sessions = [...next.store.tables.sessions.values()];
    expect(sessions.every(({ archivedAt }) => archivedAt !== undefined)).toBe(true);
    expect(next.engine.worktrees.list().every(({ state }) => state === 'removed')).toBe(true);
    await next.engine.stop();
  });
});
