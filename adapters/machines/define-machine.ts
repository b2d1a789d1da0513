// What a member of the machine family exports: a plain value with an id, a title and a factory.
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Machine } from '#core/ports/machine.ts';

/** What every machine gets. */
export interface MachineContext {
  /** Where deleted files wait; outside of every workspace. */
  readonly trashFolder: string;
  /** Folders that stay closed even inside a workspace: our own home. */
  readonly forbiddenFolders: readonly string[];
  /** Names this home and this process in the environment of every child, so that a later process finds what a killed one left. */
  readonly owner: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly clock: Clock;
}

/** A kind of machine. */
export interface MachineKind {
  readonly id: string;
  readonly title: string;
  /** @throws {FileError} when the folder cannot be a workspace */
  open(workspace: string, context: MachineContext): Promise<Machine>;
}

/** Checks a member's type. */
export function defineMachine(kind: MachineKind): MachineKind {
  return kind;
}
