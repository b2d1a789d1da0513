// Converts session records to rows of `sessions` and back. A field and its column have the same name, in camel and snake case.
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { toColumn } from './connection.ts';

const JSON_FIELDS: ReadonlySet<string> = new Set<keyof SessionRecord>([
  'runError',
  'usage',
  'resetPolicy',
  'persona',
  'context',
]);

/** A row of `sessions` with all columns. */
export type SessionRow = Readonly<Record<string, unknown>>;
/** Fields to change. `undefined` clears a field. */
export type SessionPatch = { readonly [K in keyof SessionRecord]?: SessionRecord[K] | undefined };
/** A value in the form that SQLite accepts. */
export type Cell = string | number | null;

/** Fields by column, which are converted once. */
const fields = new Map<string, string>();

function toField(column: string): string {
  const field = fields.get(column) ?? column.replaceAll(/_[a-z]/g, (match) => match.slice(1).toUpperCase());
  fields.set(column, field);
  return field;
}

/** Converts a row to a record. */
export function toSessionRecord({ id: _id, gateway_id: _gateway, ...row }: SessionRow): SessionRecord {
  const record: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(row)) {
    const field = toField(column);
    if (cell !== null) record[field] = JSON_FIELDS.has(field) ? JSON.parse(String(cell)) : cell;
  }
  // The table has exactly these columns, and only records are written to it.
  return { ...record, unread: row['unread'] === 1 } as unknown as SessionRecord;
}

/** Converts a patch to cells by column. */
export function toCells(patch: SessionPatch): ReadonlyMap<string, Cell> {
  return new Map(Object.entries(patch).map(([field, value]) => [toColumn(field), toCell(field, value)]));
}

function toCell(field: string, value: SessionPatch[keyof SessionPatch]): Cell {
  if (value === undefined) return null;
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'object' || JSON_FIELDS.has(field) ? JSON.stringify(value) : value;
}
