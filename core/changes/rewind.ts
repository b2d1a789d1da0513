// Rewinds the files of a session, and the conversation with them on request, to before a message.
import type { RewindPreview } from '#contract/types/changes.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { OperationRecord, RunSnapshot, StateStep } from '../ports/changes-store.ts';
import type { Principal } from '../principal.ts';
import { requireSession, requireWritable } from '../sessions/require-session.ts';
import type { ChangeRecords } from './change-records.ts';
import { undecidedFiles } from './changes-errors.ts';
import type { RewindRequest, RewindResult } from './changes-facet.ts';
import { toOperation } from './operation-rows.ts';
import { planRewind, type RewindStep } from './plan-rewind.ts';
import { describeRewind } from './report.ts';
import { mergeNotes } from './run-snapshots.ts';
import { countVersions, toState } from './track-files.ts';

/** What a rewind would do with files. */
export async function previewRewind(records: ChangeRecords, key: string, messageId: string): Promise<RewindPreview> {
  const { runs, steps } = await plan(records, key, messageId);
  return {
    files: steps.map(({ target: _target, current: _current, ...file }) => file),
    notes: runs.reduce<RewindPreview['notes']>((notes, run) => mergeNotes(notes, run.notes), []),
    missingRuns: runs.filter(({ before }) => before === undefined).length,
    ...(runs.length === 0 && (await records.isRemote(key)) ? { unavailable: 'remote' as const } : {}),
  };
}

/** Rewinds. An active run is stopped first. @throws {GatewayError} for files that someone changed and nobody decided on */
export async function rewindSession(
  records: ChangeRecords,
  key: string,
  request: RewindRequest,
  by: Principal,
): Promise<RewindResult> {
  const { sessions, abort, history } = records.parts;
  const actor = await sessions.load(key);
  requireWritable(requireSession(actor));
  findMessage(await actor.whole(), request.messageId);
  await abort(key);
  const record = await records.change(key, () => rewindFiles(records, key, request, by));
  records.changed(key);
  const canceledMessage = request.what === 'both' ? await history().rewind(key, request.messageId) : undefined;
  if (record.conversation !== undefined) await noteConversation(records, record, record.conversation);
  return { operation: toOperation(record), ...(canceledMessage === undefined ? {} : { canceledMessage }) };
}

async function rewindFiles(
  records: ChangeRecords,
  key: string,
  { messageId, what, keep, overwrite }: RewindRequest,
  by: Principal,
): Promise<OperationRecord> {
  const { sessions } = records.parts;
  const { steps } = await plan(records, key, messageId);
  const undecided = steps.filter(
    ({ path, changedSince }) => changedSince === true && !keep.includes(path) && !overwrite.includes(path),
  );
  if (undecided.length > 0) throw undecidedFiles(undecided.map(({ path }) => path));
  const chosen = steps.filter(({ path }) => !keep.includes(path));
  const leafEntryId = (await sessions.load(key)).view.items.at(-1)?.id;
  const isBoth = what === 'both';
  const leaf = leafEntryId === undefined ? {} : { leafEntryId };
  const record: OperationRecord = {
    ...(await records.create(key, 'rewind', by)),
    steps: await storeSteps(records, chosen),
    states: await planStates(records, key, chosen),
    ...(chosen.length === 0 ? {} : { report: describeRewind(chosen.map(({ path }) => path)) }),
    ...(isBoth ? { conversation: { messageId, ...leaf, isDone: false } } : {}),
  };
  return records.apply(record);
}

/** The conversation was rewound, too. A model that no longer sees its changes needn't be told about them. */
async function noteConversation(
  { parts: { ports } }: ChangeRecords,
  record: OperationRecord,
  conversation: NonNullable<OperationRecord['conversation']>,
): Promise<void> {
  const { report: _report, ...rest } = record;
  await ports.store.changes.write({ operations: [{ ...rest, conversation: { ...conversation, isDone: true } }] });
}

/** What is replaced is stored, so that it can be undone. */
async function storeSteps(
  { contents }: ChangeRecords,
  steps: readonly RewindStep[],
): Promise<OperationRecord['steps']> {
  const stored: OperationRecord['steps'][number][] = [];
  for (const { path, current, target } of steps) {
    const before = await contents.save(current === undefined ? undefined : { mode: current.mode, text: current.text });
    stored.push({
      path,
      ...(before === undefined ? {} : { before }),
      ...(target === undefined ? {} : { after: target }),
    });
  }
  return stored;
}

/** The version with changes is the one that was restored. */
async function planStates(
  records: ChangeRecords,
  key: string,
  steps: readonly RewindStep[],
): Promise<readonly StateStep[]> {
  const states = new Map((await records.parts.ports.store.changes.states(key)).map((state) => [state.path, state]));
  const planned: StateStep[] = [];
  for (const { path, target } of steps) {
    const stored = states.get(path);
    if (stored === undefined) continue;
    const versions = { before: stored.oldPath === undefined ? stored.before : undefined, after: target };
    const next = toState(records.owner(key, stored.ownerId), path, undefined, versions);
    planned.push({ before: stored, after: { ...next, ...(await countVersions(versions, records.contents)) } });
  }
  return planned;
}

async function plan(
  { parts: { ports, sessions } }: ChangeRecords,
  key: string,
  messageId: string,
): Promise<{ readonly runs: readonly RunSnapshot[]; readonly steps: readonly RewindStep[] }> {
  const actor = await sessions.load(key);
  requireSession(actor);
  const later = findLaterRuns(await actor.whole(), messageId);
  const runs = (await ports.store.changes.snapshots(key)).filter(({ runId }) => later.has(runId));
  const folder = runs.at(-1)?.folder;
  if (folder === undefined) return { runs, steps: [] };
  return { runs, steps: await planRewind(ports.snapshots, folder, runs) };
}

function findLaterRuns(view: SessionView, messageId: string): ReadonlySet<string> {
  const { seq } = findMessage(view, messageId);
  return new Set(view.items.flatMap((item) => (item.seq >= seq && item.runId !== undefined ? [item.runId] : [])));
}

function findMessage(view: SessionView, messageId: string) {
  const found = view.items.find((item) => item.kind === 'user' && item.id === messageId);
  if (found !== undefined) return found;
  const hint = 'Reload the conversation; it may have changed.';
  throw invalidRequest('No message in this conversation has this ID.', 'MESSAGE_NOT_FOUND', hint);
}
