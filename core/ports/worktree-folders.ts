// The folders of worktrees on this computer. All of them are below one folder, and nothing else can be written or removed.

/** Folders and small files, by absolute path. */
export interface WorktreeFolders {
  /** Worktrees, by project. */
  readonly root: string;
  /** Removed worktrees, until they expire. */
  readonly removed: string;
  /** Creates a folder with its parents, and returns what identifies it. @throws {FileError} `exists` */
  create(folder: string): Promise<string>;
  /** What identifies a folder; undefined if there is none, or a link. */
  identify(folder: string): Promise<string | undefined>;
  /** Writes a file, creating its folder. @throws {FileError} */
  write(file: string, text: string): Promise<void>;
  /** Reads a small file anywhere, also one that starts with `~/`; undefined if there is none. */
  read(file: string): Promise<string | undefined>;
  /** Names in a folder anywhere; empty if there is none. */
  list(folder: string): Promise<readonly string[]>;
  /** Moves a folder, creating the parents of its new place. @throws {FileError} */
  move(from: string, to: string): Promise<void>;
  /** Removes a folder and its content, and empty parents below `root`. */
  remove(folder: string): Promise<void>;
  /** The size of everything in a folder. Links are not followed. */
  measure(folder: string, signal: AbortSignal): Promise<number>;
  /** The real path, or the path itself if there is nothing. */
  resolve(path: string): Promise<string>;
  /** Whether a folder is or contains a link, which could lead out of it. `skipped`: the name of a folder in it that isn't looked at. */
  hasLinks(folder: string, skipped?: string): Promise<boolean>;
  /** SHA-256, hex. */
  hash(text: string): string;
}
