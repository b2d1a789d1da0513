// The containers of one host: its connection to the engine, the containers it manages, and the engine's reports about them.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { defined } from '#contract/types/defined.ts';
import type { MachineAvailability } from '#contract/types/machines.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { MachineAlert } from '#contract/types/machines.ts';
import { FileError } from '#core/ports/machine.ts';
import type { OnImageProgress } from '#core/ports/machine-manager.ts';
import { openFolder } from '../workspace-tools/open-folder.ts';
import { createFileMethods } from '../workspace-tools/workspace-files.ts';
import { openWriteJournal } from '../workspace-tools/write-journal.ts';
import { openWorkspaceRoot } from '../workspace-tools/workspace-root.ts';
import type { MachineContext, Leftover } from '../define-machine.ts';
import { LABELS } from './container-options.ts';
import { removeLeftPlaceholders } from './control-file-mounts.ts';
import { ask, connectEngine, type Engine } from './engine.ts';
import {
  buildImage,
  builtName,
  readRecipe,
  requireDockerfile,
  type ImageRecipe,
  type WorkspaceFiles,
} from './build-image.ts';
import { findImage, missingImage, requireImage } from './images.ts';
import { pullRecorded } from './record-pull.ts';
import type { ContainerPlace } from './container-place.ts';
import { ManagedContainer } from './managed-container.ts';

/** Events of the engine that concern processes of containers. Podman's name differs. */
const EXEC_ENDED = new Set(['exec_die', 'exec_died']);

/** Longest wait for the engine when it is only asked what it has, ms. */
const PROBE_MS = 5_000;

/** Largest file that describes an image, bytes. */
const MAX_RECIPE_BYTES = 1024 * 1024;

/** What an image is built for. */
export type BuildPlace = Pick<ContainerPlace, 'workspace' | 'folder' | 'agentId' | 'image'>;

/** The containers of a host. */
export class DockerMachines {
  readonly context: MachineContext;
  readonly #containers = new Map<string, ManagedContainer>();
  readonly #listeners = new Set<() => void>();
  readonly #alertListeners = new Set<(alert: MachineAlert) => void>();
  #engine: Promise<Engine> | undefined;
  #events: NodeJS.ReadableStream | undefined;

  constructor(context: MachineContext) {
    this.context = context;
  }

  /** The engine. After a failure, it is looked for again. @throws {FileError} `unavailable` */
  engine(): Promise<Engine> {
    if (this.#engine !== undefined) return this.#engine;
    const connecting = connectEngine(this.context.environment);
    this.#engine = connecting;
    connecting.catch(() => void (this.#engine = undefined));
    return connecting;
  }

  /** Whether the engine answers, and has the image of the settings. Starts and downloads nothing. */
  async probe(): Promise<MachineAvailability> {
    try {
      const engine = await this.engine();
      const { isPodman, version, source } = engine;
      const answer = { isAvailable: true, engine: `${isPodman ? 'Podman' : 'Docker'} ${version} (${source})` };
      // The engine may have stopped since it was found.
      await ask(engine.docker.ping(), PROBE_MS);
      const { image, source: imageSource } = this.context.settings().docker;
      if (imageSource !== 'image' || (await ask(findImage(engine, image), PROBE_MS)) !== undefined) return answer;
      return { ...answer, missingImage: image, reason: missingImage(image) };
    } catch (error) {
      return { isAvailable: false, reason: errorMessage(error) };
    }
  }

  /** The container of a place, which isn't started yet. */
  container(place: ContainerPlace): ManagedContainer {
    const known = [...this.#containers.values()].find((container) => container.place.key === place.key);
    if (known !== undefined) return known;
    const container = new ManagedContainer(place, {
      context: this.context,
      engine: async () => {
        const engine = await this.engine();
        await this.#listen(engine);
        return engine;
      },
      image: (engine, _settings, _workspace, journal) =>
        this.#image(engine, place, ({ text }) => journal.note(text), 'if-missing'),
      changed: () => this.changed(),
      alert: (alert) => {
        for (const listener of this.#alertListeners) listener(alert);
      },
    });
    this.#containers.set(container.id, container);
    return container;
  }

  all(): readonly ManagedContainer[] {
    return [...this.#containers.values()];
  }

  find(id: string): ManagedContainer | undefined {
    return this.#containers.get(id);
  }

  forget(id: string): void {
    this.#containers.delete(id);
    this.changed();
  }

  /** Tells everyone that the list of containers has changed. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  onAlert(listener: (alert: MachineAlert) => void): () => void {
    this.#alertListeners.add(listener);
    return () => void this.#alertListeners.delete(listener);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Builds or downloads the image of a workspace; returns its name. @throws {FileError} */
  async build(place: BuildPlace, onProgress: OnImageProgress, signal: AbortSignal): Promise<string> {
    return this.#image(await this.engine(), place, onProgress, 'always', signal);
  }

  async #image(
    engine: Engine,
    { workspace, folder, agentId, image }: BuildPlace,
    onProgress: OnImageProgress,
    when: 'if-missing' | 'always',
    signal?: AbortSignal,
  ): Promise<string> {
    const settings = this.context.settings().docker;
    const download = (name: string, on: OnImageProgress) => pullRecorded(engine, name, on, this.context, signal);
    const pull = settings.pull === 'missing' ? download : undefined;
    if (image !== undefined) return requireImage(engine, image, pull, onProgress);
    if (settings.source === 'image') return requireImage(engine, settings.image, pull, onProgress);
    if (!(await this.context.isTrusted(folder, agentId)))
      throw new FileError(
        'denied',
        "This folder isn't trusted, so it can't choose the image of its container. Trust it, or choose an image on the Machines page.",
      );
    const root = await openWorkspaceRoot(workspace, this.context.forbiddenFolders);
    const files = {
      ...createFileMethods(root, openWriteJournal(this.context.dataFolder)),
      openFolder: (folder: string) => openFolder(root, folder),
    };
    const recipe = await readRecipe(files, settings);
    await requireDockerfile(files, recipe);
    await this.#requireSeen({ folder, agentId }, files, recipe);
    if (recipe.kind === 'image') return requireImage(engine, recipe.image, pull, onProgress);
    const name = await builtName(workspace, files, recipe);
    const built = when === 'if-missing' ? await findImage(engine, name) : undefined;
    // Steps of a build can connect to any host.
    if (built === undefined) this.context.egress.recordUntracked({ machine: 'docker', agentId });
    return built ?? (await buildImage(engine, files, recipe, { name, onProgress, ...defined({ signal }) }));
  }

  /** What a person hasn't seen isn't built. @throws {FileError} `denied` */
  async #requireSeen(
    { folder, agentId }: Pick<BuildPlace, 'folder' | 'agentId'>,
    files: WorkspaceFiles,
    { sources }: ImageRecipe,
  ): Promise<void> {
    const read = async (file: string) => ({ path: file, hash: (await files.read(file, MAX_RECIPE_BYTES)).hash });
    if (await this.context.isTrusted(folder, agentId, await Promise.all(sources.map(read)))) return;
    throw new FileError(
      'denied',
      `${sources.join(' or ')} has changed since you trusted this folder, so no image is built from it. Review the folder in the session, or with "gatehouse trust add".`,
    );
  }

  /** Ends a container; without any others, also the connection to the engine. */
  async close(container: ManagedContainer): Promise<void> {
    await container.stop('the workspace was closed');
    this.#containers.delete(container.id);
    if (this.#containers.size > 0) return;
    this.#closeEvents();
    this.#engine = undefined;
  }

  /** Removes containers of killed hosts of this installation. Without an engine, there are none. */
  async removeLeftovers(): Promise<readonly Leftover[]> {
    const { dataFolder } = this.context;
    // Most installations never use containers, and their start shouldn't load the engine's client.
    if (!existsSync(path.join(dataFolder, 'docker'))) return [];
    const left = await this.#removeLeftContainers();
    await this.#removeLeftPlaceholders(path.join(dataFolder, 'docker'));
    return left;
  }

  async #removeLeftContainers(): Promise<readonly Leftover[]> {
    const { installation, owner } = this.context;
    const engine = await this.engine().catch(() => undefined);
    if (engine === undefined) return [];
    const filters = JSON.stringify({ label: [`${LABELS.installation}=${installation}`] });
    const found = await ask(engine.docker.listContainers({ all: true, filters }));
    const left = found.filter(({ Labels }) => Labels[LABELS.owner] !== owner);
    await Promise.all(
      left.map(({ Id }) => ask(engine.docker.getContainer(Id).remove({ force: true })).catch(() => undefined)),
    );
    return left.map(({ Names, Image, Labels }) => ({
      id: (Names[0] ?? '').replace(/^\//, ''),
      command: `container of ${Image} in ${Labels[LABELS.workspace] ?? 'an unknown workspace'}`,
    }));
  }

  /** A container that this host has already started takes over the notes of the one before it. */
  async #removeLeftPlaceholders(folder: string): Promise<void> {
    const used = new Set(this.all().map(({ home }) => path.dirname(home)));
    for (const name of await readdir(folder).catch(() => [])) {
      const at = path.join(folder, name);
      if (!used.has(at)) await removeLeftPlaceholders(at);
    }
  }

  /** Listens to the engine while it is connected. If it ends, the next command connects again. */
  async #listen({ docker }: Engine): Promise<void> {
    if (this.#events !== undefined) return;
    const filters = JSON.stringify({ type: ['container'], label: [`${LABELS.owner}=${this.context.owner}`] });
    const events = await ask(docker.getEvents({ filters }));
    this.#events = events;
    let rest = '';
    events.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.#take(line);
    });
    const ended = (): void => {
      if (this.#events === events) this.#closeEvents();
    };
    for (const event of ['end', 'close', 'error']) events.on(event, ended);
  }

  #take(line: string): void {
    const event = parseEvent(line);
    if (event === undefined || !EXEC_ENDED.has(event.action)) return;
    const container = this.all().find(({ running }) => running?.id === event.containerId);
    container?.running?.execEnded(event.execId, event.exitCode);
  }

  #closeEvents(): void {
    const events = this.#events;
    this.#events = undefined;
    this.#engine = undefined;
    if (events !== undefined && 'destroy' in events && typeof events.destroy === 'function') events.destroy();
  }
}

interface EngineEvent {
  readonly action: string;
  readonly containerId: string;
  readonly execId: string;
  readonly exitCode: number;
}

function parseEvent(line: string): EngineEvent | undefined {
  try {
    const { Action, Actor }: { Action?: unknown; Actor?: { ID?: unknown; Attributes?: Record<string, string> } } =
      JSON.parse(line);
    const attributes = Actor?.Attributes ?? {};
    return {
      action: String(Action),
      containerId: String(Actor?.ID),
      execId: attributes['execID'] ?? '',
      exitCode: Number(attributes['exitCode'] ?? 0),
    };
  } catch {
    return undefined;
  }
}
