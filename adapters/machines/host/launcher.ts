// Starts the programs of a machine on this computer.
import type { Child, ChildListener } from '../workspace-tools/child.ts';
import { startChild, type ChildPlace } from './child-process.ts';
import type { Invocation } from './shell.ts';

/** Starts programs, possibly confined. */
export interface Launcher {
  /** Rejects if the program can't be started. @throws {FileError} `unavailable` if it can't be confined */
  start(program: Invocation, place: ChildPlace, on: ChildListener): Promise<Child>;
  /** Whether programs that it starts have access to a file. */
  canSee(file: string): Promise<boolean>;
  /** Ends everything that it started. */
  close(): Promise<void>;
}

/** Starts programs as they are. */
export const PLAIN_LAUNCHER: Launcher = { start: startChild, canSee: async () => true, close: async () => undefined };
