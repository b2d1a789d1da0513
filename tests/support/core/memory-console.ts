// The consoles of projects in memory, for tests.
import type { ConsoleError, ConsoleSource } from '#contract/types/console.ts';
import type { ConsoleChunk, ConsoleStore } from '#core/ports/console-store.ts';

/** The rows of the consoles. */
export interface ConsoleTables {
  readonly chunks: ConsoleChunk[];
  readonly sources: Map<string, ConsoleSource & { readonly project: string }>;
  readonly errors: Map<string, ConsoleError & { readonly project: string }>;
}

/** Empty consoles. */
export const emptyConsoleTables = (): ConsoleTables => ({ chunks: [], sources: new Map(), errors: new Map() });

const getSize = ({ lines }: ConsoleChunk): number => Buffer.byteLength(JSON.stringify(lines));
const getLast = ({ lines }: ConsoleChunk): number => lines.at(-1)?.id ?? 0;
const getTime = ({ lines }: ConsoleChunk): number => lines.at(-1)?.ts ?? 0;

/** The consoles of the in-memory store. `writing` throws when a write must fail. */
export function consoleStore(tables: ConsoleTables, writing: () => void): ConsoleStore {
  const ofProject = (project: string) => tables.chunks.filter((chunk) => chunk.project === project);
  const remove = (project: string, isGone: (chunk: ConsoleChunk) => boolean): void => {
    const kept = tables.chunks.filter((chunk) => chunk.project !== project || !isGone(chunk));
    tables.chunks.splice(0, tables.chunks.length, ...kept);
  };
  const removeRows = (project: string, beforeMs: number): void => {
    for (const [id, source] of tables.sources)
      if (source.project === project && (source.endedAt ?? source.startedAt) < beforeMs) tables.sources.delete(id);
    for (const [id, error] of tables.errors)
      if (error.project === project && error.ts < beforeMs) tables.errors.delete(id);
  };
  return {
    async write({ chunks = [], sources = [], errors = [] }) {
      writing();
      tables.chunks.push(...chunks);
      for (const { ownerId: _owner, ...source } of sources) tables.sources.set(source.id, source);
      for (const { ownerId: _owner, ...error } of errors) tables.errors.set(error.id, error);
    },
    chunks: async ({ project, beforeId = Infinity, afterId = 0, errorsOnly = false }, limit) =>
      ofProject(project)
        .filter(
          (chunk) =>
            getLast(chunk) > afterId &&
            (chunk.lines[0]?.id ?? 0) < beforeId &&
            (!errorsOnly || chunk.lines.some(({ errorId }) => errorId !== undefined)),
        )
        .toReversed()
        .slice(0, limit)
        .map(({ lines }) => lines),
    sources: async (ids) =>
      ids.flatMap((id) => {
        const { project: _project, ...source } = tables.sources.get(id) ?? { project: undefined, id: '' };
        return source.id === '' ? [] : [source as ConsoleSource];
      }),
    errors: async (project, limit) =>
      [...tables.errors.values()]
        .filter((error) => error.project === project)
        .toReversed()
        .slice(0, limit)
        .map(({ project: _project, ...error }) => error),
    error: async (id) => tables.errors.get(id),
    countAutomaticFixes: async (project, fingerprint, sinceMs) =>
      [...tables.errors.values()].filter(
        (error) =>
          error.project === project &&
          error.fingerprint === fingerprint &&
          error.fix?.by === 'automatic' &&
          error.fix.at >= sinceMs,
      ).length,
    async projects() {
      const names = [...new Set(tables.chunks.map(({ project }) => project))];
      const rows = names.map((project) => ({
        project,
        bytes: ofProject(project).reduce((sum, chunk) => sum + getSize(chunk), 0),
        lastOutputAt: Math.max(...ofProject(project).map(getTime)),
      }));
      return rows.toSorted((a, b) => b.lastOutputAt - a.lastOutputAt);
    },
    lastLineId: async () => Math.max(0, ...tables.chunks.map(getLast)),
    async prune(project, { maxBytes, beforeMs }) {
      writing();
      remove(project, (chunk) => getTime(chunk) < beforeMs);
      let bytes = ofProject(project).reduce((sum, chunk) => sum + getSize(chunk), 0);
      const goal = bytes > maxBytes ? maxBytes * 0.9 : Infinity;
      for (const chunk of ofProject(project)) {
        if (bytes <= goal) break;
        bytes -= getSize(chunk);
        remove(project, (other) => other === chunk);
      }
      const [first] = ofProject(project);
      removeRows(project, first === undefined ? beforeMs : getTime(first));
    },
    async clear(project) {
      writing();
      const removed = ofProject(project).reduce((sum, { lines }) => sum + lines.length, 0);
      remove(project, () => true);
      removeRows(project, Infinity);
      return removed;
    },
  };
}
