// A command line as the policy sees it: the commands that it runs, and everything about it that isn't known before it runs.

/** A word of a command, without its quotes. */
export interface ShellWord {
  /** What the command gets; as written if only the shell knows. */
  readonly text: string;
  /** Whether the shell replaces it by the names of matching files. */
  readonly isPattern: boolean;
  /** Where it is in the line. */
  readonly pos: number;
  readonly end: number;
}

/** The folder of a command: the operands of each `cd` before it, in order. */
export type FolderChanges = readonly string[];

/** A simple command of a line. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  readonly pos: number;
  readonly end: number;
  /** The folders that it can run in. A `cd` that can fail leaves two of them. */
  readonly folders: readonly FolderChanges[];
  /** Whether it reads the output of the command before it. */
  readonly isPiped: boolean;
  /** Whether it is in a substitution, or in text for another shell. */
  readonly isNested: boolean;
  /** Files that its redirections write. */
  readonly outputs: readonly string[];
  /** Why what it does isn't known before it runs, as parts of sentences. */
  readonly problems: readonly string[];
}

/** A parsed line. */
export interface ShellLine {
  readonly commands: readonly ShellCommand[];
  /** Why the line as a whole isn't understood. */
  readonly problems: readonly string[];
}
