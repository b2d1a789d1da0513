/** Result of `sessions.export_user`. */
export interface UserExport {
  readonly ok: true;
  /** Path of the export folder or archive on the gateway's machine. */
  readonly path: string;
  /** Size of the archive. */
  readonly bytes?: number;
  readonly sessions: number;
  readonly exported: number;
  /** Records that couldn't be exported, and why. */
  readonly warnings: readonly string[];
}

/** Result of `sessions.purge_user`. */
export interface UserPurge {
  readonly ok: true;
  /** Number of sessions found and deleted. */
  readonly total: number;
  readonly deleted: number;
  /** Deleted rows by kind. */
  readonly removed: Readonly<Record<string, number>>;
  /** Deleted exports, backups, and other files. */
  readonly files: readonly string[];
  readonly warnings: readonly string[];
}
