// Opens sandboxes: one per workspace, kept until the host stops.
import * as fs from 'node:fs/promises';
import type { Sandbox, SandboxDirectory } from '#core/ports/sandbox.ts';
import type { SandboxContext } from './define-sandbox.ts';
import { hostSandbox } from './host/host.ts';
import { sweepTrash } from './host/trash.ts';

/** Everything but {@link SandboxContext.forbiddenFolders} is needed. */
export type SandboxDirectoryOptions = Omit<SandboxContext, 'forbiddenFolders'> &
  Partial<Pick<SandboxContext, 'forbiddenFolders'>>;

/** Makes the directory of sandboxes. */
export function createSandboxDirectory(options: SandboxDirectoryOptions): SandboxDirectory {
  return new WorkspaceDirectory({ forbiddenFolders: [], ...options });
}

class WorkspaceDirectory implements SandboxDirectory {
  private readonly context: SandboxContext;
  private readonly sandboxes = new Map<string, Promise<Sandbox>>();
  private hasSwept = false;

  constructor(context: SandboxContext) {
    this.context = context;
  }

  async open(workspace: string): Promise<Sandbox> {
    this.sweepOnce();
    const real = await fs.realpath(workspace).catch(() => workspace);
    const known = this.sandboxes.get(real);
    if (known !== undefined) return known;
    const opening = hostSandbox.open(workspace, this.context);
    this.sandboxes.set(real, opening);
    // A folder that is missing now may be there next time.
    opening.catch(() => this.sandboxes.delete(real));
    return opening;
  }

  async disposeAll(): Promise<void> {
    const all = [...this.sandboxes.values()];
    this.sandboxes.clear();
    await Promise.all(
      all.map((opening) =>
        opening.then(
          (sandbox) => sandbox.dispose(),
          () => undefined,
        ),
      ),
    );
  }

  private sweepOnce(): void {
    if (this.hasSwept) return;
    this.hasSwept = true;
    sweepTrash(this.context.trashFolder, this.context.clock.now()).catch((error: unknown) => {
      this.context.log.warn('Old deletions could not be cleared.', {
        reason: error instanceof Error ? error.message : String(error),
      });
    });
  }
}
