// The console of a project: the output of its commands, and the errors in it.

/** Where output comes from: a command that an agent waits for, one in the background, or a terminal. */
export type ConsoleKind = 'command' | 'background' | 'terminal' | 'browser';

/** A command or terminal. Times are Unix ms. */
export interface ConsoleSource {
  readonly id: string;
  readonly kind: ConsoleKind;
  /** The command line, or the shell of a terminal. */
  readonly title: string;
  readonly sessionKey: string;
  readonly agentId: string;
  readonly startedAt: number;
  /** Absent while it runs, and if the host was killed before it ended. */
  readonly endedAt?: number;
  /** Null after a signal. */
  readonly exitCode?: number | null;
}

/**
 * One line. `start` and `end` mark the run of a command; the text of `start` is the command line. `gap`: `skipped` characters of
 * a flood weren't kept.
 */
export interface ConsoleLine {
  /** Increases over time, across all projects. */
  readonly id: number;
  readonly sourceId: string;
  readonly kind: 'start' | 'output' | 'gap' | 'end';
  readonly ts: number;
  /** Without control sequences; of a line that was rewritten, its last state. */
  readonly text: string;
  /** How many times the line was printed in a row, if more than once. */
  readonly count?: number;
  readonly skipped?: number;
  /** The error that it belongs to. */
  readonly errorId?: string;
}

/** An error that was recognized in the output. */
export interface ConsoleError {
  readonly id: string;
  readonly sourceId: string;
  readonly sessionKey: string;
  /** First line of the error. */
  readonly lineId: number;
  readonly ts: number;
  /** Ecosystem and kind, such as `node.exception`. */
  readonly kind: string;
  readonly message: string;
  /** As printed: relative to the folder of the command, or absolute. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The same for the same error in another run, even if it moved to another line. */
  readonly fingerprint: string;
  /** It was handed to the agent. */
  readonly fix?: ConsoleFix;
}

/** How an error was handed to the agent. */
export interface ConsoleFix {
  readonly by: 'person' | 'automatic';
  readonly at: number;
  /** Of an automatic fix: how many were tried for this error, including this one. */
  readonly attempt?: number;
}

/** An error that was found in a text. */
export type FoundError = Pick<ConsoleError, 'kind' | 'message' | 'file' | 'line' | 'column' | 'fingerprint'> & {
  /** Lines of the text that belong to it, from 0, both ends included. */
  readonly fromLine: number;
  readonly toLine: number;
};

/** A page of a project's console. */
export interface ConsolePage {
  /** The folder. */
  readonly project: string;
  /** Oldest first. */
  readonly lines: readonly ConsoleLine[];
  /** The sources of these lines. */
  readonly sources: readonly ConsoleSource[];
  readonly hasOlder: boolean;
  /** Where the search ended: pass it as `beforeId` for older lines. */
  readonly oldestId: number;
}

/** A project with a console. */
export interface ConsoleProject {
  readonly project: string;
  readonly bytes: number;
  readonly lastOutputAt: number;
}

/** Payload of `console.output`: new lines, and sources and errors that are new or changed. */
export interface ConsoleOutput {
  readonly project: string;
  readonly lines: readonly ConsoleLine[];
  readonly sources: readonly ConsoleSource[];
  readonly errors: readonly ConsoleError[];
  /** Earlier output was left out because the client was slow: reload the console. */
  readonly isIncomplete?: true;
  /** The console was cleared: drop everything before. */
  readonly isCleared?: true;
}
