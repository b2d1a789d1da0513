// Runs asynchronous tasks one at a time, in the order they were added. A failed task doesn't stop the queue.

/** A queue of tasks that must not overlap. */
export class SerialQueue {
  /** Settles after the last task; never rejects. */
  #last: Promise<void> = Promise.resolve();
  #size = 0;

  /** Tasks that are running or waiting. */
  get size(): number {
    return this.#size;
  }

  /** Runs the task after all tasks added before it. The result or error goes to the caller. */
  run<T>(task: () => T | Promise<T>): Promise<T> {
    this.#size += 1;
    const result = this.#last.then(task);
    const ended = () => void (this.#size -= 1);
    this.#last = result.then(ended, ended);
    return result;
  }

  /** Resolves when every task added so far is done. */
  idle(): Promise<void> {
    return this.#last;
  }
}
