// Starts programs in the sandbox of a workspace. The sandbox is made for the first of them and ends when nothing has run in it for
// a while, which also removes the placeholders from the workspace. One sandbox per workspace: its programs see each other.
import os from 'node:os';
import { errorMessage } from '#contract/wire/errors.ts';
import type { MachinePorts } from '#core/ports/machine.ts';
import type { MachineContext, MachineSettings } from '../define-machine.ts';
import { startChild, type ChildPlace } from '../host/child-process.ts';
import type { Launcher } from '../host/launcher.ts';
import type { Invocation } from '../host/shell.ts';
import type { Child, ChildListener } from '../workspace-tools/child.ts';
import { forwardCommand } from '../workspace-tools/forward-command.ts';
import { parseSockets, toPorts } from '../workspace-tools/listening-sockets.ts';
import type { PipeStream } from '../workspace-tools/pipe-stream.ts';
import { spawnForwarder } from '../workspace-tools/spawn-forwarder.ts';
import { toBubblewrapArguments } from './bubblewrap-arguments.ts';
import { confinedEnvironment } from './confined-environment.ts';
import { excludePlaceholders } from './git-exclude.ts';
import { openNetwork, PROXY_PORT, type ConfinedNetwork } from './network.ts';
import {
  createPlaceholders,
  isPlaceholder,
  type MissingPath,
  type Placeholders,
} from '../workspace-tools/placeholders.ts';
import { writeGitPerson } from '../workspace-tools/git-person.ts';
import { createPrivateFolder, type PrivateFolder } from './private-folder.ts';
import { findProtectedPaths, type ProtectedPath } from '../workspace-tools/protected-paths.ts';
import { findPrograms } from './requirements.ts';
import { startSandbox, type Sandbox } from './sandbox.ts';
import { identify, requireSame } from './verify-mounts.ts';
import { findVisibleFolders, isWithin, type VisibleFolders } from './visible-folders.ts';

/** Time after which an unused sandbox ends. */
const IDLE_MS = 10_000;

/** What a launcher confines to. */
export interface ConfinedPlace {
  /** Real path. */
  readonly workspace: string;
  /** Its path as it was requested. */
  readonly folder: string;
  /** Real path. */
  readonly home: string;
  /** Folders in the workspace that aren't visible. */
  readonly closed: readonly string[];
  readonly forbidden: readonly string[];
  /** Whose credentials the proxy may add. */
  readonly agentId: string;
}

/** A launcher that also tells which control files exist only as placeholders. */
export interface ConfinedLauncher extends Launcher {
  placeholders(): Placeholders | undefined;
  readonly ports: MachinePorts;
}

/** Creates a launcher. Nothing is started before the first program. */
export function createBubblewrapLauncher(place: ConfinedPlace, context: MachineContext): ConfinedLauncher {
  return new BubblewrapLauncher(place, context);
}

interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly placeholders: Placeholders;
  readonly protectedPaths: readonly ProtectedPath[];
  readonly network: ConfinedNetwork;
  /** The level of network access that it was made for. */
  readonly level: MachineSettings['confined']['network'];
}

class BubblewrapLauncher implements ConfinedLauncher {
  readonly #place: ConfinedPlace;
  readonly #context: MachineContext;
  #visible: Promise<VisibleFolders> | undefined;
  #folder: PrivateFolder | undefined;
  #current: RunningSandbox | undefined;
  /** Starts and stops one after another. */
  #last: Promise<unknown> = Promise.resolve();
  #active = 0;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(place: ConfinedPlace, context: MachineContext) {
    this.#place = place;
    this.#context = context;
  }

  readonly ports: MachinePorts = {
    list: async () => {
      const sockets = parseSockets((await this.#current?.sandbox.sockets()) ?? '');
      return toPorts(sockets).flatMap((port) => (port === PROXY_PORT ? [] : { port }));
    },
    connect: (port, signal) => this.#connect(port, signal),
  };

  /** Its own network can only be reached from inside. */
  async #connect(port: number, signal: AbortSignal): Promise<PipeStream> {
    const release = this.#use();
    try {
      const { sandbox } = await this.#inTurn(() => this.#require());
      const program = { file: '/bin/sh', args: ['-c', forwardCommand(port)] };
      const env = { PATH: this.#context.environment['PATH'] ?? '' };
      const stream = await spawnForwarder(sandbox.enter(program, this.#place.workspace), env, port, signal);
      stream.once('close', release);
      return stream;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Keeps the sandbox until the returned function is called. */
  #use(): () => void {
    this.#active += 1;
    clearTimeout(this.#idleTimer);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#active -= 1;
      this.#stopWhenIdle();
    };
  }

  async start(program: Invocation, place: ChildPlace, on: ChildListener): Promise<Child> {
    const release = this.#use();
    try {
      const { sandbox, network } = await this.#inTurn(() => this.#require());
      const env = program.isDirect === true ? place.env : confinedEnvironment(place.env, await network.environment());
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

  async canSee(file: string): Promise<boolean> {
    this.#visible ??= this.#findVisible();
    const { shown, hidden, links } = await this.#visible;
    if (isWithin(file, this.#place.workspace)) return true;
    if (hidden.some(({ path }) => isWithin(file, path))) return false;
    return [...shown, ...links.map(({ path }) => path)].some((folder) => isWithin(file, folder));
  }

  #findVisible(): Promise<VisibleFolders> {
    return findVisibleFolders({
      home: this.#place.home,
      searchPath: this.#context.environment['PATH'] ?? '',
      forbidden: this.#place.forbidden,
      isRoot: process.getuid?.() === 0,
    });
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

  /** The running sandbox, or a new one if a protection was lost or the settings changed. */
  async #require(): Promise<RunningSandbox> {
    const current = this.#current;
    if (current !== undefined) {
      if (!(await this.#hasLostProtection(current)) && !(await this.#needsOtherNetwork(current))) return current;
      await this.#stop();
    }
    this.#current = await this.#open();
    return this.#current;
  }

  /** Another program replaced a protected file, so what runs inside could change the new one. */
  async #hasLostProtection({ sandbox, protectedPaths }: RunningSandbox): Promise<boolean> {
    const mounted = await sandbox.mountPoints().catch(() => undefined);
    const lost = protectedPaths.filter(({ path }) => mounted?.has(path) !== true);
    if (lost.length === 0) return false;
    const files = lost.map(({ path }) => path).join(', ');
    this.#context.log.info('Restarted a sandbox because protected files were replaced.', { files });
    return true;
  }

  /** More access than before has to wait until nothing is running. Less takes effect at once. */
  async #needsOtherNetwork({ sandbox, network, level }: RunningSandbox): Promise<boolean> {
    const settings = this.#context.settings().confined;
    network.restrict(settings);
    return settings.network !== level && this.#active === 1 && !(await sandbox.isUsed());
  }

  async #open(): Promise<RunningSandbox> {
    const { workspace, folder, home, closed, agentId } = this.#place;
    const { dataFolder, environment, egress } = this.#context;
    this.#folder ??= await createPrivateFolder(dataFolder, `${agentId} ${workspace}`);
    await writeGitPerson(this.#folder.home, await this.#context.gitPerson(folder));
    const settings = this.#context.settings().confined;
    const programs = await findPrograms(environment['PATH'] ?? '', settings.network !== 'none');
    this.#visible = this.#findVisible();
    const visible = await this.#visible;
    const found = await findProtectedPaths(workspace, isPlaceholder);
    const placeholders = await createPlaceholders(found.filter(isMissing), this.#folder.noteFile);
    let network: ConfinedNetwork | undefined;
    try {
      network = await openNetwork({ settings, folder: this.#folder, agentId, egress, socat: programs.socat });
      const protectedPaths = found.filter((entry) => !isMissing(entry) || placeholders.paths.has(entry.path));
      const layout = {
        visible,
        workspace,
        home,
        closed,
        borrowed: await this.#context.borrowedObjects(folder),
        protectedPaths,
        replaced: await excludePlaceholders(workspace, placeholders.paths.keys(), this.#folder.excludeFile),
        privateHome: this.#folder.home,
        privateTemporary: this.#folder.temporary,
        ...network.layout,
      };
      const expected = await identify(protectedPaths);
      const start = { ...programs, arguments: toBubblewrapArguments(layout), setup: network.setup };
      const sandbox = await startSandbox(start);
      await requireSame(expected, sandbox);
      return { sandbox, placeholders, protectedPaths, network, level: settings.network };
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
