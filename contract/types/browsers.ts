// Signed-in browsers: the types.

/** A signed-in browser. */
export interface BrowserRow {
  readonly id: string;
  /** What it said that it is. */
  readonly agent?: string;
  readonly address?: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly connected: boolean;
  /** The one that asks. */
  readonly isSelf: boolean;
}
