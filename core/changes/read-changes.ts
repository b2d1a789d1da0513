// Lists and reads changes of sessions and runs.
import type { ChangedFileDetail, ChangesList } from '#contract/types/changes.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { defined } from '#contract/types/defined.ts';
import type { RunSnapshot } from '../ports/changes-store.ts';
import type { ChangeRecords } from './change-records.ts';
import { unknownChange } from './changes-errors.ts';
import { toOperation } from './operation-rows.ts';
import { toChangedFile, toDetail, type FileMarks, type PendingChange } from './pending-change.ts';
import { findChanges, type FindQuery, type FoundChanges } from './pending-changes.ts';

const MAX_OPERATIONS = 200;
/** Larger images and binary files aren't sent. */
const MAX_SHOWN_BYTES = 10 * 1024 * 1024;

/** Lists the changes of a session or a run. */
export async function listChanges(records: ChangeRecords, key: string, query: FindQuery): Promise<ChangesList> {
  const [found, marks, operations] = await Promise.all([
    findSessionChanges(records, key, query),
    readMarks(records, key),
    records.parts.ports.store.changes.operations(key, MAX_OPERATIONS),
  ]);
  const files = found.changes.map((change) => toChangedFile(change, marks));
  const isRemote = found.runs.length === 0 && (await records.isRemote(key));
  return {
    sessionKey: key,
    scope: query.scope,
    ...defined({ runId: found.runId }),
    ...(isRemote ? { unavailable: 'remote' as const } : {}),
    canDecide: !isRemote,
    files,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    truncated: false,
    notes: found.notes,
    runs: found.runs,
    operations: operations.filter(({ kind }) => kind !== 'undo').map(toOperation),
  };
}

/** A changed file with its parts. */
export async function readChange(
  records: ChangeRecords,
  key: string,
  { path, full, ...query }: FindQuery & { readonly path: string; readonly full?: boolean | undefined },
): Promise<ChangedFileDetail> {
  const change = await requireChange(records, key, { path, ...query });
  const [before, after] = await records.contents.load([change.before, change.after]);
  return toDetail(change, [before, after], await readMarks(records, key), full === true);
}

/** The content of a changed file before or after the change, as a byte text. */
export async function readChangedContent(
  records: ChangeRecords,
  key: string,
  { path, side, ...query }: FindQuery & { readonly path: string; readonly side: 'before' | 'after' },
  signal: AbortSignal,
): Promise<string> {
  const change = await requireChange(records, key, { path, ...query });
  const version = change[side];
  if (version === undefined) throw unknownChange('Version');
  const texts = await records.parts.ports.snapshots.read([version.id], signal, MAX_SHOWN_BYTES);
  const text = texts.get(version.id);
  if (text !== undefined) return text;
  const hint = 'Open the file instead.';
  throw invalidRequest('This version is too large to display.', 'CHANGES_TOO_LARGE', hint);
}

async function requireChange(
  records: ChangeRecords,
  key: string,
  { path, ...query }: FindQuery & { readonly path: string },
): Promise<PendingChange> {
  const { contents, live, parts } = records;
  const findLive = (run: RunSnapshot) => live.findAgain(run);
  const found = await findChanges({ ports: parts.ports, contents, findLive }, key, query);
  const change = found.changes.find((one) => one.path === path);
  if (change === undefined) throw unknownChange('Change');
  return change;
}

/** The changes of a session or a run. */
export function findSessionChanges(
  { parts: { ports }, contents, live }: ChangeRecords,
  key: string,
  query: FindQuery,
): Promise<FoundChanges> {
  return findChanges({ ports, contents, findLive: (run) => live.find(run) }, key, query);
}

/** The marks of people on the files of a session. */
export async function readMarks({ parts }: ChangeRecords, key: string): Promise<FileMarks> {
  const { changes } = parts.ports.store;
  const [viewed, unfinished] = await Promise.all([changes.viewed(key), changes.unfinished()]);
  const waiting = unfinished.flatMap(({ sessionKey, waiting: files = [] }) => (sessionKey === key ? files : []));
  return { viewed, waiting };
}
