// The lifecycle of containers: lists, starts, stops, measures, and removes them, and frees disk space.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { DiskPart, DiskUse, MachineImage, MachineUsage } from '#contract/types/machines.ts';
import type { MachineManager } from '#core/ports/machine-manager.ts';
import { FileError } from '#core/ports/machine.ts';
import { measureFolder } from './disk-use.ts';
import type { DockerMachines } from './docker-machines.ts';
import { ask, getStatus } from './engine.ts';
import { pullRecorded } from './record-pull.ts';
import type { ManagedContainer } from './managed-container.ts';
import { listPorts } from './listening-ports.ts';

/** Creates the manager of a host's containers. */
export function createDockerManager(machines: DockerMachines): MachineManager {
  const require = (id: string): ManagedContainer => {
    const found = machines.find(id);
    if (found !== undefined) return found;
    throw new FileError(
      'not-found',
      `No machine has the ID ${JSON.stringify(id)}. List them with "gatehouse machines".`,
    );
  };
  return {
    kind: 'docker',
    availability: () => machines.probe(),
    list: () => machines.all().map((container) => container.state()),
    start: async (id) => void (await require(id).acquire()),
    stop: async (id) => require(id).stop('you stopped it'),
    recreate: async (id) => {
      await require(id).stop('it is being replaced');
      await require(id).acquire();
    },
    remove: async (id) => {
      await require(id).remove();
      machines.forget(id);
    },
    stats: async (id) => {
      const container = require(id);
      return { diskBytes: await container.measureDisk(), ...(await readUsage(machines, container)) };
    },
    usage: async (id) => readUsage(machines, require(id)),
    logs: (id, limit) => require(id).journal.latest(limit),
    ports: async (id) => {
      const { running } = require(id);
      return running === undefined ? [] : listPorts(running.control);
    },
    images: () => listImages(machines),
    pullImage: async (name, onProgress, signal) => {
      await pullRecorded(await machines.engine(), name, onProgress, machines.context, signal);
      machines.changed();
    },
    buildImage: ({ workspace, agentId }, onProgress, signal) =>
      machines.build({ workspace, folder: workspace, agentId }, onProgress, signal),
    diskUse: () => measureDisk(machines),
    prune: (part) => prune(machines, part),
    onAlert: (listener) => machines.onAlert(listener),
    onChange: (listener) => machines.onChange(listener),
  };
}

/** The engine's sample. The difference between its two readings is the use of the processor. */
async function readUsage(machines: DockerMachines, container: ManagedContainer): Promise<MachineUsage> {
  const { running } = container;
  if (running === undefined) return { memoryBytes: 0, cpus: 0, processes: 0 };
  const { docker } = await machines.engine();
  const sample = await ask(docker.getContainer(running.id).stats({ stream: false }));
  const { cpu_stats: now, precpu_stats: before, memory_stats: memory, pids_stats: pids } = sample;
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const passed = now.system_cpu_usage - before.system_cpu_usage;
  // File cache can be dropped, so it isn't use. Its name differs between versions of control groups.
  const cache = memory.stats?.inactive_file ?? memory.stats?.['total_inactive_file'] ?? 0;
  return {
    memoryBytes: Math.max(0, (memory.usage ?? 0) - cache),
    cpus: passed > 0 ? (used / passed) * (now.online_cpus || 1) : 0,
    processes: pids?.current ?? 0,
  };
}

async function listImages(machines: DockerMachines): Promise<readonly MachineImage[]> {
  const { docker } = await machines.engine();
  const images = await ask(docker.listImages());
  const used = await usedImages(machines);
  const { image, source } = machines.context.settings().docker;
  const chosen = source === 'image' ? [image, `${image}:latest`] : [];
  return images.map(({ Id, RepoTags, RepoDigests, Size, Created }) => {
    const names = (RepoTags ?? []).filter((name) => name !== '<none>:<none>');
    const pinned = RepoDigests?.find((name) => !name.startsWith('<none>'));
    const isUsed = names.some((name) => used.has(name)) || used.has(Id);
    return {
      id: Id,
      names,
      sizeBytes: Size,
      createdAt: Created * 1000,
      isChosen: chosen.some((name) => names.includes(name) || RepoDigests?.includes(name)),
      isUsed,
      ...(pinned === undefined ? {} : { pinned }),
    };
  });
}

/** Names and IDs of images that the settings or any container use. */
async function usedImages(machines: DockerMachines): Promise<ReadonlySet<string>> {
  const { docker } = await machines.engine();
  const containers = await ask(docker.listContainers({ all: true }));
  const { image } = machines.context.settings().docker;
  return new Set([image, `${image}:latest`, ...containers.flatMap(({ Image, ImageID }) => [Image, ImageID])]);
}

async function measureDisk(machines: DockerMachines): Promise<DiskUse> {
  const { docker } = await machines.engine();
  const usage: EngineDiskUse = await ask(docker.df());
  const images = (await listImages(machines)).filter((image) => !image.isUsed && image.names.length === 0);
  const cache = (usage.BuildCache ?? []).filter(({ InUse }) => InUse !== true);
  return {
    homes: sum(await Promise.all((await unusedHomes(machines)).map(measureFolder))),
    images: sum(images.map(({ sizeBytes }) => sizeBytes)),
    buildCache: sum(cache.map(({ Size }) => Size ?? 0)),
  };
}

/** The part of the engine's report that is read. */
interface EngineDiskUse {
  readonly BuildCache?: readonly { readonly Size?: number; readonly InUse?: boolean }[] | null;
}

function sum(sizes: readonly number[]): DiskPart {
  return { count: sizes.length, bytes: sizes.reduce((total, size) => total + size, 0) };
}

/** Home folders whose containers aren't running. */
async function unusedHomes(machines: DockerMachines): Promise<readonly string[]> {
  const folder = path.join(machines.context.dataFolder, 'docker');
  const names = await fs.readdir(folder).catch(() => []);
  return names.filter((name) => machines.find(name)?.running === undefined).map((name) => path.join(folder, name));
}

async function prune(machines: DockerMachines, part: keyof DiskUse): Promise<number> {
  const { docker } = await machines.engine();
  switch (part) {
    case 'homes': {
      const folders = await unusedHomes(machines);
      const sizes = await Promise.all(folders.map(measureFolder));
      await Promise.all(folders.map((folder) => fs.rm(folder, { recursive: true, force: true })));
      return sum(sizes).bytes;
    }
    case 'images':
      return (await ask(docker.pruneImages())).SpaceReclaimed ?? 0;
    case 'buildCache':
      return pruneBuildCache(machines);
  }
}

/** Older engines and Podman have no build cache. */
async function pruneBuildCache(machines: DockerMachines): Promise<number> {
  const { docker } = await machines.engine();
  try {
    return (await ask(docker.pruneBuilder())).SpaceReclaimed ?? 0;
  } catch (error) {
    if (getStatus(error) === 404) return 0;
    throw error;
  }
}
