// A member of the machine family: an ID, a title, and a factory.
import type { MachineAvailability } from '#contract/types/machines.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Machine, MachineRequest } from '#core/ports/machine.ts';
import type { MachineManager } from '#core/ports/machine-manager.ts';
import type { GitPerson } from './workspace-tools/git-person.ts';
import type { EgressProxies } from '../outbound/egress-proxy/open-egress-proxy.ts';
import type { Settings } from '#core/ports/settings.ts';

/** The `machines` section of the configuration. */
export type MachineSettings = Settings['machines'];

/** Dependencies of a machine. */
export interface MachineContext {
  /** Folders that aren't accessible even inside a workspace, such as our own home. */
  readonly forbiddenFolders: readonly string[];
  /** Identifies this installation on processes and containers that outlive a killed host. */
  readonly installation: string;
  /** Identifies this process, too. Starts with the installation and a dot. */
  readonly owner: string;
  /** Folder for the data of machines. It may not exist yet. */
  readonly dataFolder: string;
  /** The settings in effect. */
  settings(): MachineSettings;
  /** Whether files of a folder, such as a Dockerfile, may take effect. `files`: with this content. */
  isTrusted(
    folder: string,
    agentId: string,
    files?: readonly { readonly path: string; readonly hash: string }[],
  ): Promise<boolean>;
  /** Folders of git objects that the repository in a folder borrows: readable on its machines, and nothing else there. */
  borrowedObjects(folder: string): Promise<readonly string[]>;
  /** Who commits in a folder, for machines that don't see the git settings of the person. */
  gitPerson(folder: string): Promise<GitPerson | undefined>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  readonly clock: Clock;
  /** Opens the way out of machines without a network of their own. */
  readonly egress: EgressProxies;
}

/** A kind of machine. */
export interface MachineKind {
  readonly id: string;
  readonly title: string;
  /** Whether its machines can run, found out without starting one. */
  probe(context: MachineContext): Promise<MachineAvailability>;
  /** Requests with the same key share a machine. */
  key(request: MachineRequest, context: MachineContext): Promise<string>;
  /** @throws {FileError} if the folder can't be a workspace */
  open(request: MachineRequest, context: MachineContext): Promise<Machine>;
  /** Manages the lifecycle of its machines. Absent if they have none. */
  manage?(context: MachineContext): MachineManager;
  /** Ends what outlived a killed process of this installation, and returns it. Called once, at the start. */
  cleanUp?(context: MachineContext): Promise<readonly Leftover[]>;
}

/** Something that outlived the host that started it. */
export interface Leftover {
  /** The PID of a process, or the name of a container. */
  readonly id: number | string;
  /** The command line, or what the container was for. */
  readonly command: string;
}

/** Declares a member. */
export function defineMachine(kind: MachineKind): MachineKind {
  return kind;
}
