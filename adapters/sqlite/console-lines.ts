// The stored form of console lines. Most lines are short, so their fields would take several times the space of their text.
import type { ConsoleLine } from '#contract/types/console.ts';

/** What a line has besides its text, if it isn't plain output. */
type Rest = Pick<ConsoleLine, 'count' | 'skipped' | 'errorId'> & {
  readonly kind?: Exclude<ConsoleLine['kind'], 'output'>;
};

/** `id` and `ts` since the previous line, the position of the source, the text, and the rest. */
type StoredLine = readonly [id: number, ts: number, source: number, text: string, rest?: Rest];

/** Lines that were written together. */
export interface StoredLines {
  readonly sources: readonly string[];
  readonly lines: readonly StoredLine[];
}

/** Lines as JSON. */
export function formatLines(lines: readonly ConsoleLine[]): string {
  const sources = [...new Set(lines.map(({ sourceId }) => sourceId))];
  const stored = lines.map(({ id, ts, sourceId, kind, text, ...more }, index): StoredLine => {
    const { id: previousId = 0, ts: previousTs = 0 } = lines[index - 1] ?? {};
    const rest: Rest = { ...more, ...(kind === 'output' ? {} : { kind }) };
    const base = [id - previousId, ts - previousTs, sources.indexOf(sourceId), text] as const;
    return Object.keys(rest).length === 0 ? base : [...base, rest];
  });
  return JSON.stringify({ sources, lines: stored } satisfies StoredLines);
}

/** The lines of a chunk that {@link formatLines} wrote. */
export function parseLines({ sources, lines }: StoredLines): readonly ConsoleLine[] {
  let id = 0;
  let ts = 0;
  return lines.map(([idStep, tsStep, source, text, rest = {}]) => {
    id += idStep;
    ts += tsStep;
    return { id, sourceId: sources[source] ?? '', kind: 'output', ts, text, ...rest };
  });
}
