// User files outside the store: written by exports, removed by a purge.

/** An export folder being written. */
export interface ExportFolder {
  /** Absolute. */
  readonly path: string;
  /** Writes one file from chunks, creating parent folders. */
  write(name: string, pieces: readonly string[]): Promise<void>;
  /** Writes one file from base64. */
  writeBase64(name: string, data: string): Promise<void>;
  /** Packs the folder into one compressed archive and removes it. */
  pack(): Promise<{ readonly path: string; readonly bytes: number }>;
  /** Removes the folder. */
  discard(): Promise<void>;
}

/** Exports, database backups, and files in agents' own folders. */
export interface UserFiles {
  /** A new folder for an export. */
  beginExport(): Promise<ExportFolder>;
  /** Agent files from workspaces: agent, name, text. */
  agentFiles(
    workspaces: readonly { readonly agentId: string; readonly folder: string }[],
  ): Promise<readonly { readonly agentId: string; readonly name: string; readonly text: string }[]>;
  /** Removes exports, database backups, trash and agent memory in our own folders; returns the paths. */
  removeCopies(
    workspaces: readonly { readonly agentId: string; readonly folder: string }[],
  ): Promise<{ readonly removed: readonly string[]; readonly warnings: readonly string[] }>;
}
