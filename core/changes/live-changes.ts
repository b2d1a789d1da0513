// What active runs have changed so far. The files of a list of changes are requested right after it, so they share its comparison.
import type { Clock } from '../ports/clock.ts';
import type { RunSnapshot } from '../ports/changes-store.ts';
import type { Snapshots, TreeChange } from '../ports/snapshots.ts';
import { compareTrees } from './compare-trees.ts';
import { toName } from './run-snapshots.ts';

/** For how long files are taken from the comparison of the list, ms. */
const REUSE_MS = 5_000;
/** It is shared, so no single caller can cancel it. */
const NEVER = new AbortController().signal;

interface Comparison {
  readonly runId: string;
  readonly startedAt: number;
  readonly changes: Promise<readonly TreeChange[]>;
}

interface LivePorts {
  readonly snapshots: Pick<Snapshots, 'take' | 'compare' | 'read'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** The changes of active runs. */
export class LiveChanges {
  readonly #ports: LivePorts;
  /** The last one of each session. */
  readonly #last = new Map<string, Comparison>();

  constructor(ports: LivePorts) {
    this.#ports = ports;
  }

  /** What a run has changed so far. */
  find(run: RunSnapshot): Promise<readonly TreeChange[]> {
    const { runId, sessionKey } = run;
    const next = { runId, startedAt: this.#ports.clock.now(), changes: this.#compare(run) };
    this.#last.set(sessionKey, next);
    next.changes.catch(() => this.#last.get(sessionKey) === next && this.#last.delete(sessionKey));
    return next.changes;
  }

  /** The same, or what was found a moment ago. */
  findAgain(run: RunSnapshot): Promise<readonly TreeChange[]> {
    const last = this.#last.get(run.sessionKey);
    const isRecent = last?.runId === run.runId && this.#ports.clock.now() - last.startedAt < REUSE_MS;
    return isRecent ? last.changes : this.find(run);
  }

  /** Forgets the comparison of a run that has ended. */
  forget(sessionKey: string): void {
    this.#last.delete(sessionKey);
  }

  async #compare({ runId, folder, before }: RunSnapshot): Promise<readonly TreeChange[]> {
    if (before === undefined) return [];
    const { snapshots } = this.#ports;
    const { tree } = await snapshots.take(folder, toName(runId, 'live'), NEVER);
    return compareTrees(snapshots, before, tree, NEVER);
  }
}
