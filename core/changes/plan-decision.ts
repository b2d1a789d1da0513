// Plans a decision: reads the affected versions, and finds the versions of files and states that it leads to.
import type { OperationRecord, WaitingFile, FileState, StateStep } from '../ports/changes-store.ts';
import type { CurrentFile, FileStep, FileVersion, Snapshots } from '../ports/snapshots.ts';
import { conflictingChange } from './changes-errors.ts';
import { decide, type Affected, type Decision } from './decisions.ts';
import { isSameSide, rebaseSide, type FileSide } from './file-parts.ts';
import { countLines, isSameVersion, toState, type StateOwner, type VersionContents } from './track-files.ts';

/** A decision on files. */
export interface DecisionPlan {
  readonly kind: Decision['kind'];
  readonly files: readonly WaitingFile[];
  /** For an edit: the new lines, as a byte text. */
  readonly text?: string | undefined;
  readonly folder: string;
  readonly owner: StateOwner;
  readonly states: ReadonlyMap<string, FileState>;
}

interface Parts {
  readonly snapshots: Pick<Snapshots, 'current' | 'write'>;
  readonly contents: VersionContents;
}

/** Plans the steps. @throws {GatewayError} if later edits are in the way of one of them */
export async function planDecision(
  parts: Parts,
  plan: DecisionPlan,
): Promise<Pick<OperationRecord, 'steps' | 'states'>> {
  const paths = plan.files.flatMap(({ path, oldPath }) => (oldPath === undefined ? [path] : [path, oldPath]));
  const current =
    plan.kind === 'accept' ? new Map<string, CurrentFile>() : await parts.snapshots.current(plan.folder, paths);
  const steps: FileStep[] = [];
  const states: StateStep[] = [];
  for (const file of plan.files) {
    const planned = await planFile(parts, plan, file, current);
    steps.push(...planned.steps);
    states.push(...planned.states);
  }
  return { steps, states };
}

type Planned = Pick<OperationRecord, 'steps' | 'states'>;

async function planFile(
  parts: Parts,
  plan: DecisionPlan,
  file: WaitingFile,
  current: ReadonlyMap<string, CurrentFile>,
): Promise<Planned> {
  const { contents } = parts;
  const stored = plan.states.get(file.path);
  const versions = [file.before, file.after, stored?.before, stored?.after];
  const [before, after, stateBefore, stateAfter] = await contents.load(versions);
  const { kind, text } = plan;
  const decision: Decision = { kind, before, after, hunks: file.hunks, text };
  const disk = toSide(current.get(file.path));
  const state = stored === undefined ? undefined : { before: stateBefore, after: stateAfter };
  if (kind === 'reject' && file.oldPath !== undefined && file.hunks === undefined)
    return moveBack(parts, plan, file, { decision, current });
  const decided = decide(decision, { state, disk });
  if ('conflict' in decided) throw conflictingChange(file.path, decided.conflict.line);
  const step = isSameSide(decided.disk, disk) ? [] : [await toStep(parts, file.path, disk, decided.disk)];
  if (stored === undefined || decided.state === undefined) return { steps: step, states: [] };
  return { steps: step, states: [await toStateStep(parts, plan, stored, decided.state)] };
}

/** A rejected rename: the file gets its old name and content back. */
async function moveBack(
  parts: Parts,
  plan: DecisionPlan,
  file: WaitingFile,
  { decision, current }: { readonly decision: Decision; readonly current: ReadonlyMap<string, CurrentFile> },
): Promise<Planned> {
  const { path, oldPath = path } = file;
  const disk = toSide(current.get(path));
  const back = rebaseSide(decision.after, decision.before, disk);
  if ('conflict' in back) throw conflictingChange(path, back.conflict.line);
  if (current.get(oldPath) !== undefined) throw conflictingChange(oldPath, undefined);
  const steps = [await toStep(parts, path, disk, undefined), await toStep(parts, oldPath, undefined, back.side)];
  const stored = plan.states.get(path);
  if (stored === undefined) return { steps, states: [] };
  const { oldPath: _oldPath, after: _after, ...kept } = stored;
  const settled = kept.before === undefined ? kept : { ...kept, after: kept.before };
  return { steps, states: [{ before: stored, after: settled }] };
}

/** A file as a side. */
export function toSide(file: CurrentFile): FileSide {
  return file === undefined ? undefined : { mode: file.mode, text: file.text };
}

/** A step whose contents are stored, so that it can be undone. */
export async function toStep(
  { contents }: Pick<Parts, 'contents'>,
  path: string,
  from: FileSide,
  to: FileSide,
): Promise<FileStep> {
  return { path, ...toVersions(await contents.save(from), await contents.save(to)) };
}

function toVersions(
  before: FileVersion | undefined,
  after: FileVersion | undefined,
): Pick<FileStep, 'before' | 'after'> {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

/** The next state of a file. A rename is accepted together with the last part. */
async function toStateStep(
  { contents }: Pick<Parts, 'contents'>,
  { kind, owner }: Pick<DecisionPlan, 'kind' | 'owner'>,
  stored: FileState,
  next: NonNullable<Affected['state']>,
): Promise<StateStep> {
  const versions = { before: await contents.save(next.before), after: await contents.save(next.after) };
  const isAccepted = kind !== 'reject' && isSameVersion(versions.before, versions.after);
  const state = toState(owner, stored.path, isAccepted ? undefined : stored.oldPath, versions);
  return { before: stored, after: { ...state, ...countLines(next.before, next.after) } };
}
