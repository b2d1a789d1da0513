// A value of the workload that the host has to keep.

/** A value with one writer. It must be the last acknowledged value or a later unacknowledged one. */
export class KeptValue {
  #acknowledged: string | undefined;
  #open: string[] = [];

  attempt(value: string): void {
    this.#open.push(value);
  }

  acknowledge(value: string): void {
    this.#acknowledged = value;
    this.#open = this.#open.slice(this.#open.indexOf(value) + 1);
  }

  /** The host refused the last attempt, so the value can't be that one. */
  refuse(): void {
    this.#open.pop();
  }

  /** Whether the host can have this value now. If so, it counts as acknowledged from here on. */
  accepts(value: string | undefined): boolean {
    const isFine = value === this.#acknowledged || (value !== undefined && this.#open.includes(value));
    if (isFine) {
      this.#acknowledged = value;
      this.#open = [];
    }
    return isFine;
  }

  get acknowledged(): string | undefined {
    return this.#acknowledged;
  }
}
