// Carries out what people decide about changes. Decisions on a session are made one at a time.
import type { ChangeOperation, FileSelection } from '#contract/types/changes.ts';
import { findUsualEnding, keepLineEndings } from '#contract/types/line-endings.ts';
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import { defined } from '#contract/types/defined.ts';
import type { FileState, OperationRecord, WaitingFile } from '../ports/changes-store.ts';
import { UnfinishedReplacement } from '../ports/snapshots.ts';
import type { Principal } from '../principal.ts';
import { encodeText } from './byte-text.ts';
import type { ChangeRecords } from './change-records.ts';
import { runIsActive, staleChange, unknownChange } from './changes-errors.ts';
import type { DecisionRequest, EditRequest } from './changes-facet.ts';
import { findUnknownHunks, type Decision } from './decisions.ts';
import { listPaths, toOperation } from './operation-rows.ts';
import { toChangedFile, type FileMarks, type PendingChange } from './pending-change.ts';
import type { FindQuery } from './pending-changes.ts';
import { planDecision } from './plan-decision.ts';
import { planUndo } from './plan-undo.ts';
import { findSessionChanges, readMarks } from './read-changes.ts';
import { describeDecision, describeUndo, type ReportedFile } from './report.ts';

/** Accepts or rejects changes, or saves the decision until the run has ended. */
export function decideChanges(
  records: ChangeRecords,
  key: string,
  { kind, files: selected, ...query }: DecisionRequest,
  by: Principal,
): Promise<ChangeOperation> {
  return records.change(key, async () => {
    const files = await select(records, key, query, selected);
    const record = await records.create(key, kind, by);
    const isWaiting = records.parts.isActive(key);
    const done = isWaiting
      ? await saveWaiting(records, record, files)
      : await carryOut(records, record, { kind, files });
    records.changed(key);
    return toOperation(done);
  });
}

async function saveWaiting(
  { parts: { ports } }: ChangeRecords,
  record: OperationRecord,
  files: readonly WaitingFile[],
): Promise<OperationRecord> {
  const waiting: OperationRecord = { ...record, state: 'waiting', waiting: files };
  await ports.snapshots.renew(files.flatMap(({ before, after }) => [before, after].flatMap((one) => one?.id ?? [])));
  await ports.store.changes.write({ operations: [waiting] });
  return waiting;
}

/** Carries out what waited for the end of the run. What can't be applied changes nothing, and says why. */
export async function carryOutWaiting(records: ChangeRecords, key: string): Promise<void> {
  const { ports, isActive } = records.parts;
  for (const operation of await ports.store.changes.unfinished()) {
    const { sessionKey, state, kind, waiting: files = [] } = operation;
    if (sessionKey !== key || state !== 'waiting' || isActive(key) || (kind !== 'accept' && kind !== 'reject'))
      continue;
    try {
      await carryOut(records, operation, { kind, files });
    } catch (error) {
      // Its record says how to settle it.
      if (error instanceof UnfinishedReplacement) continue;
      const failed: OperationRecord = { ...operation, state: 'conflict', problem: errorMessage(error) };
      await ports.store.changes.write({ operations: [failed] });
    }
    records.changed(key);
  }
}

/** Replaces the lines of a part. */
export function editChange(
  records: ChangeRecords,
  key: string,
  { path, version, hunk, text, ...query }: EditRequest,
  by: Principal,
): Promise<ChangeOperation> {
  return records.change(key, async () => {
    if (records.parts.isActive(key)) throw runIsActive();
    const files = await select(records, key, query, [{ path, version, hunks: [hunk] }]);
    const bytes = await encodeEdit(records, files, text);
    const record = await records.create(key, 'edit', by);
    const done = await carryOut(records, record, { kind: 'edit', files, text: bytes });
    records.changed(key);
    return toOperation(done);
  });
}

/** New lines get the line endings of the file. */
async function encodeEdit({ contents }: ChangeRecords, [file]: readonly WaitingFile[], text: string): Promise<string> {
  const [before, after] = await contents.load([file?.before, file?.after]);
  return keepLineEndings('', encodeText(text), findUsualEnding(after?.text ?? before?.text ?? ''));
}

/** The selected files, if they are as the person saw them. @throws {GatewayError} with the current state otherwise */
async function select(
  records: ChangeRecords,
  key: string,
  query: FindQuery,
  selected: readonly FileSelection[],
): Promise<readonly WaitingFile[]> {
  const [found, marks] = await Promise.all([findSessionChanges(records, key, query), readMarks(records, key)]);
  const byPath = new Map(found.changes.map((change) => [change.path, change]));
  const files: WaitingFile[] = [];
  for (const { path, version, hunks } of selected) {
    const change = byPath.get(path);
    if (change === undefined) throw staleChange(path, null);
    const current = toChangedFile(change, marks);
    const isStale = current.version !== version || isDecided(marks, path, hunks);
    if (isStale || !(await hasHunks(records, change, hunks))) throw staleChange(path, current);
    files.push(toWaitingFile(change, hunks));
  }
  return files;
}

/** Whether a decision on one of the parts waits already. */
function isDecided({ waiting }: FileMarks, path: string, hunks: readonly string[] | undefined): boolean {
  return waiting.some(
    (file) =>
      file.path === path &&
      (hunks === undefined || file.hunks === undefined || file.hunks.some((id) => hunks.includes(id))),
  );
}

async function hasHunks(
  { contents }: ChangeRecords,
  change: PendingChange,
  hunks: readonly string[] | undefined,
): Promise<boolean> {
  if (hunks === undefined) return true;
  const [before, after] = await contents.load([change.before, change.after]);
  return findUnknownHunks({ kind: 'accept', before, after, hunks }).length === 0;
}

function toWaitingFile(
  { path, oldPath, before, after }: PendingChange,
  hunks: readonly string[] | undefined,
): WaitingFile {
  return { path, ...defined({ oldPath, before, after, hunks }) };
}

interface Chosen {
  readonly kind: Decision['kind'];
  readonly files: readonly WaitingFile[];
  readonly text?: string;
}

async function carryOut(
  records: ChangeRecords,
  record: OperationRecord,
  { kind, files, text }: Chosen,
): Promise<OperationRecord> {
  const { parts, contents } = records;
  const { snapshots } = parts.ports;
  const { sessionKey, ownerId, folder } = record;
  const states = await readStates(records, sessionKey);
  const plan = { kind, files, text, folder, owner: records.owner(sessionKey, ownerId), states };
  const planned = await planDecision({ snapshots, contents }, plan);
  const paths = files.map(({ path }) => path);
  const report = describeDecision(kind, paths, await readReported(records, planned.steps));
  return records.apply(
    { ...record, state: 'done', ...planned, report },
    record.state === 'waiting' ? record : undefined,
  );
}

async function readStates({ parts }: ChangeRecords, key: string): Promise<ReadonlyMap<string, FileState>> {
  return new Map((await parts.ports.store.changes.states(key)).map((state) => [state.path, state]));
}

async function readReported(
  { contents }: ChangeRecords,
  steps: OperationRecord['steps'],
): Promise<readonly ReportedFile[]> {
  const sides = await contents.load(steps.flatMap(({ before, after }) => [before, after]));
  return steps.map(({ path }, index) => ({ path, from: sides[2 * index], to: sides[2 * index + 1] }));
}

/** Undoes an operation, or withdraws one that waits. */
export function undoOperation(
  records: ChangeRecords,
  key: string,
  { id, overwrite }: { readonly id: string; readonly overwrite: readonly string[] },
  by: Principal,
): Promise<ChangeOperation> {
  return records.change(key, async () => {
    const { ports, isActive, history } = records.parts;
    const former = await ports.store.changes.operation(id);
    if (former?.sessionKey !== key || former.kind === 'undo') throw unknownChange('Decision');
    if (former.state === 'waiting') {
      const undone: OperationRecord = { ...former, state: 'undone' };
      await ports.store.changes.write({ operations: [undone] });
      records.changed(key);
      return toOperation(undone);
    }
    if (former.state !== 'done')
      throw invalidRequest('This was already undone.', 'CHANGES_UNDONE', 'Reload the changes.');
    if (isActive(key)) throw runIsActive();
    await applyUndo(records, former, overwrite, by);
    const leaf = former.conversation?.isDone === true ? former.conversation.leafEntryId : undefined;
    if (leaf !== undefined) await history().switchBranch(key, leaf);
    records.changed(key);
    return { ...toOperation(former), state: 'undone' };
  });
}

async function applyUndo(
  records: ChangeRecords,
  former: OperationRecord,
  overwrite: readonly string[],
  by: Principal,
): Promise<void> {
  const { contents } = records;
  const { snapshots, store } = records.parts.ports;
  const { sessionKey, ownerId, folder } = former;
  const states = await readStates(records, sessionKey);
  const request = { states, owner: records.owner(sessionKey, ownerId), overwrite };
  const planned = await planUndo({ snapshots, contents }, former, request);
  const created = await records.create(sessionKey, 'undo', by);
  // The agent is told about an undo only if it knows of the decision.
  const wasTold = (await store.changes.operation(former.id))?.reportedAt !== undefined || former.report === undefined;
  const isSaid = wasTold && former.conversation?.isDone !== true;
  const report = isSaid ? { report: describeUndo(former, listPaths(former)) } : {};
  await records.apply({ ...created, folder, undoes: former.id, ...planned, ...report });
}
