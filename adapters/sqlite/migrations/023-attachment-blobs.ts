// Attachments leave the events and transcript rows and are stored by hash outside of the database.
import type { Database } from 'better-sqlite3';
import { BlobWriter, blobFolder, readBlob } from '../../blobs/blob-files.ts';
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLE = `
CREATE TABLE attachment_blobs (
  session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  hash TEXT NOT NULL,
  ${OWNERSHIP},
  PRIMARY KEY (session, seq, hash)
) STRICT;
CREATE INDEX attachment_blobs_by_hash ON attachment_blobs (hash);`;

/** The messages that can have attachments. */
const EVENTS = `SELECT rowid FROM events WHERE type IN ('message.accepted', 'message.completed') AND ${mentions('json')}`;
const ROWS = `SELECT rowid FROM transcript WHERE ${mentions('json')}`;

/** Moves the contents of attachments into files and back. A repeated migration keeps what is already there. */
export const ATTACHMENT_BLOBS: Migration = {
  version: 23,
  name: 'attachment-blobs',
  up(database) {
    database.exec(TABLE);
    const blobs = new BlobWriter(blobFolder(database.name));
    const put = (part: Part) => detach(part, blobs);
    rewrite(database, 'events', EVENTS, put, openUses(database));
    rewrite(database, 'transcript', ROWS, put);
    // The rows are committed after this, so a power failure can't leave one without its content.
    blobs.sync();
  },
  down(database) {
    const folder = blobFolder(database.name);
    const restore = (part: Part) => attach(part, folder);
    rewrite(database, 'events', EVENTS, restore);
    rewrite(database, 'transcript', ROWS, restore);
    database.exec('DROP TABLE attachment_blobs');
  },
};

/** A part of a message in JSON. */
type Part = Readonly<Record<string, unknown>>;
type Change = (part: Part) => Part;
interface Place {
  readonly session: number;
  readonly seq: number;
  readonly ownerId: string;
  readonly gatewayId: string;
}

function mentions(column: string): string {
  return `(instr(${column}, '"type":"image"') OR instr(${column}, '"type":"pdf"') OR instr(${column}, '"type":"textFile"'))`;
}

/** Changes the attachments of all rows, one row in memory at a time. */
function rewrite(
  database: Database,
  table: 'events' | 'transcript',
  select: string,
  change: Change,
  used: (place: Place, hashes: readonly string[]) => void = () => undefined,
): void {
  const read = database.prepare<[number], Place & { readonly json: string }>(
    `SELECT session, seq, owner_id AS ownerId, gateway_id AS gatewayId, json FROM ${table} WHERE rowid = ?`,
  );
  const write = database.prepare<[string, number]>(`UPDATE ${table} SET json = ? WHERE rowid = ?`);
  // `pluck` returns the row numbers.
  for (const row of database.prepare(select).pluck().all() as number[]) {
    const found = read.get(row);
    if (found === undefined) continue;
    const hashes: string[] = [];
    const json = rewriteJson(found.json, (part) => {
      const changed = change(part);
      if (typeof changed['blob'] === 'string') hashes.push(changed['blob']);
      return changed;
    });
    if (json !== found.json) write.run(json, row);
    used(found, hashes);
  }
}

/** Changes the attachments in the lists of a message; nothing else that looks like one. */
function rewriteJson(json: string, change: Change): string {
  // Written by the store.
  const message = JSON.parse(json) as Record<string, unknown>;
  const changed = { ...message };
  for (const list of ['images', 'files', 'content']) {
    const parts = message[list];
    if (!Array.isArray(parts)) continue;
    changed[list] = parts.map((part: Part) =>
      ['image', 'pdf', 'textFile'].includes(String(part['type'])) ? change(part) : part,
    );
  }
  return JSON.stringify(changed);
}

/** Keeps what can't be restored exactly. */
function detach(part: Part, blobs: BlobWriter): Part {
  const [field, encoding] = part['type'] === 'textFile' ? (['text', 'utf8'] as const) : (['data', 'base64'] as const);
  const { [field]: text, ...facts } = part;
  if (typeof text !== 'string' || text === '') return part;
  const content = Buffer.from(text, encoding);
  return content.toString(encoding) === text ? { ...facts, blob: blobs.put(content) } : part;
}

function attach(part: Part, folder: string): Part {
  const { blob, ...facts } = part;
  if (typeof blob !== 'string') return part;
  const content = readBlob(folder, blob);
  return part['type'] === 'textFile'
    ? { ...facts, text: content?.toString('utf8') ?? '' }
    : { ...facts, data: content?.toString('base64') ?? '' };
}

function openUses(database: Database) {
  const insert = database.prepare(
    'INSERT OR IGNORE INTO attachment_blobs (session, seq, hash, owner_id, gateway_id) VALUES (?, ?, ?, ?, ?)',
  );
  return ({ session, seq, ownerId, gatewayId }: Place, hashes: readonly string[]): void => {
    for (const hash of hashes) insert.run(session, seq, hash, ownerId, gatewayId);
  };
}
