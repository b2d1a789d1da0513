// Files of a person that lie beside the store: what an export writes, and what a purge removes.

/** A folder that is being written. */
export interface ExportFolder {
  /** Absolute. */
  readonly path: string;
  /** Writes one file from its pieces; the folders on its way are made. */
  write(name: string, pieces: readonly string[]): Promise<void>;
}

/** Exports, copies of the database, and what agents keep in their own folders. */
export interface UserFiles {
  /** A new folder for an export. */
  beginExport(): Promise<ExportFolder>;
  /** Files that agents are told and keep, from their workspaces: agent, name, text. */
  agentFiles(
    workspaces: readonly { readonly agentId: string; readonly folder: string }[],
  ): Promise<readonly { readonly agentId: string; readonly name: string; readonly text: string }[]>;
  /** Removes exports, copies of the database, deleted files, and what agents remembered in folders of our own; the paths. */
  removeCopies(
    workspaces: readonly { readonly agentId: string; readonly folder: string }[],
  ): Promise<{ readonly removed: readonly string[]; readonly warnings: readonly string[] }>;
}
