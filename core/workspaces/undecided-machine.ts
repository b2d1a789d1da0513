// The error for commands of an agent for which no machine was chosen.
import { UNDECIDED_MACHINE } from '#contract/types/machines.ts';
import { FileError, type Machine } from '../ports/machine.ts';

/** The error of a command that has no machine. */
export function undecidedMachine(): FileError {
  return new FileError(
    'unavailable',
    "Commands can't run yet, because nothing on this computer can isolate them. Install a container engine and download an image (on Linux, bubblewrap is enough), or choose to run commands on this computer without isolation, in the session or in Settings → Agents.",
  );
}

/** @throws {FileError} `unavailable` */
export function requireCommands({ kind }: Pick<Machine, 'kind'>): void {
  if (kind === UNDECIDED_MACHINE) throw undecidedMachine();
}
