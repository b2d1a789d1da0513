import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogTail, LOG_BUFFER_LINES, type LogPage } from './log-tail.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function scripted(pages: readonly (LogPage | Error)[]) {
  const asked: (number | undefined)[] = [];
  const read = async (cursor: number | undefined) => {
    asked.push(cursor);
    const page = pages[asked.length - 1] ?? { file: 'f', cursor: cursor ?? 0, lines: [] };
    if (page instanceof Error) throw page;
    return page;
  };
  return { read, asked };
}

describe('log tail', () => {
  it('continues from the cursor without losing or repeating lines', async () => {
    const { read, asked } = scripted([
      { file: 'f', cursor: 10, lines: ['a', 'b'] },
      { file: 'f', cursor: 14, lines: ['c'] },
    ]);
    const tail = createLogTail(read, () => true);
    tail.start();
    await vi.advanceTimersByTimeAsync(4_000);
    tail.stop();
    expect(asked).toEqual([undefined, 10, 14]);
    expect(tail.store.getState().lines.map((line) => line.message)).toEqual(['a', 'b', 'c']);
  });

  it('sends no requests while hidden, paused, or stopped', async () => {
    const { read, asked } = scripted([]);
    let visible = false;
    const tail = createLogTail(read, () => visible);
    tail.start();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveLength(0);
    visible = true;
    tail.setFollowing(false);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveLength(0);
    tail.setFollowing(true);
    await vi.advanceTimersByTimeAsync(10);
    tail.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toHaveLength(1);
  });

  it('shows an error and continues', async () => {
    const { read } = scripted([new Error('no log'), { file: 'f', cursor: 1, lines: ['x'] }]);
    const tail = createLogTail(read, () => true);
    tail.start();
    await vi.advanceTimersByTimeAsync(10);
    expect(tail.store.getState()).toMatchObject({ error: 'no log', loading: false });
    await vi.advanceTimersByTimeAsync(2_000);
    tail.stop();
    expect(tail.store.getState()).toMatchObject({ error: '', lines: [{ message: 'x' }] });
  });

  it('keeps a bounded number of lines', async () => {
    const many = Array.from({ length: LOG_BUFFER_LINES + 7 }, (_, at) => `l${at}`);
    const tail = createLogTail(scripted([{ file: 'f', cursor: 1, lines: many }]).read, () => true);
    tail.start();
    await vi.advanceTimersByTimeAsync(10);
    tail.stop();
    expect(tail.store.getState().lines).toHaveLength(LOG_BUFFER_LINES);
    expect(tail.store.getState().lines[0]?.message).toBe('l7');
  });
});
