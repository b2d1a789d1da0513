// Opens machines by kind and keeps them until the host stops.
import { hash, randomUUID } from 'node:crypto';
import { FileError, type Machine, type MachineDirectory, type MachineRequest } from '#core/ports/machine.ts';
import { sweepTrash } from '#core/workspaces/trash.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { MachineContext, MachineKind } from './define-machine.ts';
import { MACHINES } from './registry.ts';

/** Options of the directory. */
export type MachineDirectoryOptions = Omit<MachineContext, 'forbiddenFolders' | 'installation' | 'owner'> &
  Partial<Pick<MachineContext, 'forbiddenFolders'>> & {
    /** The home folder, which identifies the installation. */
    readonly home: string;
  };

const INSTALLATION_CHARS = 16;

/** Creates the directory of machines. */
export function createMachineDirectory(
  { home, ...options }: MachineDirectoryOptions,
  kinds: readonly MachineKind[] = MACHINES,
): MachineDirectory {
  const installation = hash('sha256', home).slice(0, INSTALLATION_CHARS);
  const owner = `${installation}.${randomUUID()}`;
  return new OpenMachines({ forbiddenFolders: [], ...options, installation, owner }, kinds);
}

class OpenMachines implements MachineDirectory {
  readonly #context: MachineContext;
  readonly #kinds: readonly MachineKind[];
  readonly #machines = new Map<string, Promise<Machine>>();
  readonly #cleaned = new Set<MachineKind>();

  constructor(context: MachineContext, kinds: readonly MachineKind[]) {
    this.#context = context;
    this.#kinds = kinds;
  }

  async open(request: MachineRequest): Promise<Machine> {
    const kind = this.#requireKind(request.kind);
    this.#cleanUp(kind);
    const key = `${kind.id}:${await kind.key(request)}`;
    const known = this.#machines.get(key);
    if (known !== undefined) return known;
    const opening = kind.open(request, this.#context);
    this.#machines.set(key, opening);
    opening.then(
      (machine) =>
        this.#inBackground("Couldn't delete old files from the trash.", sweepTrash(machine, this.#context.clock)),
      // A folder that is missing now may exist later.
      () => this.#machines.delete(key),
    );
    return opening;
  }

  async disposeAll(): Promise<void> {
    const all = [...this.#machines.values()];
    this.#machines.clear();
    const opened = await Promise.allSettled(all);
    await Promise.all(opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value.dispose()] : [])));
  }

  #requireKind(id: string): MachineKind {
    const kind = this.#kinds.find((member) => member.id === id);
    if (kind !== undefined) return kind;
    const known = this.#kinds.map((member) => member.id).join(', ');
    throw new FileError('unknown-machine', `Unknown machine kind: ${JSON.stringify(id)}. Available: ${known}.`);
  }

  #cleanUp(kind: MachineKind): void {
    if (kind.cleanUp === undefined || this.#cleaned.has(kind)) return;
    this.#cleaned.add(kind);
    this.#inBackground("Couldn't stop processes left over from an earlier run.", kind.cleanUp(this.#context));
  }

  #inBackground(failure: string, work: Promise<void>): void {
    work.catch((error: unknown) => this.#context.log.warn(failure, { reason: errorMessage(error) }));
  }
}
