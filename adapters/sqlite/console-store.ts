// Output of commands by project.
import type { ConsoleError, ConsoleProject, ConsoleSource } from '#contract/types/console.ts';
import type { ConsoleChunk, ConsoleStore } from '#core/ports/console-store.ts';
import type { Connection } from './connection.ts';
import { formatLines, parseLines, type StoredLines } from './console-lines.ts';

/** Part of its limit to which a project is reduced, so that not every write removes something. */
const REDUCED_TO = 0.9;
/** A position after every line. */
/** Longest time between the lines of a chunk, ms. */
const CHUNK_MS = 1_000;
const NEWEST = Number.MAX_SAFE_INTEGER;

/** Opens the tables of the console. */
export function openConsole(connection: Connection): ConsoleStore {
  const addChunk = connection.insert('console_chunks');
  const saveSource = connection.insert('console_sources', 'ON CONFLICT (id) DO UPDATE SET json = @json');
  const saveError = connection.insert(
    'console_errors',
    'ON CONFLICT (id) DO UPDATE SET json = @json, auto_fixed_at = @autoFixedAt',
  );
  const chunks = connection.records<[string, number, number, number, number], StoredLines>(
    `SELECT json FROM console_chunks
     WHERE project = ? AND last_line > ? AND first_line < ? AND has_error >= ? ORDER BY last_line DESC LIMIT ?`,
  );
  const source = connection.record<[string], ConsoleSource>('SELECT json FROM console_sources WHERE id = ?');
  const errors = connection.records<[string, number], ConsoleError>(
    'SELECT json FROM console_errors WHERE project = ? ORDER BY ts DESC, rowid DESC LIMIT ?',
  );
  const error = connection.first<[string], { readonly project: string; readonly json: string }>(
    'SELECT project, json FROM console_errors WHERE id = ?',
  );
  const countFixes = connection.cell<[string, string, number], number>(
    'SELECT count(*) FROM console_errors WHERE project = ? AND fingerprint = ? AND auto_fixed_at >= ?',
  );
  const projects = connection.all<[], ConsoleProject>(
    `SELECT project, sum(size) AS bytes, max(ts) AS lastOutputAt FROM console_chunks
     GROUP BY project ORDER BY lastOutputAt DESC`,
  );
  const lastLine = connection.cell<[], number | null>('SELECT max(last_line) FROM console_chunks');
  return {
    write: async ({ chunks: added = [], sources: newSources = [], errors: newErrors = [] }) =>
      connection.writeUnsyncedTogether(() => {
        for (const chunk of added) addChunk(toCells(chunk));
        for (const { project, ownerId, ...row } of newSources)
          saveSource({ id: row.id, project, startedAt: row.startedAt, json: JSON.stringify(row), ownerId });
        for (const { project, ownerId, ...row } of newErrors) {
          const { id, fingerprint, ts, fix } = row;
          const autoFixedAt = fix?.by === 'automatic' ? fix.at : null;
          saveError({ id, project, fingerprint, ts, autoFixedAt, json: JSON.stringify(row), ownerId });
        }
      }),
    chunks: async ({ project, beforeId = NEWEST, afterId = 0, errorsOnly = false }, limit) =>
      chunks(project, afterId, beforeId, errorsOnly ? 1 : 0, limit).map(parseLines),
    sources: async (ids) => ids.flatMap((id) => source(id) ?? []),
    errors: async (project, limit) => errors(project, limit),
    async error(id) {
      const row = error(id);
      // The store wrote it.
      return row === undefined ? undefined : { ...(JSON.parse(row.json) as ConsoleError), project: row.project };
    },
    countAutomaticFixes: async (project, fingerprint, sinceMs) => countFixes(project, fingerprint, sinceMs) ?? 0,
    projects: async () => projects(),
    lastLineId: async () => lastLine() ?? 0,
    ...openRemoval(connection),
  };
}

function toCells({ project, ownerId, lines }: ConsoleChunk) {
  const json = formatLines(lines);
  return {
    lastLine: lines.at(-1)?.id ?? 0,
    firstLine: lines[0]?.id ?? 0,
    project,
    ts: lines.at(-1)?.ts ?? 0,
    size: Buffer.byteLength(json),
    hasError: lines.some(({ errorId }) => errorId !== undefined) ? 1 : 0,
    json,
    ownerId,
  };
}

function openRemoval(connection: Connection): Pick<ConsoleStore, 'prune' | 'clear'> {
  const { database } = connection;
  const total = connection.cell<[string], number | null>('SELECT sum(size) FROM console_chunks WHERE project = ?');
  const sizes = connection.all<[string], { readonly lastLine: number; readonly size: number }>(
    'SELECT last_line AS lastLine, size FROM console_chunks WHERE project = ? ORDER BY last_line',
  );
  const removeUpTo = database.prepare('DELETE FROM console_chunks WHERE project = ? AND last_line <= ?');
  const removeBefore = database.prepare('DELETE FROM console_chunks WHERE project = ? AND ts < ?');
  const oldest = connection.cell<[string], number | null>('SELECT min(ts) FROM console_chunks WHERE project = ?');
  const removeSources = database.prepare(
    `DELETE FROM console_sources WHERE project = ?
     AND (json_extract(json, '$.endedAt') < ? OR (json_extract(json, '$.endedAt') IS NULL AND started_at < ?))`,
  );
  const removeErrors = database.prepare('DELETE FROM console_errors WHERE project = ? AND ts < ?');
  const lines = connection.cell<[string], number | null>(
    `SELECT sum(json_array_length(json, '$.lines')) FROM console_chunks WHERE project = ?`,
  );
  return {
    prune: async (project, { maxBytes, beforeMs }) =>
      connection.writeUnsynced(() => {
        removeBefore.run(project, beforeMs);
        let bytes = total(project) ?? 0;
        if (bytes > maxBytes) {
          for (const { lastLine, size } of sizes(project)) {
            if (bytes <= maxBytes * REDUCED_TO) break;
            removeUpTo.run(project, lastLine);
            bytes -= size;
          }
        }
        // The time of a chunk is that of its last line. A source that is running has more to come.
        const first = (oldest(project) ?? beforeMs) - CHUNK_MS;
        removeSources.run(project, first, beforeMs);
        removeErrors.run(project, first);
      }),
    clear: async (project) =>
      connection.write(() => {
        const removed = lines(project) ?? 0;
        for (const statement of [removeUpTo, removeErrors]) statement.run(project, NEWEST);
        removeSources.run(project, NEWEST, NEWEST);
        return removed;
      }),
  };
}
