// Opens sandboxes: one per workspace, kept until the host stops.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import type { Sandbox, SandboxDirectory } from '#core/ports/sandbox.ts';
import type { SandboxContext } from './define-sandbox.ts';
import { killMarked } from './host/process-tree.ts';
import { sweepTrash } from './host/trash.ts';
import { SANDBOX_KINDS } from './registry.ts';

/** What the host gives. */
export type SandboxDirectoryOptions = Omit<SandboxContext, 'forbiddenFolders' | 'owner'> &
  Partial<Pick<SandboxContext, 'forbiddenFolders'>>;

const OWNER_CHARS = 16;

/** Makes the directory of sandboxes. */
export function createSandboxDirectory(options: SandboxDirectoryOptions): SandboxDirectory {
  // The trash lies in the home folder, so its path tells one installation from another.
  const owner = createHash('sha256').update(options.trashFolder).digest('hex').slice(0, OWNER_CHARS);
  return new WorkspaceDirectory({ forbiddenFolders: [], ...options, owner });
}

class WorkspaceDirectory implements SandboxDirectory {
  private readonly context: SandboxContext;
  private readonly sandboxes = new Map<string, Promise<Sandbox>>();
  private swept: Promise<void> | undefined;

  constructor(context: SandboxContext) {
    this.context = context;
  }

  async open(workspace: string): Promise<Sandbox> {
    await (this.swept ??= this.sweep());
    const real = await fs.realpath(workspace).catch(() => workspace);
    const known = this.sandboxes.get(real);
    if (known !== undefined) return known;
    const opening = SANDBOX_KINDS[0].open(workspace, this.context);
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

  /** Ends what a killed process of this home left running, before anything new starts; old deletions go meanwhile. */
  private async sweep(): Promise<void> {
    const report = (message: string) => (error: unknown) => {
      this.context.log.warn(message, { reason: error instanceof Error ? error.message : String(error) });
    };
    void sweepTrash(this.context.trashFolder, this.context.clock.now()).catch(
      report('Old deletions could not be cleared.'),
    );
    await killMarked(`${this.context.owner}.`).catch(
      report('What an earlier process left running could not be ended.'),
    );
  }
}
