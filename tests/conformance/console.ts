// Conformance suite of a store, consoles of projects.
import { expect, it } from 'vitest';
import type { ConsoleError, ConsoleLine, ConsoleSource } from '#contract/types/console.ts';
import type { ConsoleChunk } from '#core/ports/console-store.ts';
import type { Store } from '#core/ports/store.ts';

const OWNED = { project: '/work', ownerId: 'ada' } as const;

/** A line of output. */
export function consoleLine(id: number, fields: Partial<ConsoleLine> = {}): ConsoleLine {
  return { id, sourceId: 's', kind: 'output', ts: id * 1_000, text: `line ${id}`, ...fields };
}

/** A source of output. */
export function consoleSource(id: string, fields: Partial<ConsoleSource> = {}): ConsoleSource {
  const title = `run ${id}`;
  return { id, kind: 'command', title, sessionKey: 'agent:main:a', agentId: 'main', startedAt: 1_000, ...fields };
}

/** A recognized error. */
export function consoleError(id: string, fields: Partial<ConsoleError> = {}): ConsoleError {
  const facts = { sourceId: 's', sessionKey: 'agent:main:a', lineId: 2, ts: 2_000 };
  return { id, ...facts, kind: 'node.exception', message: 'boom', fingerprint: 'f', ...fields };
}

/** Registers the tests of consoles. */
export function consoleConformance(store: () => Store): void {
  const consoles = () => store().console;
  const chunk = (project: string, ...lines: readonly ConsoleLine[]): ConsoleChunk => ({
    project,
    ownerId: 'ada',
    lines,
  });
  const ids = async (range: Partial<Parameters<Store['console']['chunks']>[0]> = {}, limit = 100) =>
    (await consoles().chunks({ project: '/work', ...range }, limit)).map((lines) => lines.map(({ id }) => id));

  it('returns the chunks of a project that overlap a range, newest first', async () => {
    await consoles().write({
      chunks: [
        chunk('/work', consoleLine(1), consoleLine(3)),
        chunk('/other', consoleLine(2), consoleLine(4)),
        chunk('/work', consoleLine(5, { errorId: 'e' }), consoleLine(6)),
        chunk('/work', consoleLine(7)),
      ],
    });
    expect(await ids()).toEqual([[7], [5, 6], [1, 3]]);
    expect(await ids({}, 2)).toEqual([[7], [5, 6]]);
    expect(await ids({ beforeId: 6 })).toEqual([
      [5, 6],
      [1, 3],
    ]);
    expect(await ids({ afterId: 5 })).toEqual([[7], [5, 6]]);
    expect(await ids({ errorsOnly: true })).toEqual([[5, 6]]);
    expect(await consoles().lastLineId()).toBe(7);
    expect((await consoles().chunks({ project: '/other' }, 1))[0]?.[1]).toEqual(consoleLine(4));
  });

  it('returns every field of a line', async () => {
    const lines = [
      consoleLine(8, { kind: 'start', text: 'make' }),
      consoleLine(9, { sourceId: 't', count: 3 }),
      consoleLine(12, { kind: 'gap', text: '', skipped: 1_000 }),
      consoleLine(13, { text: '"quoted" \u00e9\n', errorId: 'e' }),
      consoleLine(14, { kind: 'end', text: '0' }),
    ];
    await consoles().write({ chunks: [chunk('/work', ...lines)] });
    expect(await consoles().chunks({ project: '/work' }, 1)).toEqual([lines]);
  });

  it('adds and replaces sources and errors', async () => {
    const ended = consoleSource('s', { endedAt: 5_000, exitCode: 1 });
    await consoles().write({
      sources: [
        { ...consoleSource('s'), ...OWNED },
        { ...consoleSource('t'), ...OWNED },
      ],
    });
    await consoles().write({ sources: [{ ...ended, ...OWNED }] });
    expect(await consoles().sources(['t', 's', 'unknown'])).toEqual([consoleSource('t'), ended]);
    await consoles().write({
      errors: [
        { ...consoleError('a'), ...OWNED },
        { ...consoleError('b', { ts: 3_000 }), ...OWNED },
      ],
    });
    const fixed = consoleError('a', { fix: { by: 'person', at: 4_000 } });
    await consoles().write({ errors: [{ ...fixed, ...OWNED }] });
    expect(await consoles().errors('/work', 5)).toEqual([consoleError('b', { ts: 3_000 }), fixed]);
    expect(await consoles().errors('/work', 1)).toHaveLength(1);
    expect(await consoles().errors('/other', 5)).toEqual([]);
    expect(await consoles().error('a')).toEqual({ ...fixed, project: '/work' });
    expect(await consoles().error('unknown')).toBeUndefined();
  });

  it('counts automatic fixes of an error', async () => {
    const automatic = (at: number) => ({ fix: { by: 'automatic', at, attempt: 1 } }) as const;
    await consoles().write({
      errors: [
        { ...consoleError('a', automatic(10_000)), ...OWNED },
        { ...consoleError('b', automatic(20_000)), ...OWNED },
        { ...consoleError('c', { fix: { by: 'person', at: 30_000 } }), ...OWNED },
        { ...consoleError('d', { ...automatic(30_000), fingerprint: 'g' }), ...OWNED },
        { ...consoleError('e', automatic(30_000)), ...OWNED, project: '/other' },
      ],
    });
    expect(await consoles().countAutomaticFixes('/work', 'f', 10_000)).toBe(2);
    expect(await consoles().countAutomaticFixes('/work', 'f', 10_001)).toBe(1);
  });

  it('removes the oldest output beyond the size or before a time, with its sources and errors', async () => {
    const long = (id: number) => chunk('/work', consoleLine(id, { text: 'x'.repeat(1_000) }));
    await consoles().write({
      chunks: [long(1), long(2), long(3), long(4), chunk('/other', consoleLine(5))],
      sources: [
        { ...consoleSource('old', { endedAt: 1_500 }), ...OWNED },
        { ...consoleSource('new', { startedAt: 9_000 }), ...OWNED },
      ],
      errors: [
        { ...consoleError('old', { ts: 1_000 }), ...OWNED },
        { ...consoleError('new', { ts: 9_000 }), ...OWNED },
      ],
    });
    await consoles().prune('/work', { maxBytes: 2_500, beforeMs: 0 });
    expect(await ids()).toEqual([[4], [3]]);
    expect(await consoles().sources(['old', 'new'])).toHaveLength(1);
    expect(await consoles().errors('/work', 5)).toHaveLength(1);
    await consoles().prune('/work', { maxBytes: 1_000_000, beforeMs: 4_000 });
    expect(await ids()).toEqual([[4]]);
    expect(await ids({ project: '/other' })).toEqual([[5]]);
  });

  it('lists projects by their last output, and clears one', async () => {
    await consoles().write({
      chunks: [chunk('/work', consoleLine(1), consoleLine(2)), chunk('/other', consoleLine(3))],
    });
    const projects = await consoles().projects();
    expect(projects.map(({ project, lastOutputAt }) => [project, lastOutputAt])).toEqual([
      ['/other', 3_000],
      ['/work', 2_000],
    ]);
    expect(projects[0]?.bytes).toBeGreaterThan(consoleLine(3).text.length);
    await consoles().write({
      errors: [{ ...consoleError('a'), ...OWNED }],
      sources: [{ ...consoleSource('s'), ...OWNED }],
    });
    expect(await consoles().clear('/work')).toBe(2);
    expect(await consoles().clear('/work')).toBe(0);
    expect(await consoles().errors('/work', 5)).toEqual([]);
    expect(await consoles().sources(['s'])).toEqual([]);
    expect((await consoles().projects()).map(({ project }) => project)).toEqual(['/other']);
  });
}
