// Terminals of sessions.

/** A terminal of a session, open or ended. */
export interface SessionTerminal {
  /** Its `sessionId` in the other methods. */
  readonly id: string;
  readonly name: string;
  readonly shell: string;
  readonly cwd: string;
  readonly confined: boolean;
  readonly createdAtMs: number;
  /** Absent while it is open. */
  readonly ended?: TerminalEnded;
}

/** When and how a terminal ended. Without an exit code and a signal, it ended because the host stopped. */
export interface TerminalEnded {
  /** The time of its last output. */
  readonly atMs: number;
  readonly exitCode?: number;
  readonly signal?: number;
}

/** Longest name of a terminal, characters. */
export const MAX_TERMINAL_NAME = 60;
