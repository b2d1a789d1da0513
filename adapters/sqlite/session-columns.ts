// Converts session records to rows of `sessions` and back.
import type { SessionRecord } from '#core/ports/sessions-store.ts';

type Form = 'plain' | 'flag' | 'json';

interface Column {
  readonly name: string;
  readonly form: Form;
}

const plain = (name: string): Column => ({ name, form: 'plain' });
const json = (name: string): Column => ({ name, form: 'json' });

const COLUMNS: { readonly [K in keyof SessionRecord]-?: Column } = {
  key: plain('key'),
  sessionId: plain('session_id'),
  agentId: plain('agent_id'),
  ownerId: plain('owner_id'),
  title: plain('title'),
  derivedTitle: plain('derived_title'),
  preview: plain('preview'),
  workspace: plain('workspace'),
  model: plain('model'),
  icon: plain('icon'),
  color: plain('color'),
  category: plain('category'),
  thinkingLevel: plain('thinking_level'),
  permissionMode: plain('permission_mode'),
  pinnedAt: plain('pinned_at'),
  archivedAt: plain('archived_at'),
  deletedAt: plain('deleted_at'),
  unread: { name: 'unread', form: 'flag' },
  createdAt: plain('created_at'),
  updatedAt: plain('updated_at'),
  lastSeq: plain('last_seq'),
  runId: plain('run_id'),
  runStatus: plain('run_status'),
  runStartedAt: plain('run_started_at'),
  runEndedAt: plain('run_ended_at'),
  runError: json('run_error'),
  usage: json('usage'),
  contextTokens: plain('context_tokens'),
  parentKey: plain('parent_key'),
  resetPolicy: json('reset_policy'),
  retentionDays: plain('retention_days'),
  lastInteractionAt: plain('last_interaction_at'),
};

const ENTRIES = Object.entries(COLUMNS);

/** A value in the form that SQLite accepts. */
export type Cell = string | number | null;

/** Columns of `sessions` in a fixed order, for `SELECT`. */
export const SESSION_COLUMNS = ENTRIES.map(([, column]) => `sessions.${column.name}`).join(', ');

/** The session record in a row. */
export function toSessionRecord(row: Readonly<Record<string, unknown>>): SessionRecord {
  const record: Record<string, unknown> = {};
  for (const [field, column] of ENTRIES) {
    const cell = row[column.name];
    if (cell !== null && cell !== undefined) record[field] = fromCell(cell, column.form);
  }
  // The table requires what the record requires, and only records are written to it.
  return record as unknown as SessionRecord;
}

/** The named cells of a patch. A field whose value is `undefined` clears its column. */
export function toCells(patch: { readonly [K in keyof SessionRecord]?: SessionRecord[K] | undefined }): ReadonlyMap<
  string,
  Cell
> {
  const cells = new Map<string, Cell>();
  for (const [field, value] of Object.entries(patch)) {
    const column = (COLUMNS as Readonly<Record<string, Column>>)[field];
    if (column !== undefined) cells.set(column.name, toCell(value, column.form));
  }
  return cells;
}

function toCell(value: unknown, form: Form): Cell {
  if (value === undefined || value === null) return null;
  if (form === 'flag') return value === true ? 1 : 0;
  if (form === 'json') return JSON.stringify(value);
  return value as string | number;
}

function fromCell(cell: unknown, form: Form): unknown {
  if (form === 'flag') return cell === 1;
  return form === 'json' ? JSON.parse(String(cell)) : cell;
}
