// What a member of the machine family exports: a plain value with an id, a title and a factory.
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Machine, MachineRequest } from '#core/ports/machine.ts';

/** What every machine gets. */
export interface MachineContext {
  /** Folders that stay closed even inside a workspace: our own home. */
  readonly forbiddenFolders: readonly string[];
  /** Names this installation in what machines leave behind when the host is killed. */
  readonly installation: string;
  /** Names this process, too; starts with the installation and a dot. */
  readonly owner: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly clock: Clock;
}

/** A kind of machine. */
export interface MachineKind {
  readonly id: string;
  readonly title: string;
  /** Requests with the same key share a machine. */
  key(request: MachineRequest): Promise<string>;
  /** @throws {FileError} when the folder cannot be a workspace */
  open(request: MachineRequest, context: MachineContext): Promise<Machine>;
  /** Ends what a killed process of this installation left behind. Called once, before the first machine is opened. */
  cleanUp?(context: MachineContext): Promise<void>;
}

/** Checks a member's type. */
export function defineMachine(kind: MachineKind): MachineKind {
  return kind;
}
