// A person's data (ours): the types.

/** Answer to `sessions.export_user`. */
export interface UserExport {
  readonly ok: true;
  /** The folder on the gateway's machine. */
  readonly path: string;
  readonly sessions: number;
  readonly exported: number;
  /** What could not be exported, and why. */
  readonly warnings: readonly string[];
}

/** Answer to `sessions.purge_user`. */
export interface UserPurge {
  readonly ok: true;
  /** Sessions that there were, and that were removed. */
  readonly total: number;
  readonly deleted: number;
  /** Rows by kind. */
  readonly removed: Readonly<Record<string, number>>;
  /** Exports, copies of the database and other files that were removed. */
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}
