// The shell grammar port: a second, independent parser that has to agree before a command line is allowed.

/** A second opinion on a command line. */
export interface ShellGrammar {
  /** Loads the parser, once. Never rejects: without it, no line is confirmed. */
  load(): Promise<void>;
  /**
   * The words of each simple command, in order, if the line consists of nothing but commands, lists, pipes, groups, and
   * harmless redirections; undefined for any other line, and while the parser isn't loaded.
   */
  listCommands(line: string): readonly (readonly string[])[] | undefined;
}
