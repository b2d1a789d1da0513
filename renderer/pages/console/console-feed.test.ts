// Proves: EX-7
import { describe, expect, it } from 'vitest';
import type { ConsoleLine, ConsoleOutput, ConsoleSource } from '#contract/types/console.ts';
import { scriptedClient } from '../../state/testing/stand-ins.ts';
import { createConsoleFeed, NO_FILTER } from './console-feed.ts';

const PLACE = { project: '/work' };
const source: ConsoleSource = {
  id: 's',
  kind: 'command',
  title: 'make',
  sessionKey: 'agent:main:a',
  agentId: 'main',
  startedAt: 1,
};
const line = (id: number, text = `line ${id}`): ConsoleLine => ({ id, sourceId: 's', kind: 'output', ts: id, text });
const output = (fields: Partial<ConsoleOutput>): ConsoleOutput => ({
  project: '/work',
  lines: [],
  sources: [source],
  errors: [],
  ...fields,
});

/** A console whose gateway has the given lines. */
async function open(lines: () => readonly ConsoleLine[]) {
  const { client, calls, emit } = scriptedClient((method) => {
    if (method === 'console.list')
      return { project: '/work', lines: lines(), sources: [source], hasOlder: false, oldestId: lines()[0]?.id ?? 0 };
    return method === 'console.errors' ? { project: '/work', errors: [], autoFix: false } : {};
  });
  const feed = createConsoleFeed(client, PLACE);
  const stop = feed.start();
  await expect.poll(() => feed.store.getState().status).toBe('ready');
  const texts = () => feed.store.getState().lines.map(({ text }) => text);
  const listed = () => calls.filter(({ method }) => method === 'console.list');
  return { feed, stop, calls, emit, texts, listed };
}

describe('an open console', () => {
  it('subscribes before it reads, and unsubscribes when it is closed', async () => {
    const { calls, stop } = await open(() => [line(1)]);
    expect(calls[0]).toEqual({ method: 'console.subscribe', params: PLACE });
    stop();
    expect(calls.at(-1)).toEqual({ method: 'console.unsubscribe', params: PLACE });
  });

  it('adds new lines once, and none of other projects', async () => {
    const { emit, texts } = await open(() => [line(1), line(2)]);
    emit('console.output', output({ lines: [line(2), line(3)] }));
    emit('console.output', output({ lines: [line(4)], project: '/other' }));
    expect(texts()).toEqual(['line 1', 'line 2', 'line 3']);
  });

  it('applies its filters to new lines, and reads again when they change', async () => {
    const { feed, emit, texts, listed } = await open(() => []);
    feed.setFilter({ ...NO_FILTER, kind: 'command', search: ' WARN ' });
    await expect.poll(() => listed()).toHaveLength(2);
    expect(listed().at(-1)?.params).toMatchObject({ kind: 'command', search: 'WARN' });
    emit('console.output', output({ lines: [line(1, 'warning'), line(2, 'fine')] }));
    emit(
      'console.output',
      output({ lines: [{ ...line(3, 'warn'), sourceId: 't' }], sources: [{ ...source, id: 't', kind: 'terminal' }] }),
    );
    expect(texts()).toEqual(['warning']);
  });

  it('reads again after missing output, and after it was cleared', async () => {
    let lines = [line(1)];
    const { emit, texts } = await open(() => lines);
    lines = [line(1), line(5)];
    emit('console.output', output({ lines: [line(5)], isIncomplete: true }));
    await expect.poll(texts).toEqual(['line 1', 'line 5']);
    lines = [];
    emit('console.output', output({ isCleared: true }));
    await expect.poll(texts).toEqual([]);
  });

  it('stays bounded in a flood', async () => {
    const { feed, emit } = await open(() => []);
    for (let first = 1; first < 12_000; first += 1_000)
      emit('console.output', output({ lines: Array.from({ length: 1_000 }, (_, index) => line(first + index)) }));
    const { lines, hasOlder, oldestId } = feed.store.getState();
    expect(lines).toHaveLength(5_000);
    expect(hasOlder).toBe(true);
    expect(oldestId).toBe(lines[0]?.id);
  });
});
