// A child process as the shared code of machines sees it, wherever it runs.
import type { ExecResult } from '#core/ports/machine.ts';

/** A started child. */
export interface Child {
  readonly pid: number;
  /** Sends input. A child without input ignores it. */
  write(data: string): void;
  /** Closes the input. */
  end(): void;
  resize(cols: number, rows: number): void;
  pause(): void;
  resume(): void;
}

/** Receives the output and the end of a child. `exit` is called once, after all output. */
export interface ChildListener {
  data(text: string): void;
  exit(code: number | null, signal: string | null, stoppedBy?: ExecResult['stoppedBy']): void;
}
