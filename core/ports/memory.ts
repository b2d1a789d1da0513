// The memory of this computer.

/** How much memory is left. */
export interface Memory {
  /** Bytes that new work can use without displacing anything; undefined if the system doesn't tell. */
  availableBytes(): number | undefined;
}
