// Opens machines: one per workspace, kept until the host stops.
import { createHash, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import type { Machine, MachineDirectory } from '#core/ports/machine.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { MachineContext } from './define-machine.ts';
import { killMarked } from './host/process-tree.ts';
import { sweepTrash } from './workspace-tools/trash.ts';
import { MACHINES } from './registry.ts';

/** What the host gives. */
export type MachineDirectoryOptions = Omit<MachineContext, 'forbiddenFolders' | 'owner'> &
  Partial<Pick<MachineContext, 'forbiddenFolders'>>;

const HOME_CHARS = 16;

/** Makes the directory of machines. */
export function createMachineDirectory(options: MachineDirectoryOptions): MachineDirectory {
  // The trash lies in the home folder, so its path tells one installation from another.
  const home = createHash('sha256').update(options.trashFolder).digest('hex').slice(0, HOME_CHARS);
  return new WorkspaceDirectory({ forbiddenFolders: [], ...options, owner: `${home}.${randomUUID()}` }, home);
}

class WorkspaceDirectory implements MachineDirectory {
  private readonly context: MachineContext;
  private readonly machines = new Map<string, Promise<Machine>>();
  /** How all processes of this home are marked, those of earlier lives of the host, too. */
  private readonly home: string;
  private hasSwept = false;

  constructor(context: MachineContext, home: string) {
    this.context = context;
    this.home = home;
  }

  async open(workspace: string): Promise<Machine> {
    if (!this.hasSwept) this.sweep();
    const real = await fs.realpath(workspace).catch(() => workspace);
    const known = this.machines.get(real);
    if (known !== undefined) return known;
    const opening = MACHINES[0].open(workspace, this.context);
    this.machines.set(real, opening);
    // A folder that is missing now may be there next time.
    opening.catch(() => this.machines.delete(real));
    return opening;
  }

  async disposeAll(): Promise<void> {
    const all = [...this.machines.values()];
    this.machines.clear();
    await Promise.all(
      all.map((opening) =>
        opening.then(
          (machine) => machine.dispose(),
          () => undefined,
        ),
      ),
    );
  }

  /** Ends what a killed process of this home left running, and clears old deletions. Nobody waits for it. */
  private sweep(): void {
    this.hasSwept = true;
    const { trashFolder, clock, log, owner } = this.context;
    const report = (message: string) => (error: unknown) => {
      log.warn(message, { reason: errorMessage(error) });
    };
    sweepTrash(trashFolder, clock.now()).catch(report("Couldn't empty the trash of old files."));
    const isLeft = (marker: string): boolean => marker.startsWith(`${this.home}.`) && !marker.startsWith(`${owner}.`);
    killMarked(isLeft).catch(report("Couldn't end processes left by an earlier run."));
  }
}
