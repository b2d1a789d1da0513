// Writes the rows of a transcript. Visible rows have positions from 1 without gaps; hidden ones have none.
import type { SeqRange, SessionCommit } from '#core/ports/sessions-store.ts';
import { setBounded } from '#core/set-bounded.ts';
import { toStoredJson, type BlobHashes } from './attachments.ts';
import type { Connection } from './connection.ts';

/** Sessions whose last position is kept. */
const MAX_KEPT = 64;

/** Columns that all rows of a commit share. */
interface SharedColumns {
  readonly session: number;
  readonly ts: number;
  readonly ownerId: string;
}

interface RowChanges extends Pick<SessionCommit, 'events' | 'rows' | 'hideRowsFrom' | 'showRows'> {
  /** Attachments whose contents are stored elsewhere. */
  readonly hashes: BlobHashes;
}

/** Writes within a transaction that is already open. */
export interface TranscriptWriter {
  /** `lastSeq` is the last event before the commit. */
  write(shared: SharedColumns, lastSeq: number, commit: RowChanges): void;
}

/** Prepares the statements once. */
export function openTranscriptWriter(connection: Connection): TranscriptWriter {
  const positions = openPositions(connection);
  const visibility = openVisibility(connection);
  const insert = connection.insert('transcript');
  return {
    write(shared, lastSeq, { events, rows = [], hideRowsFrom, showRows, hashes }) {
      if (hideRowsFrom !== undefined) visibility.hideFrom(shared.session, hideRowsFrom);
      if (showRows !== undefined) visibility.show(shared.session, showRows);
      if (hideRowsFrom !== undefined || showRows !== undefined) positions.forget(shared.session);
      if (rows.length === 0) return positions.move(shared.session, lastSeq, lastSeq + events.length);
      let pos = positions.find(shared.session, lastSeq);
      for (const { index, message, part, entryId, longest, ...origin } of rows) {
        const { runId = null, stopReason = null, provider = null } = origin;
        const place = { ...shared, seq: lastSeq + 1 + index, part, pos: ++pos };
        insert({ ...place, entryId, runId, stopReason, provider, longest, json: toStoredJson(message, hashes) });
      }
      positions.keep(shared.session, lastSeq + events.length, pos);
    },
  };
}

function openVisibility(connection: Connection) {
  const { database } = connection;
  const hide = database.prepare('UPDATE transcript SET pos = NULL WHERE session = ? AND seq >= ? AND pos IS NOT NULL');
  const rowsWithin = connection.all<[number, number, number], { seq: number; part: number }>(
    'SELECT seq, part FROM transcript WHERE session = ? AND seq BETWEEN ? AND ? ORDER BY seq, part',
  );
  const place = database.prepare('UPDATE transcript SET pos = ? WHERE session = ? AND seq = ? AND part = ?');
  return {
    hideFrom: (session: number, seq: number) => void hide.run(session, seq),
    show(session: number, ranges: readonly SeqRange[]): void {
      hide.run(session, 0);
      let pos = 0;
      for (const { from, to } of ranges)
        for (const { seq, part } of rowsWithin(session, from, to)) place.run(++pos, session, seq, part);
    },
  };
}

/**
 * The last positions of sessions. Each is kept with the number of the last event, and only used if the stored session still ends
 * with that event, so a transaction that is rolled back or repeated needs no cleanup.
 */
function openPositions(connection: Connection) {
  const read = connection.cell<[number], number>(
    'SELECT max(pos) FROM transcript WHERE session = ? AND pos IS NOT NULL',
  );
  const kept = new Map<number, { readonly seq: number; readonly pos: number }>();
  const keep = (session: number, seq: number, pos: number) => setBounded(kept, session, { seq, pos }, MAX_KEPT);
  return {
    keep,
    forget: (session: number) => void kept.delete(session),
    find(session: number, seq: number): number {
      const last = kept.get(session);
      return last?.seq === seq ? last.pos : Number(read(session) ?? 0);
    },
    /** Called for events without rows. */
    move(session: number, fromSeq: number, toSeq: number): void {
      const last = kept.get(session);
      if (last?.seq === fromSeq) keep(session, toSeq, last.pos);
      else kept.delete(session);
    },
  };
}
