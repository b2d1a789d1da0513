// Reads pages of a project's console, newest first, with filters.
import type { ConsoleKind, ConsoleLine, ConsolePage, ConsoleSource } from '#contract/types/console.ts';
import { defined } from '#contract/types/defined.ts';
import type { ConsoleStore } from '../ports/console-store.ts';

/** Chunks read at once, and the most that one page searches. A further page continues there. */
const CHUNKS_AT_ONCE = 50;
const MAX_CHUNKS = 1_000;

/** A page to read. */
export interface ConsoleQuery {
  readonly project: string;
  readonly limit: number;
  /** Only older lines. */
  readonly beforeId?: number;
  /** Only newer lines. */
  readonly afterId?: number;
  readonly sourceId?: string;
  readonly sessionKey?: string;
  readonly kind?: ConsoleKind;
  readonly errorsOnly?: boolean;
  /** Only lines that contain this text, in any case. */
  readonly search?: string;
}

/** Reads the newest lines of the query. */
export async function readConsole(store: ConsoleStore, query: ConsoleQuery): Promise<ConsolePage> {
  const { project, limit, afterId } = query;
  const lines: ConsoleLine[] = [];
  const sources = new Map<string, ConsoleSource>();
  let beforeId = query.beforeId;
  let read = 0;
  let hasOlder = true;
  while (hasOlder && lines.length < limit && read < MAX_CHUNKS) {
    const range = { project, ...defined({ beforeId, afterId, errorsOnly: query.errorsOnly }) };
    const chunks = await store.chunks(range, CHUNKS_AT_ONCE);
    hasOlder = chunks.length === CHUNKS_AT_ONCE;
    read += chunks.length;
    await addSources(store, sources, chunks.flat());
    for (const chunk of chunks) {
      for (const line of chunk.toReversed()) {
        if ((beforeId !== undefined && line.id >= beforeId) || line.id <= (afterId ?? 0)) continue;
        if (lines.length === limit) return toPage(project, lines, sources, true, beforeId);
        beforeId = line.id;
        if (matches(line, sources.get(line.sourceId), query)) lines.push(line);
      }
    }
  }
  return toPage(project, lines, sources, hasOlder, beforeId);
}

function toPage(
  project: string,
  newestFirst: readonly ConsoleLine[],
  known: ReadonlyMap<string, ConsoleSource>,
  hasOlder: boolean,
  oldestId = 0,
): ConsolePage {
  const lines = newestFirst.toReversed();
  const ids = new Set(lines.map(({ sourceId }) => sourceId));
  return { project, lines, sources: [...known.values()].filter(({ id }) => ids.has(id)), hasOlder, oldestId };
}

async function addSources(store: ConsoleStore, known: Map<string, ConsoleSource>, lines: readonly ConsoleLine[]) {
  const missing = [...new Set(lines.map(({ sourceId }) => sourceId))].filter((id) => !known.has(id));
  if (missing.length === 0) return;
  for (const source of await store.sources(missing)) known.set(source.id, source);
}

function matches(line: ConsoleLine, source: ConsoleSource | undefined, query: ConsoleQuery): boolean {
  if (query.sourceId !== undefined && line.sourceId !== query.sourceId) return false;
  if (query.sessionKey !== undefined && source?.sessionKey !== query.sessionKey) return false;
  if (query.kind !== undefined && source?.kind !== query.kind) return false;
  if (query.errorsOnly === true && line.errorId === undefined) return false;
  return query.search === undefined || line.text.toLowerCase().includes(query.search.toLowerCase());
}
