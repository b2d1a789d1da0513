// The names of files and folders, indented. What doesn't fit is left out from the deepest level up.
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import { walkFiles } from '../workspaces/walk-files.ts';
import { textTokens } from '../budgets/estimate-request.ts';
import type { ContextSource } from './context-source.ts';
import type { FittedText } from './fit-text.ts';

/** Entries to look at, and the time for it, ms. */
const MAX_ENTRIES = 5_000;
const TIME_MS = 2_000;

interface Entry {
  /** In the order of the walk. */
  readonly index: number;
  readonly depth: number;
  readonly line: string;
}

/** Collects the tree of the workspace. */
export async function collectTree({ ports, machine, signal }: ContextSource, tokens: number): Promise<FittedText> {
  const entries: Entry[] = [];
  const end = ports.clock.monotonic() + TIME_MS;
  const limits = { signal, isOver: () => ports.clock.monotonic() > end };
  await walkFiles(await machine(), '.', limits, ({ path, name, isFolder }) => {
    const depth = path.split('/').length - 1;
    const line = `${'  '.repeat(depth)}${escapeHidden(name).replaceAll(/\s/g, ' ')}${isFolder ? '/' : ''}`;
    entries.push({ index: entries.length, depth, line });
    return entries.length >= MAX_ENTRIES ? 'stop' : 'on';
  });
  let left = tokens;
  const kept = entries
    .toSorted((a, b) => a.depth - b.depth || a.index - b.index)
    .filter(({ line }) => (left -= textTokens(`${line}\n`)) >= 0);
  const lines = kept.toSorted((a, b) => a.index - b.index).map(({ line }) => line);
  const isTruncated = kept.length < entries.length || entries.length >= MAX_ENTRIES;
  return { text: lines.join('\n'), isTruncated };
}
