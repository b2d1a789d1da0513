// Starts programs in the sandbox of a workspace. The sandbox is made for the first of them and ends when nothing has run in it for
// a while, which also removes the placeholders from the workspace. One sandbox per workspace: its programs see each other.
import os from 'node:os';
import { errorMessage } from '#contract/wire/errors.ts';
import type { MachineContext } from '../define-machine.ts';
import { startChild, type ChildPlace } from '../host/child-process.ts';
import type { Launcher } from '../host/launcher.ts';
import type { Invocation } from '../host/shell.ts';
import type { Child, ChildListener } from '../workspace-tools/child.ts';
import { toBubblewrapArguments } from './bubblewrap-arguments.ts';
import { confinedEnvironment } from './confined-environment.ts';
import { openNetwork, type ConfinedNetwork } from './network.ts';
import { createPlaceholders, type MissingPath, type Placeholders } from './placeholders.ts';
import { createPrivateFolder, type PrivateFolder } from './private-folder.ts';
import { findProtectedPaths, type ProtectedPath } from './protected-paths.ts';
import { findPrograms } from './requirements.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { findVisibleFolders, isWithin, type VisibleFolders } from './visible-folders.ts';

/** Time after which an unused sandbox ends. */
const IDLE_MS = 10_000;

/** What a launcher confines to. */
export interface ConfinedPlace {
  /** Real path. */
  readonly workspace: string;
  /** Real path. */
  readonly home: string;
  /** Folders in the workspace that aren't visible. */
  readonly closed: readonly string[];
  readonly forbidden: readonly string[];
}

/** A launcher that also tells which control files exist only as placeholders. */
export interface ConfinedLauncher extends Launcher {
  placeholders(): Placeholders | undefined;
}

/** Creates a launcher. Nothing is started before the first program. */
export async function createBubblewrapLauncher(
  place: ConfinedPlace,
  context: MachineContext,
): Promise<ConfinedLauncher> {
  const visible = await findVisibleFolders({
    home: place.home,
    searchPath: context.environment['PATH'] ?? '',
    forbidden: place.forbidden,
    isRoot: process.getuid?.() === 0,
    isNetworkOpen: context.settings().confined.network === 'open',
  });
  return new BubblewrapLauncher(place, context, visible);
}

interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly placeholders: Placeholders;
  readonly protectedPaths: readonly ProtectedPath[];
  readonly network: ConfinedNetwork;
}

class BubblewrapLauncher implements ConfinedLauncher {
  readonly #place: ConfinedPlace;
  readonly #context: MachineContext;
  readonly #visible: VisibleFolders;
  #folder: PrivateFolder | undefined;
  #current: RunningSandbox | undefined;
  /** Starts and stops one after another. */
  #last: Promise<unknown> = Promise.resolve();
  #active = 0;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(place: ConfinedPlace, context: MachineContext, visible: VisibleFolders) {
    this.#place = place;
    this.#context = context;
    this.#visible = visible;
  }

  async start(program: Invocation, place: ChildPlace, on: ChildListener): Promise<Child> {
    this.#active += 1;
    clearTimeout(this.#idleTimer);
    let isOver = false;
    const release = (): void => {
      if (isOver) return;
      isOver = true;
      this.#active -= 1;
      this.#stopWhenIdle();
    };
    try {
      const { sandbox, network } = await this.#inTurn(() => this.#require());
      const env = program.isDirect === true ? place.env : confinedEnvironment(place.env, network.env);
      const inside = sandbox.enter(program, place.cwd);
      return await startChild(
        inside,
        { ...place, cwd: '/', env },
        {
          data: on.data,
          exit: (code, signal, stoppedBy) => {
            release();
            on.exit(code, signal, stoppedBy);
          },
        },
      );
    } catch (error) {
      release();
      throw error;
    }
  }

  canSee(file: string): boolean {
    const { shown, hidden, links } = this.#visible;
    if (isWithin(file, this.#place.workspace)) return true;
    if (hidden.some(({ path }) => isWithin(file, path))) return false;
    return [...shown, ...links.map(({ path }) => path)].some((folder) => isWithin(file, folder));
  }

  placeholders(): Placeholders | undefined {
    return this.#current?.placeholders;
  }

  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    await this.#inTurn(() => this.#stop());
    await this.#folder?.remove();
  }

  async #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(act);
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  /** The running sandbox, or a new one if a protection was lost: another program replaced a protected file. */
  async #require(): Promise<RunningSandbox> {
    const current = this.#current;
    if (current !== undefined) {
      const mounted = await current.sandbox.mountPoints().catch(() => undefined);
      const lost = current.protectedPaths.filter(({ path }) => mounted?.has(path) !== true);
      if (lost.length === 0) return current;
      this.#context.log.info('Restarted a sandbox because protected files were replaced.', {
        workspace: this.#place.workspace,
        files: lost.map(({ path }) => path).join(', '),
      });
      await this.#stop();
    }
    this.#current = await this.#open();
    return this.#current;
  }

  async #open(): Promise<RunningSandbox> {
    const { workspace, home, closed } = this.#place;
    this.#folder ??= await createPrivateFolder(this.#context.dataFolder, workspace);
    const settings = this.#context.settings().confined;
    const programs = await findPrograms(this.#context.environment['PATH'] ?? '', settings.network === 'hosts');
    const found = await findProtectedPaths(workspace);
    const placeholders = await createPlaceholders(found.filter(isMissing), this.#folder.noteFile);
    let network: ConfinedNetwork | undefined;
    try {
      network = await openNetwork(settings, this.#folder.sockets, programs.socat);
      const protectedPaths = found.filter((entry) => !isMissing(entry) || placeholders.paths.has(entry.path));
      const layout = {
        ...{ visible: this.#visible, workspace, home, closed, protectedPaths },
        ...{ privateHome: this.#folder.home, privateTemporary: this.#folder.temporary },
        ...network.layout,
      };
      const { bwrap, nsenter } = programs;
      const start = { bwrap, nsenter, arguments: toBubblewrapArguments(layout), setup: network.setup };
      return { sandbox: await startSandbox(start), placeholders, protectedPaths, network };
    } catch (error) {
      await network?.close();
      await placeholders.removeAll();
      throw error;
    }
  }

  async #stop(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    if (current === undefined) return;
    await current.sandbox.stop();
    await current.network.close();
    await current.placeholders.removeAll();
  }

  #stopWhenIdle(): void {
    if (this.#active > 0 || this.#current === undefined) return;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => {
      this.#inTurn(() => this.#stopIfIdle()).catch((error: unknown) =>
        this.#context.log.warn("Couldn't stop an unused sandbox.", { reason: errorMessage(error) }),
      );
    }, IDLE_MS);
    this.#idleTimer.unref();
  }

  async #stopIfIdle(): Promise<void> {
    if (this.#active > 0 || this.#current === undefined) return;
    if (await this.#current.sandbox.isUsed()) return this.#stopWhenIdle();
    if (this.#active === 0) await this.#stop();
  }
}

function isMissing(entry: ProtectedPath): entry is ProtectedPath & MissingPath {
  return entry.missing !== undefined;
}

/** The person's home folder. */
export function homeFolder({ environment }: Pick<MachineContext, 'environment'>): string {
  return environment['HOME'] ?? os.homedir();
}
