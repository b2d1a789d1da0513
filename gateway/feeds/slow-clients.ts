// Who missed text while it was slow, and since where: the next text that it gets begins there.
import type { Connection } from '../server/connections/connection.ts';

/** Text of which a reader missed something. */
interface Lag {
  readonly itemId: string;
  /** Length of the text that it has. */
  readonly from: number;
}

/** Lags by reader, run and kind of text. */
export class SlowClients {
  readonly #lags = new Map<Connection, Map<string, Lag>>();

  /** The text behind `from` was not sent. Only the first miss of an item counts. */
  missed(connection: Connection, runId: string, kind: string, lag: Lag): void {
    const lags = this.#lagsOf(connection);
    const key = `${runId} ${kind}`;
    if (lags.get(key)?.itemId !== lag.itemId) lags.set(key, lag);
  }

  /** Where the text of this item must begin, when something of its run was missed; it counts as sent from here on. */
  caughtUp(connection: Connection, runId: string, kind: string, itemId: string): number | undefined {
    const lags = this.#lags.get(connection);
    const key = `${runId} ${kind}`;
    const lag = lags?.get(key);
    lags?.delete(key);
    if (lag === undefined) return undefined;
    return lag.itemId === itemId ? lag.from : 0;
  }

  /** The run is over: its end has the whole text. */
  forget(runId: string): void {
    for (const lags of this.#lags.values())
      for (const key of lags.keys()) if (key.startsWith(`${runId} `)) lags.delete(key);
  }

  #lagsOf(connection: Connection): Map<string, Lag> {
    const known = this.#lags.get(connection);
    if (known !== undefined) return known;
    const made = new Map<string, Lag>();
    this.#lags.set(connection, made);
    connection.onClose(() => this.#lags.delete(connection));
    return made;
  }
}
