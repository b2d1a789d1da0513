// Folders of this machine, for choosing a workspace.

/** The folders in a folder. */
export interface FolderListing {
  readonly path: string;
  /** Absent at the root. */
  readonly parent?: string;
  /** The user's home folder. */
  readonly home: string;
  readonly entries: { readonly name: string; readonly path: string; readonly hidden?: boolean }[];
}

/** What a path leads to, to notice that another folder has taken its place. */
export interface FolderIdentity {
  readonly real: string;
  /** Decimal, because it can exceed the exact integers. */
  readonly inode: string;
  /** Whether the path itself is a link. */
  readonly isLink: boolean;
}

/** Checks and lists folders. */
export interface WorkspaceFolders {
  /** Suggested for a new installation. */
  readonly suggested: string;
  /** The real path of a folder that can be a workspace, created on request. @throws {GatewayError} that says what to choose instead. */
  require(asked: string, create?: boolean): Promise<string>;
  /** Whether a real path is one of these folders, or inside one. */
  isWithin(path: string, folders: readonly string[]): Promise<boolean>;
  /** Undefined if there is no such folder on this machine. */
  identify(folder: string): Promise<FolderIdentity | undefined>;
  /** The folders in `asked` (default: the home folder); no files are read or listed. @throws {FileError} */
  list(asked?: string): Promise<FolderListing>;
}
