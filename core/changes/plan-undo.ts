// Plans the undo of an operation: what changed since then is kept, unless it is in the way.
import type { FileState, OperationRecord, StateStep } from '../ports/changes-store.ts';
import type { FileStep, Snapshots } from '../ports/snapshots.ts';
import { isSameSide, rebaseSide } from './file-parts.ts';
import { toSide, toStep } from './plan-decision.ts';
import { countLines, toState, type StateOwner, type VersionContents } from './track-files.ts';
import { undecidedFiles } from './changes-errors.ts';

interface Parts {
  readonly snapshots: Pick<Snapshots, 'current'>;
  readonly contents: VersionContents;
}

/** What an undo starts from. */
export interface UndoRequest {
  readonly states: ReadonlyMap<string, FileState>;
  readonly owner: StateOwner;
  /** Files whose later changes are lost. */
  readonly overwrite: readonly string[];
}

/** Plans the steps. @throws {GatewayError} for files that were changed since, at the same places */
export async function planUndo(
  parts: Parts,
  { folder, steps, states }: OperationRecord,
  request: UndoRequest,
): Promise<Pick<OperationRecord, 'steps' | 'states'>> {
  const current = await parts.snapshots.current(
    folder,
    steps.map(({ path }) => path),
  );
  const planned: FileStep[] = [];
  const inTheWay: string[] = [];
  for (const step of steps) {
    const [from, to] = await parts.contents.load([step.after, step.before]);
    const disk = toSide(current.get(step.path));
    const back = rebaseSide(from, to, disk);
    const isForced = 'conflict' in back && request.overwrite.includes(step.path);
    if ('conflict' in back && !isForced) inTheWay.push(step.path);
    const next = 'conflict' in back ? to : back.side;
    if (!isSameSide(next, disk)) planned.push(await toStep(parts, step.path, disk, next));
  }
  if (inTheWay.length > 0) throw undecidedFiles(inTheWay);
  const restored: StateStep[] = [];
  for (const state of states) restored.push(await planState(parts, state, request));
  return { steps: planned, states: restored };
}

/** Where a later decision is in the way, the file is again as before the operation. */
async function planState(
  { contents }: Parts,
  { before, after }: StateStep,
  { states, owner }: UndoRequest,
): Promise<StateStep> {
  const stored = states.get(before.path) ?? after;
  const [fromBefore, fromAfter, toBefore, toAfter, nowBefore, nowAfter] = await contents.load([
    after.before,
    after.after,
    before.before,
    before.after,
    stored.before,
    stored.after,
  ]);
  const base = rebaseSide(fromBefore, toBefore, nowBefore);
  const agent = rebaseSide(fromAfter, toAfter, nowAfter);
  const [nextBefore, nextAfter] =
    'conflict' in base || 'conflict' in agent ? [toBefore, toAfter] : [base.side, agent.side];
  const versions = { before: await contents.save(nextBefore), after: await contents.save(nextAfter) };
  const next = toState(owner, before.path, before.oldPath, versions);
  return { before: stored, after: { ...next, ...countLines(nextBefore, nextAfter) } };
}
