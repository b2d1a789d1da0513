// Commits that are requested at about the same time share one transaction, and so one wait for the disk.

/** Runs `change` in one transaction. */
type Write = <T>(change: () => T) => T;

/** The ways to write. */
export interface GroupWrites {
  readonly write: Write;
  /** Doesn't wait for the disk. */
  readonly writeUnsynced: Write;
}

interface Waiting {
  readonly isUnsynced: boolean;
  readonly change: () => unknown;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Time after which a group is committed, ms. What still waits gets the next turn of the event loop. */
const MAX_GROUP_MS = 4;

/**
 * The first commit of a turn of the event loop is made at once, with those requested together with it. Further ones wait for the
 * end of the turn. Each is on disk when its promise resolves, and a failed one doesn't affect the others.
 */
export class CommitGroup {
  readonly #writes: GroupWrites;
  readonly #now: () => number;
  #waiting: Waiting[] = [];
  #hasCommitted = false;

  /** `now` is in ms. */
  constructor(writes: GroupWrites, now = () => performance.now()) {
    this.#writes = writes;
    this.#now = now;
  }

  /** Runs `change` in a transaction with others. If one of them fails, it runs again, so it may only change the database. */
  add<T>(change: () => T, isUnsynced = false): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    // The result is that of `change`.
    this.#waiting.push({ isUnsynced, change, resolve: resolve as (result: unknown) => void, reject });
    if (this.#waiting.length === 1 && !this.#hasCommitted) process.nextTick(() => this.#commit());
    return promise;
  }

  /** Commits everything that waits. */
  flush(): void {
    while (this.#waiting.length > 0) this.#commit();
  }

  #commit(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    if (!this.#hasCommitted) {
      this.#hasCommitted = true;
      setImmediate(() => {
        this.#hasCommitted = false;
        this.#commit();
      });
    }
    this.#waiting.unshift(...this.#run(group));
  }

  /** Returns those for which no time was left. */
  #run(group: readonly Waiting[]): readonly Waiting[] {
    const results: unknown[] = [];
    const startedAt = this.#now();
    try {
      this.#choose(group)(() => {
        for (const { change } of group) {
          results.push(change());
          if (this.#now() - startedAt > MAX_GROUP_MS) return;
        }
      });
    } catch {
      // Nothing of the group was saved.
      for (const one of group) this.#runAlone(one);
      return [];
    }
    for (const [index, result] of results.entries()) group[index]?.resolve(result);
    return group.slice(results.length);
  }

  /** Waits for the disk if one of them requires it. */
  #choose(group: readonly Waiting[]): Write {
    return group.every(({ isUnsynced }) => isUnsynced) ? this.#writes.writeUnsynced : this.#writes.write;
  }

  #runAlone(one: Waiting): void {
    const { change, resolve, reject } = one;
    try {
      resolve(this.#choose([one])(change));
    } catch (error) {
      reject(error);
    }
  }
}
