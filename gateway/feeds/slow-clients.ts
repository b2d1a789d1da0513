// Tracks text that slow clients missed, so that the next text they get starts there.
import type { Connection } from '../server/connections/connection.ts';

/** Text that a client missed part of. */
interface Lag {
  readonly itemId: string;
  /** Length of the text that it received. */
  readonly from: number;
}

/** Missed text by run, kind and client. */
export class SlowClients {
  readonly #runs = new Map<string, Map<string, WeakMap<Connection, Lag>>>();

  /** Records that the text after `from` was not sent. Only the first miss of an item counts. */
  missed(connection: Connection, runId: string, kind: string, lag: Lag): void {
    const kinds = this.#runs.get(runId) ?? new Map<string, WeakMap<Connection, Lag>>();
    const lags = kinds.get(kind) ?? new WeakMap<Connection, Lag>();
    this.#runs.set(runId, kinds.set(kind, lags));
    if (lags.get(connection)?.itemId !== lag.itemId) lags.set(connection, lag);
  }

  /** Where the text of this item must start if part of its run was missed; from here on it counts as sent. */
  caughtUp(connection: Connection, runId: string, kind: string, itemId: string): number | undefined {
    const lags = this.#runs.get(runId)?.get(kind);
    const lag = lags?.get(connection);
    lags?.delete(connection);
    if (lag === undefined) return undefined;
    return lag.itemId === itemId ? lag.from : 0;
  }

  /** Removes the records of a run that ended: its final event has the complete text. */
  forget(runId: string): void {
    this.#runs.delete(runId);
  }
}
