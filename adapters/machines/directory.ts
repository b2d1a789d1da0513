// Opens machines by kind and keeps them until the host stops.
import { hash, randomUUID } from 'node:crypto';
import path from 'node:path';
import { AUTOMATIC_MACHINE } from '#contract/types/machines.ts';
import type { MachineKinds } from '#core/ports/machine-kinds.ts';
import type { MachineManager } from '#core/ports/machine-manager.ts';
import { FileError, type Machine, type MachineDirectory, type MachineRequest } from '#core/ports/machine.ts';
import { sweepTrash } from '#core/workspaces/trash.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { withDefaults } from '../configuration/settings.ts';
import type { EgressProxies } from '../outbound/egress-proxy/open-egress-proxy.ts';
import type { Leftover, MachineContext, MachineKind } from './define-machine.ts';
import { createMachineKinds } from './machine-kinds.ts';
import { MACHINES } from './registry.ts';
import { undecidedKind } from './undecided.ts';

/** Options of the directory. */
export type MachineDirectoryOptions = Omit<
  MachineContext,
  | 'forbiddenFolders'
  | 'installation'
  | 'owner'
  | 'dataFolder'
  | 'settings'
  | 'egress'
  | 'isTrusted'
  | 'borrowedObjects'
  | 'gitPerson'
> &
  Partial<
    Pick<MachineContext, 'forbiddenFolders' | 'settings' | 'egress' | 'isTrusted' | 'borrowedObjects' | 'gitPerson'>
  > & {
    /** The home folder, which identifies the installation. */
    readonly home: string;
  };

const INSTALLATION_CHARS = 16;
/** Without a ledger, nothing may leave a machine. */
const NO_EGRESS: EgressProxies = {
  open: () => Promise.reject(new Error('These machines have no egress proxy.')),
  record: () => () => undefined,
  recordUntracked: () => undefined,
};

/** The machines of a host. */
export interface HostMachines extends MachineDirectory {
  readonly kinds: MachineKinds;
  /** Ends what the machines of killed hosts of this installation left behind, and returns it. Call it once, at the start. */
  cleanUp(): Promise<readonly Leftover[]>;
  /** The managers of kinds whose machines have a lifecycle. */
  readonly managers: readonly MachineManager[];
}

/** Creates the directory of machines. */
export function createMachineDirectory(
  { home, ...options }: MachineDirectoryOptions,
  kinds: readonly MachineKind[] = MACHINES,
): HostMachines {
  const installation = hash('sha256', home).slice(0, INSTALLATION_CHARS);
  const owner = `${installation}.${randomUUID()}`;
  return new OpenMachines(
    {
      forbiddenFolders: [],
      settings: () => withDefaults({}).machines,
      egress: NO_EGRESS,
      isTrusted: async () => false,
      borrowedObjects: async () => [],
      gitPerson: async () => undefined,
      ...options,
      dataFolder: getDataFolder(home),
      installation,
      owner,
    },
    kinds,
  );
}

/** Where machines keep their own files. */
export function getDataFolder(home: string): string {
  return path.join(home, 'machines');
}

class OpenMachines implements HostMachines {
  readonly #context: MachineContext;
  readonly #members: readonly MachineKind[];
  readonly #machines = new Map<string, Promise<Machine>>();
  readonly managers: readonly MachineManager[];
  readonly kinds: MachineKinds;

  constructor(context: MachineContext, kinds: readonly MachineKind[]) {
    this.#context = context;
    this.#members = kinds;
    this.kinds = createMachineKinds(kinds, context);
    this.managers = kinds.flatMap((kind) => kind.manage?.(context) ?? []);
  }

  async open(request: MachineRequest): Promise<Machine> {
    const kind = await this.#findKind(request);
    const key = `${kind.id}:${await kind.key(request, this.#context)}`;
    const known = this.#machines.get(key);
    if (known !== undefined) return known;
    const opening = this.#openWith(kind, request);
    this.#machines.set(key, opening);
    opening.then(
      (machine) =>
        this.#inBackground("Couldn't delete old files from the trash.", sweepTrash(machine, this.#context.clock)),
      // A folder that is missing now may exist later.
      () => this.#machines.delete(key),
    );
    return opening;
  }

  async cleanUp(): Promise<readonly Leftover[]> {
    const found = await Promise.all(this.#members.map((kind) => this.#cleanUp(kind)));
    return found.flat();
  }

  async disposeAll(): Promise<void> {
    const all = [...this.#machines.values()];
    this.#machines.clear();
    const opened = await Promise.allSettled(all);
    await Promise.all(opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value.dispose()] : [])));
  }

  async #openWith(kind: MachineKind, request: MachineRequest): Promise<Machine> {
    const machine = await kind.open(request, this.#context);
    const borrowedObjects = await this.#context.borrowedObjects(request.workspace);
    return borrowedObjects.length === 0 ? machine : { ...machine, borrowedObjects };
  }

  /** Nothing ever runs on another kind than the one that was named or chosen. */
  async #findKind({ kind = this.#context.settings().default }: MachineRequest): Promise<MachineKind> {
    if (kind !== AUTOMATIC_MACHINE) return this.#requireKind(kind);
    const id = await this.kinds.automatic();
    return id === undefined ? undecidedKind : this.#requireKind(id);
  }

  #requireKind(id: string): MachineKind {
    const kind = this.#members.find((member) => member.id === id);
    if (kind !== undefined) return kind;
    const known = this.#members.map((member) => member.id).join(', ');
    throw new FileError('unknown-machine', `Unknown machine kind: ${JSON.stringify(id)}. Available: ${known}.`);
  }

  async #cleanUp(kind: MachineKind): Promise<readonly Leftover[]> {
    try {
      return (await kind.cleanUp?.(this.#context)) ?? [];
    } catch (error) {
      const reason = errorMessage(error);
      this.#context.log.warn("Couldn't stop processes left over from an earlier run.", { machine: kind.id, reason });
      return [];
    }
  }

  #inBackground(failure: string, work: Promise<void>): void {
    work.catch((error: unknown) => this.#context.log.warn(failure, { reason: errorMessage(error) }));
  }
}
