// Snapshots of the folder before the first call of a run that can change something, and when the run has ended.
import type { ChangesNote } from '#contract/types/changes.ts';
import { CHANGES_DAYS } from '#contract/types/changes.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ChangesStore, FileState, RunSnapshot } from '../ports/changes-store.ts';
import type { TakenSnapshot } from '../ports/snapshots.ts';
import { SerialQueue } from '../serial-queue.ts';
import { compareTrees } from './compare-trees.ts';
import { hashContent } from './content-hash.ts';
import { trackFiles, type VersionContents } from './track-files.ts';

const DAY_MS = 24 * 60 * 60_000;
const SHARED: ChangesNote = { kind: 'shared' };

/** A run, and the folder in which it works on this computer. */
export interface SnapshotRequest {
  readonly runId: string;
  readonly sessionKey: string;
  readonly ownerId: string;
  readonly folder: string;
}

/** What the snapshots need. */
export interface RunSnapshotParts {
  readonly ports: Pick<EnginePorts, 'store' | 'snapshots' | 'clock' | 'log'>;
  readonly contents: VersionContents;
  /** Called when the changes of a session are different. */
  readonly changed: (sessionKey: string) => void;
}

/** The snapshots of all runs. A snapshot that fails never stops a run: its note says why there is none. */
export class RunSnapshots {
  readonly #parts: RunSnapshotParts;
  /** Work on each session is done in order. */
  readonly #queues = new Map<string, SerialQueue>();
  /** Runs with a first snapshot. */
  readonly #started = new Map<string, Promise<boolean>>();

  constructor(parts: RunSnapshotParts) {
    this.#parts = parts;
  }

  get #store(): ChangesStore {
    return this.#parts.ports.store.changes;
  }

  /** Runs work on the changes of a session after what was started before. */
  inSession<T>(sessionKey: string, work: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(sessionKey) ?? new SerialQueue();
    this.#queues.set(sessionKey, queue);
    return queue.run(work).finally(() => {
      if (queue.size <= 1) this.#queues.delete(sessionKey);
    });
  }

  /** Takes the first snapshot of a run, once. Returns whether it was taken now. */
  async begin(request: SnapshotRequest, signal: AbortSignal): Promise<boolean> {
    const { runId, sessionKey } = request;
    const known = this.#started.get(runId);
    if (known !== undefined) return known.then(() => false);
    const started = this.inSession(sessionKey, () => this.#takeFirst(request, signal));
    this.#started.set(runId, started);
    return started;
  }

  /** Takes the last snapshot of a run that has ended, and finds out what it changed. */
  end(sessionKey: string, runId: string, isLate = false): Promise<void> {
    this.#started.delete(runId);
    return this.inSession(sessionKey, async () => {
      const snapshot = await this.#store.snapshot(runId);
      if (snapshot === undefined || snapshot.endedAt !== undefined) return;
      await this.#takeLast(snapshot, isLate);
      this.#parts.changed(sessionKey);
    });
  }

  /** Waits for the work that was started. */
  async idle(): Promise<void> {
    await Promise.all([...this.#queues.values()].map((queue) => queue.idle()));
  }

  /** Removes what is older than 30 days, and what belonged to sessions that were removed. */
  async collect(signal: AbortSignal): Promise<void> {
    const { snapshots, clock } = this.#parts.ports;
    await this.#store.prune(clock.now() - CHANGES_DAYS * DAY_MS);
    const runIds = await this.#store.runIds();
    if (runIds.length === 0) return;
    await snapshots.collect(new Set(runIds.flatMap((id) => [toName(id, 'before'), toName(id, 'after')])), signal);
  }

  async #takeFirst(
    { runId, sessionKey, ownerId, folder: asked }: SnapshotRequest,
    signal: AbortSignal,
  ): Promise<boolean> {
    if ((await this.#store.snapshot(runId)) !== undefined) return false;
    const { snapshots, clock } = this.#parts.ports;
    const startedAt = clock.now();
    const folder = await snapshots.locate(asked).catch(() => asked);
    const taken = await this.#take(folder, toName(runId, 'before'), signal);
    const { before, notes } = toFacts(taken, 'before');
    const others = await this.#noteOthers(folder);
    const all = others.length === 0 ? notes : mergeNotes(notes, [SHARED]);
    const snapshot = { runId, sessionKey, ownerId, folder, startedAt, notes: all, files: [], ...before };
    await this.#guard(() => this.#store.write({ snapshots: [...others, snapshot] }));
    return true;
  }

  /** The snapshots of other runs that are active in the folder, with a note about it. */
  async #noteOthers(folder: string): Promise<readonly RunSnapshot[]> {
    const open = await this.#store.openSnapshots();
    const others = open.filter((other) => other.folder === folder);
    return others.map((other) => ({ ...other, notes: mergeNotes(other.notes, [SHARED]) }));
  }

  async #takeLast(snapshot: RunSnapshot, isLate: boolean): Promise<void> {
    const { snapshots, clock } = this.#parts.ports;
    const { runId, folder, before } = snapshot;
    const signal = new AbortController().signal;
    const endedAt = clock.now();
    if (before === undefined) return this.#save({ ...snapshot, endedAt });
    const taken = await this.#take(folder, toName(runId, 'after'), signal);
    const { before: after, notes } = toFacts(taken, 'after');
    const files = 'tree' in taken ? await compareTrees(snapshots, before, taken.tree, signal).catch(() => []) : [];
    const extra: ChangesNote[] = [...notes];
    if (isLate) extra.push({ kind: 'interrupted' });
    const ended = { ...snapshot, ...after, endedAt, files, notes: mergeNotes(snapshot.notes, extra) };
    await this.#saveEnded(ended);
  }

  async #saveEnded(ended: RunSnapshot): Promise<void> {
    const { sessionKey, ownerId, files } = ended;
    const now = ended.endedAt ?? ended.startedAt;
    const before = new Map((await this.#store.states(sessionKey)).map((state) => [state.path, state]));
    const owner = { sessionKey, ownerId, now };
    const after = await trackFiles(before, files, owner, this.#parts.contents);
    const { states, removedStates } = compareStates(before, after);
    await this.#guard(async () => {
      // They are kept as long as these states, also when the run that they come from is older.
      await this.#parts.ports.snapshots.renew(states.flatMap(listIds));
      await this.#store.write({ snapshots: [ended], states, removedStates });
    });
  }

  async #save(snapshot: RunSnapshot): Promise<void> {
    await this.#guard(() => this.#store.write({ snapshots: [snapshot] }));
  }

  /** A snapshot that can't be saved must not stop the run. */
  async #guard(write: () => Promise<void>): Promise<void> {
    await write().catch((error: unknown) =>
      this.#parts.ports.log.error("Couldn't save a snapshot.", { error: errorMessage(error) }),
    );
  }

  async #take(
    folder: string,
    name: string,
    signal: AbortSignal,
  ): Promise<TakenSnapshot | { readonly message: string }> {
    const { snapshots, log } = this.#parts.ports;
    try {
      return await snapshots.take(folder, name, signal);
    } catch (error) {
      const message = errorMessage(error);
      if (!signal.aborted) log.warn("Couldn't take a snapshot.", { folder, error: message });
      return { message };
    }
  }
}

function listIds({ before, after }: FileState): readonly string[] {
  return [before, after].flatMap((version) => version?.id ?? []);
}

/** The name under which a snapshot is kept. IDs of runs can contain anything. */
export function toName(runId: string, which: 'before' | 'after' | 'live'): string {
  return `runs/${hashContent(runId)}/${which}`;
}

function toFacts(
  taken: TakenSnapshot | { readonly message: string },
  which: 'before' | 'after',
): { readonly before: Partial<Pick<RunSnapshot, 'before' | 'after'>>; readonly notes: readonly ChangesNote[] } {
  if ('message' in taken) return { before: {}, notes: [{ kind: 'failed', message: taken.message }] };
  return { before: { [which]: taken.tree }, notes: taken.gaps.map((gap) => ({ kind: 'gap', ...gap })) };
}

/** Both snapshots usually have the same gaps. */
export function mergeNotes(a: readonly ChangesNote[], b: readonly ChangesNote[]): readonly ChangesNote[] {
  return [...new Map([...a, ...b].map((note) => [JSON.stringify(note), note])).values()];
}

/** What to write so that the stored states are these. Those without changes stay, because later changes continue from them. */
function compareStates(before: ReadonlyMap<string, FileState>, after: ReadonlyMap<string, FileState>) {
  return {
    states: [...after.values()].filter((state) => before.get(state.path) !== state),
    removedStates: [...before.values()].filter(({ path }) => !after.has(path)),
  };
}
