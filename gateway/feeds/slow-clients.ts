// Tracks text that slow clients missed, so that the next text they get starts there.
import type { Connection } from '../server/connections/connection.ts';

/** Text that a client missed part of. */
interface Lag {
  readonly itemId: string;
  /** Length of the text that it received. */
  readonly from: number;
}

/** Missed text by client, run and kind. */
export class SlowClients {
  readonly #lags = new Map<Connection, Map<string, Lag>>();

  /** Records that the text after `from` was not sent. Only the first miss of an item counts. */
  missed(connection: Connection, runId: string, kind: string, lag: Lag): void {
    const lags = this.#getLags(connection);
    const key = `${runId} ${kind}`;
    if (lags.get(key)?.itemId !== lag.itemId) lags.set(key, lag);
  }

  /** Where the text of this item must start if part of its run was missed; from here on it counts as sent. */
  caughtUp(connection: Connection, runId: string, kind: string, itemId: string): number | undefined {
    const lags = this.#lags.get(connection);
    const key = `${runId} ${kind}`;
    const lag = lags?.get(key);
    lags?.delete(key);
    if (lag === undefined) return undefined;
    return lag.itemId === itemId ? lag.from : 0;
  }

  /** Removes the records of a run that ended: its final event has the complete text. */
  forget(runId: string): void {
    for (const lags of this.#lags.values())
      for (const key of lags.keys()) if (key.startsWith(`${runId} `)) lags.delete(key);
  }

  #getLags(connection: Connection): Map<string, Lag> {
    const known = this.#lags.get(connection);
    if (known !== undefined) return known;
    const made = new Map<string, Lag>();
    this.#lags.set(connection, made);
    connection.onClose(() => this.#lags.delete(connection));
    return made;
  }
}
