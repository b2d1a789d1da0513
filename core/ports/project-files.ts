// Files of projects on this computer: new folders from templates, files that worktrees get a copy of, and deleted folders.

/** A file of a template. */
export interface TemplateFile {
  /** Relative, with `/`. */
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly isExecutable?: true;
}

/** The content of a template's folder, not yet validated. */
export interface TemplateFolder {
  /** The text of its manifest. */
  readonly manifest: string;
  /** Paths of its regular files, without the manifest and without git's own. */
  readonly paths: readonly string[];
}

/** What was carried. */
export interface CarriedFiles {
  readonly copied: readonly string[];
  /** Files that weren't copied, and why. */
  readonly skipped: readonly {
    readonly path: string;
    readonly reason: 'exists' | 'too-large' | 'limit' | 'unreadable';
  }[];
}

/** Copies, creates, and moves folders. Nothing is ever overwritten, and no link is followed. */
export interface ProjectFiles {
  /** Reads a template. @throws {GatewayError} if it has no manifest or is too large */
  readTemplate(folder: string): Promise<TemplateFolder>;
  /** Reads one of its files. @throws {GatewayError} */
  readTemplateFile(folder: string, path: string): Promise<TemplateFile>;
  /** Creates a folder with these files, all or nothing. @throws {GatewayError} `TARGET_EXISTS` */
  createFolder(folder: string, files: AsyncIterable<TemplateFile> | Iterable<TemplateFile>): Promise<void>;
  /** Whether something is at a path, also under another spelling that the file system treats as the same. */
  exists(path: string): Promise<boolean>;
  /** Copies the files that match to the same places in another folder, where they don't exist yet. */
  carry(from: string, to: string, isCarried: (path: string) => boolean): Promise<CarriedFiles>;
  /** Moves a folder out of sight; returns where it is. @throws {GatewayError} */
  moveToTrash(folder: string, id: string): Promise<string>;
  /** Moves it back. @throws {GatewayError} if something else is there now */
  restoreFromTrash(trash: string, folder: string): Promise<void>;
  /** Permanently deletes a folder that `moveToTrash` or a failed clone left. */
  deleteFolder(folder: string): Promise<void>;
  /** A path in a folder. */
  join(folder: string, name: string): string;
}
