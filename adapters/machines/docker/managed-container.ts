// One container through its life: created on first use, stopped when idle, replaced when its settings have changed. Nothing is lost
// with a container, because everything it keeps is in the workspace and its home folder on this computer.
import { writeGitPerson } from '../workspace-tools/git-person.ts';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { Container } from 'dockerode';
import { errorMessage } from '#contract/wire/errors.ts';
import { FileError } from '#core/ports/machine.ts';
import type { MachineAlert, MachineState } from '#contract/types/machines.ts';
import { SerialQueue } from '#core/serial-queue.ts';
import type { MachineContext } from '../define-machine.ts';
import { requireOutsideSocket } from './mount-policy.ts';
import { MEGABYTE, toCreateOptions, type DockerSettings } from './container-options.ts';
import { openContainerNetwork, type ContainerNetwork } from './container-network.ts';
import type { ContainerPlace } from './container-place.ts';
import { planContainer } from './container-plan.ts';
import { protectControlFiles, type ControlFileMounts } from './control-file-mounts.ts';
import { measureFolder, watchDisk, type DiskWatch } from './disk-use.ts';
import { ContainerAlerts } from './container-alerts.ts';
import { ask, type Engine } from './engine.ts';
import { Journal } from './journal.ts';
import type { Placeholders } from '../workspace-tools/placeholders.ts';
import { RunningContainer } from './running-container.ts';
import { findOwner, giveTree, type Owner } from './workspace-owner.ts';

const MINUTE_MS = 60_000;
const OWNER_ONLY = 0o700;
const NAME_CHARS = 12;

/** What containers get from the host. */
export interface ContainerPorts {
  readonly context: MachineContext;
  engine(): Promise<Engine>;
  /** The ID of the image, downloaded or built if needed. */
  image(engine: Engine, settings: DockerSettings, workspace: string, journal: Journal): Promise<string>;
  /** Something in `state` has changed. */
  changed(): void;
  /** A person should know about it. */
  alert(alert: MachineAlert): void;
}

/** A command or terminal that uses a container. */
export interface ContainerUser {
  /** Ends it, because the container reached a limit. */
  stop(reason: 'disk'): void;
}

/** A container that may be running. */
export class ManagedContainer {
  readonly id: string;
  readonly place: ContainerPlace;
  readonly journal: Journal;
  /** Folder of this computer that is the home folder in the container. */
  readonly home: string;
  readonly #ports: ContainerPorts;
  readonly #alerts: ContainerAlerts;
  readonly #users = new Set<ContainerUser>();
  readonly #steps = new SerialQueue();
  /** Containers that couldn't be removed because the engine was gone. */
  readonly #leftBehind = new Set<string>();
  #running: RunningContainer | undefined;
  #isStopping = false;
  #runningHash = '';
  #image = '';
  #owner: Owner | undefined;
  #startedAt: number | undefined;
  #starts = 0;
  #memoryKills = 0;
  #lastError: string | undefined;
  #network: ContainerNetwork | undefined;
  #controlFiles: ControlFileMounts | undefined;
  #disk: DiskWatch | undefined;
  #isDiskFull = false;
  #cancelIdle: (() => void) | undefined;

  constructor(place: ContainerPlace, ports: ContainerPorts) {
    this.id = createHash('sha256').update(place.key).digest('hex').slice(0, NAME_CHARS);
    this.place = place;
    this.#ports = ports;
    this.home = path.join(ports.context.dataFolder, 'docker', this.id, 'home');
    this.journal = new Journal(ports.context.clock);
    const { workspace, agentId, sessionKey } = place;
    const subject = {
      machineId: this.id,
      kind: 'docker',
      workspace,
      agentId,
      ...(sessionKey === undefined ? {} : { sessionKey }),
    };
    this.#alerts = new ContainerAlerts(subject, ports.context.clock, (alert) => ports.alert(alert));
  }

  get running(): RunningContainer | undefined {
    return this.#running;
  }

  /** The user of the container, if it took over a workspace of root. */
  get owner(): Owner | undefined {
    return this.#owner?.takesOver === true ? this.#owner : undefined;
  }

  /** Control files that exist only while the container does. */
  get placeholders(): Placeholders | undefined {
    return this.#controlFiles?.placeholders;
  }

  get settings(): DockerSettings {
    return this.#ports.context.settings().docker;
  }

  /** Whether its programs connect without the proxy. */
  get hasOpenNetwork(): boolean {
    return this.#network?.isOpen === true;
  }

  /** Variables with which programs use the network. */
  async environment(): Promise<Readonly<Record<string, string>>> {
    return (await this.#network?.environment()) ?? {};
  }

  state(): MachineState {
    const { workspace, agentId, sessionKey } = this.place;
    return {
      id: this.id,
      kind: 'docker',
      workspace,
      agentId,
      ...(sessionKey === undefined ? {} : { sessionKey }),
      state: this.#running === undefined ? 'stopped' : 'running',
      image: this.#image === '' ? this.settings.image : this.#image,
      users: this.#users.size,
      restarts: Math.max(0, this.#starts - 1),
      memoryKills: this.#memoryKills,
      ...(this.#startedAt === undefined ? {} : { startedAt: this.#startedAt }),
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
      ...(this.#running === undefined ? {} : { containerId: this.#running.id }),
      limits: {
        memoryBytes: this.settings.memoryMb * MEGABYTE,
        cpus: this.settings.cpus,
        diskBytes: this.settings.diskMb * MEGABYTE,
      },
    };
  }

  /** The running container, started or replaced if necessary. @throws {FileError} */
  acquire(): Promise<RunningContainer> {
    return this.#steps.run(async () => {
      try {
        const engine = await this.#ports.engine();
        const settings = this.settings;
        const outdated = await this.#findOutdated(settings);
        if (this.#running !== undefined && outdated === undefined) return this.#running;
        await this.#end(outdated ?? '');
        return await this.#start(engine, settings);
      } catch (error) {
        this.#lastError = errorMessage(error);
        this.journal.note(this.#lastError);
        this.#ports.changed();
        this.#alerts.failed(this.#lastError);
        throw error;
      }
    });
  }

  /** Counts as use until the returned function is called. */
  use(user: ContainerUser): () => void {
    this.#users.add(user);
    this.#cancelIdle?.();
    return () => {
      if (this.#users.delete(user) && this.#users.size === 0) this.#waitIdle();
    };
  }

  /** @throws {FileError} `no-space` while the disk limit is exceeded */
  async requireSpace(): Promise<void> {
    if (!this.#isDiskFull) return;
    const limit = this.settings.diskMb * MEGABYTE;
    const used = (await this.#disk?.measure()) ?? 0;
    this.#isDiskFull = used > limit;
    if (!this.#isDiskFull) return;
    const [usedMb, limitMb] = [used, limit].map((bytes) => Math.ceil(bytes / MEGABYTE));
    throw new FileError(
      'no-space',
      `The workspace and its container use ${usedMb} MB of ${limitMb} MB. Delete files, or raise machines.docker.diskMb in the configuration file.`,
    );
  }

  /** Bytes that the workspace and the home folder use. */
  async measureDisk(): Promise<number> {
    if (this.#disk !== undefined) return this.#disk.measure();
    const sizes = await Promise.all([this.place.workspace, this.home].map(measureFolder));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Ends the container with everything in it. */
  stop(reason: string): Promise<void> {
    return this.#steps.run(() => this.#end(reason));
  }

  /** Deletes the home folder, too. */
  async remove(): Promise<void> {
    await this.stop('it was removed');
    await fs.rm(path.dirname(this.home), { recursive: true, force: true });
  }

  /** The memory limit killed a process. */
  ranOutOfMemory(): void {
    this.#memoryKills += 1;
    this.#lastError = `A process exceeded the memory limit of ${this.settings.memoryMb} MB and was killed.`;
    this.journal.note(this.#lastError);
    this.#ports.changed();
    this.#alerts.reached('memory', this.#lastError);
  }

  /** Why an unused container must be replaced. One in use has to wait. */
  async #findOutdated(settings: DockerSettings): Promise<string | undefined> {
    if (this.#running === undefined || this.#users.size > 0) return undefined;
    if (this.#runningHash !== settingsHash(settings)) return 'its settings changed';
    const replaced = (await this.#controlFiles?.findReplaced()) ?? [];
    const names = replaced.map((at) => path.relative(this.place.workspace, at));
    return replaced.length === 0 ? undefined : `control files were replaced (${names.join(', ')})`;
  }

  async #start(engine: Engine, settings: DockerSettings): Promise<RunningContainer> {
    await requireOutsideSocket(this.place.workspace, engine.socketPath);
    await this.#removeLeftBehind(engine);
    const image = await this.#ports.image(engine, settings, this.place.workspace, this.journal);
    const owner = await this.#prepareFolders(engine);
    const network = await this.#openNetwork(settings);
    const running = await this.#create(engine, settings, image, owner, network);
    this.#network = network;
    this.#owner = owner;
    this.#image = settings.image;
    this.#runningHash = settingsHash(settings);
    this.#startedAt = this.#ports.context.clock.now();
    this.#starts += 1;
    this.#lastError = undefined;
    this.#disk = watchDisk([this.place.workspace, this.home], settings.diskMb * MEGABYTE, () =>
      this.#stopAtDiskLimit(),
    );
    this.journal.note(`Started with image ${settings.image}.`);
    this.#waitIdle();
    this.#ports.changed();
    return running;
  }

  async #create(
    engine: Engine,
    settings: DockerSettings,
    image: string,
    owner: Owner,
    network: ContainerNetwork,
  ): Promise<RunningContainer> {
    let container: Container | undefined;
    try {
      this.#controlFiles = await protectControlFiles(this.place.workspace, path.dirname(this.home));
      const { id, place, home } = this;
      const borrowed = await this.#ports.context.borrowedObjects(place.folder);
      const objects = borrowed.map((at) => ({ from: at, to: at, isReadOnly: true }));
      const mounts = [...network.mounts, ...objects, ...this.#controlFiles.mounts];
      const facts = { id, place, home, context: this.#ports.context, engine, settings, image, owner, mounts };
      const created = await ask(engine.docker.createContainer(toCreateOptions(planContainer(facts))));
      container = created;
      this.#running = await RunningContainer.start(created, () => this.#gone(created.id));
      await network.start(this.#running.control);
      return this.#running;
    } catch (error) {
      this.#running = undefined;
      await Promise.all([network.close(), container?.remove({ force: true }).catch(() => undefined)]);
      await this.#releaseControlFiles();
      throw error;
    }
  }

  async #releaseControlFiles(): Promise<void> {
    const controlFiles = this.#controlFiles;
    this.#controlFiles = undefined;
    await controlFiles?.close();
  }

  async #prepareFolders(engine: Engine): Promise<Owner> {
    const owner = await findOwner(this.place.workspace, engine);
    await fs.mkdir(this.home, { recursive: true, mode: OWNER_ONLY });
    await writeGitPerson(this.home, await this.#ports.context.gitPerson(this.place.folder));
    if (process.getuid?.() === 0) await giveTree(this.home, owner);
    if (owner.takesOver === true) await giveTree(this.place.workspace, owner);
    return owner;
  }

  #openNetwork(settings: DockerSettings): Promise<ContainerNetwork> {
    const { agentId, sessionKey } = this.place;
    return openContainerNetwork({
      settings,
      folder: path.join(path.dirname(this.home), 'proxy'),
      owner: { agentId, ...(sessionKey === undefined ? {} : { sessionKey }) },
      egress: this.#ports.context.egress,
      onRefused: (message) => this.journal.note(message),
    });
  }

  /** The container ended: by its own, by the engine, or because we stopped it. */
  #gone(containerId: string): void {
    if (this.#running?.id !== containerId) return;
    const wasStopped = this.#isStopping;
    this.#forget();
    if (wasStopped) return;
    this.#lastError = 'The container stopped unexpectedly.';
    this.journal.note(this.#lastError);
    this.#ports.changed();
    this.#alerts.failed(this.#lastError);
    void this.#steps.run(async () => {
      await this.#removeContainer(containerId);
      // Another container may have been started meanwhile.
      if (this.#running === undefined) await this.#releaseControlFiles();
    });
  }

  #forget(): void {
    this.#running = undefined;
    this.#startedAt = undefined;
    void this.#network?.close();
    this.#network = undefined;
    this.#disk?.stop();
    this.#disk = undefined;
    this.#cancelIdle?.();
  }

  async #end(reason: string): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#isStopping = true;
    try {
      await this.#removeContainer(running.id);
      running.lose();
      this.#forget();
      await this.#releaseControlFiles();
      this.journal.note(`Stopped: ${reason}.`);
      this.#ports.changed();
    } finally {
      this.#isStopping = false;
    }
  }

  async #removeContainer(containerId: string): Promise<void> {
    try {
      const { docker } = await this.#ports.engine();
      await ask(docker.getContainer(containerId).remove({ force: true }));
    } catch (error) {
      // The engine is gone. The next start removes it.
      this.#leftBehind.add(containerId);
      const reason = errorMessage(error);
      this.#ports.context.log.info("Couldn't remove a container.", { container: containerId, reason });
    }
  }

  async #removeLeftBehind({ docker }: Engine): Promise<void> {
    for (const id of this.#leftBehind)
      await ask(docker.getContainer(id).remove({ force: true })).catch(() => undefined);
    this.#leftBehind.clear();
  }

  #waitIdle(): void {
    this.#cancelIdle?.();
    const { idleMinutes } = this.settings;
    if (idleMinutes === 0 || this.#running === undefined || this.#users.size > 0) return;
    this.#cancelIdle = this.#ports.context.clock.after(idleMinutes * MINUTE_MS, () => {
      if (this.#users.size === 0) void this.stop(`it was idle for ${idleMinutes} min`);
    });
  }

  #stopAtDiskLimit(): void {
    this.#isDiskFull = true;
    if (this.#users.size === 0) return;
    this.#lastError = `The disk limit of ${this.settings.diskMb} MB was reached.`;
    this.journal.note(this.#lastError);
    this.#ports.changed();
    this.#alerts.reached('disk', this.#lastError);
    for (const user of this.#users) user.stop('disk');
  }
}

/** Settings whose change requires a new container. */
function settingsHash({ idleMinutes: _, pull: __, scope: ___, diskMb: ____, ...settings }: DockerSettings): string {
  return JSON.stringify(settings);
}
