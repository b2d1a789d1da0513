// The changes of all sessions: snapshots of runs, review, rewind, and what the agent is told.
import type { EngineNotice } from '../engine/notices.ts';
import type { Principal } from '../principal.ts';
import { ChangeRecords, type ChangesParts } from './change-records.ts';
import type { ChangesFacet, DecisionRequest, EditRequest, RewindRequest } from './changes-facet.ts';
import { changeComments } from './comments.ts';
import type { FindQuery } from './pending-changes.ts';
import { joinReports } from './report.ts';
import { listChanges, readChange, readChangedContent } from './read-changes.ts';
import { carryOutWaiting, decideChanges, editChange, undoOperation } from './review.ts';
import { previewRewind, rewindSession } from './rewind.ts';
import type { SnapshotRequest } from './run-snapshots.ts';

/** Between removals of old snapshots, ms. */
const COLLECT_INTERVAL_MS = 24 * 60 * 60_000;

/** A report for the agent, and what to call when it was sent. */
export interface ChangesReport {
  readonly text: string;
  readonly sent: () => void;
}

/** The changes of the engine. */
export class Changes {
  readonly facet: ChangesFacet;
  readonly #records: ChangeRecords;
  readonly #stopping = new AbortController();
  #cancelTimer = (): void => undefined;

  constructor(parts: ChangesParts) {
    const records = new ChangeRecords(parts);
    this.#records = records;
    this.facet = toFacet(records);
  }

  /** Takes the first snapshot of a run, once. Returns whether it was taken now. */
  begin(request: SnapshotRequest, signal: AbortSignal): Promise<boolean> {
    return this.#records.runs.begin(request, signal);
  }

  /** Takes the last snapshot of a run that has ended, and carries out the decisions that waited for it. */
  follow(notice: EngineNotice): void {
    if (notice.kind === 'event' && notice.event.type === 'run.ended')
      void this.#settle(notice.sessionKey, notice.event.runId, false);
  }

  /** Finishes what a killed process left. Called after the runs were recovered. */
  async recover(): Promise<void> {
    const { parts, operations, runs } = this.#records;
    const { changes } = parts.ports.store;
    const waiting = await operations.recover();
    for (const { sessionKey, runId } of await changes.openSnapshots())
      if (!parts.isActive(sessionKey)) await this.#settle(sessionKey, runId, true);
    for (const key of new Set(waiting.map(({ sessionKey }) => sessionKey)))
      await runs.inSession(key, () => carryOutWaiting(this.#records, key));
    void this.#collect();
  }

  /** Waits until the snapshots that were started are saved. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancelTimer();
    await this.#records.runs.idle();
  }

  /** What the agent of a session hasn't been told yet. */
  async findReport(sessionKey: string): Promise<ChangesReport | undefined> {
    const { store, clock, log } = this.#records.parts.ports;
    const operations = await store.changes.unreported(sessionKey);
    if (operations.length === 0) return undefined;
    const sent = (): void => {
      const reported = operations.map((operation) => ({ ...operation, reportedAt: clock.now() }));
      void store.changes
        .write({ operations: reported })
        .catch((error: unknown) => log.warn("Couldn't save that a decision was reported.", { error: String(error) }));
    };
    return { text: joinReports(operations), sent };
  }

  async #settle(sessionKey: string, runId: string, isLate: boolean): Promise<void> {
    const { runs, parts, live } = this.#records;
    try {
      await runs.end(sessionKey, runId, isLate);
      live.forget(sessionKey);
      await runs.inSession(sessionKey, () => carryOutWaiting(this.#records, sessionKey));
    } catch (error) {
      parts.ports.log.error("Couldn't save the changes of a run.", { sessionKey, runId, error: String(error) });
    }
  }

  async #collect(): Promise<void> {
    const { clock, log } = this.#records.parts.ports;
    const { signal } = this.#stopping;
    await this.#records.runs.collect(signal).catch((error: unknown) => {
      if (!signal.aborted) log.warn("Couldn't remove old snapshots.", { error: String(error) });
    });
    if (!signal.aborted) this.#cancelTimer = clock.after(COLLECT_INTERVAL_MS, () => void this.#collect());
  }
}

function toFacet(records: ChangeRecords): ChangesFacet {
  const { ports, send } = records.parts;
  return {
    list: (key: string, query: FindQuery) => listChanges(records, key, query),
    file: (key, query) => readChange(records, key, query),
    content: (key, query, signal) => readChangedContent(records, key, query, signal),
    decide: (key: string, request: DecisionRequest, by: Principal) => decideChanges(records, key, request, by),
    edit: (key: string, request: EditRequest, by: Principal) => editChange(records, key, request, by),
    undo: (key, id, overwrite, by) => undoOperation(records, key, { id, overwrite }, by),
    async view(sessionKey, path, version, by) {
      await ports.store.changes.write({ viewed: [{ sessionKey, ownerId: by.userId, path, version }] });
      records.changed(sessionKey);
    },
    previewRewind: (key, messageId) => previewRewind(records, key, messageId),
    rewind: (key: string, request: RewindRequest, by: Principal) => rewindSession(records, key, request, by),
    ...changeComments({ ports, send, changed: (key) => records.changed(key) }),
  };
}
