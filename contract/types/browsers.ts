// Signed-in browsers: types.

/** A signed-in browser. */
export interface BrowserRow {
  readonly id: string;
  /** The browser's own description. */
  readonly agent?: string;
  readonly address?: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly connected: boolean;
  /** Whether this is the calling browser. */
  readonly isSelf: boolean;
}
