// Finds the changes of a session or a run, including those of a run that is active.
import type { ChangedRun, ChangesNote } from '#contract/types/changes.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { FileState, RunSnapshot } from '../ports/changes-store.ts';
import type { TreeChange } from '../ports/snapshots.ts';
import type { PendingChange } from './pending-change.ts';
import { mergeNotes } from './run-snapshots.ts';
import { isSettled, trackFiles, type VersionContents } from './track-files.ts';

/** The changes of a session or a run. */
export interface FoundChanges {
  readonly changes: readonly PendingChange[];
  readonly notes: readonly ChangesNote[];
  /** The run, of the changes of one. */
  readonly runId?: string;
  /** Newest first. */
  readonly runs: readonly ChangedRun[];
  /** Where the session works; absent if no run has changed anything. */
  readonly folder?: string;
}

interface Parts {
  readonly ports: Pick<EnginePorts, 'store' | 'clock'>;
  readonly contents: VersionContents;
  /** What an active run has changed so far. */
  readonly findLive: (run: RunSnapshot) => Promise<readonly TreeChange[]>;
}

/** Which changes: of a session, or of one run (default: the last). */
export type FindQuery = { readonly scope: 'session' } | { readonly scope: 'run'; readonly runId?: string | undefined };

/** Finds changes. */
export async function findChanges(parts: Parts, sessionKey: string, query: FindQuery): Promise<FoundChanges> {
  const store = parts.ports.store.changes;
  const all = await store.snapshots(sessionKey);
  const active = all.findLast(({ endedAt }) => endedAt === undefined);
  const stored = await store.states(sessionKey);
  // The end of a run is saved together with its changes, which must not be added to them again.
  if (active !== undefined && (await store.snapshot(active.runId))?.endedAt !== undefined)
    return findChanges(parts, sessionKey, query);
  const live = active === undefined ? [] : await parts.findLive(active);
  const runs = all.map((run) => toRun(run, run === active ? live.length : run.files.length)).toReversed();
  const folder = all.at(-1)?.folder;
  const place = folder === undefined ? {} : { folder };
  if (query.scope === 'run') {
    const run = query.runId === undefined ? all.at(-1) : all.find(({ runId }) => runId === query.runId);
    if (run === undefined) return { changes: [], notes: [], runs, ...place };
    return { changes: run === active ? live : run.files, notes: run.notes, runId: run.runId, runs, ...place };
  }
  const states = new Map(stored.map((state) => [state.path, state]));
  const changes = active === undefined ? states : await addLive(parts, states, active, live);
  const notes = all.reduce<readonly ChangesNote[]>((notes, run) => mergeNotes(notes, run.notes), []);
  return {
    changes: [...changes.values()].filter((state) => !isSettled(state)).toSorted(byPath),
    notes,
    runs,
    ...place,
  };
}

function byPath(a: PendingChange, b: PendingChange): number {
  return a.path < b.path ? -1 : 1;
}

function addLive(
  { ports: { clock }, contents }: Parts,
  states: ReadonlyMap<string, FileState>,
  { sessionKey, ownerId }: RunSnapshot,
  live: readonly TreeChange[],
): Promise<ReadonlyMap<string, FileState>> {
  return trackFiles(states, live, { sessionKey, ownerId, now: clock.now() }, contents);
}

function toRun({ runId, startedAt, endedAt }: RunSnapshot, files: number): ChangedRun {
  return { runId, startedAt, files, ...(endedAt === undefined ? {} : { endedAt }) };
}
