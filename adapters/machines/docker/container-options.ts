// The options of every container. They are the same for all, except for the limits and the network that the user set.
import { createHash } from 'node:crypto';
import type { ContainerCreateOptions } from 'dockerode';
import type { MachineSettings } from '../define-machine.ts';

/** Settings of containers. */
export type DockerSettings = MachineSettings['docker'];

/** The home folder inside a container. It is a folder of this computer, so caches survive the container. */
const CONTAINER_HOME = '/home/agent';
/** Bytes of a megabyte in the settings. Sizes are decimal everywhere in the app. */
export const MEGABYTE = 1_000_000;
/** Size of /tmp. It counts as memory. */
const TEMPORARY_PART = 0.25;
const NANO = 1e9;
const STOP_SECONDS = 2;

/** Labels that identify our containers. */
export const LABELS = {
  installation: 'gatehouse.installation',
  owner: 'gatehouse.owner',
  options: 'gatehouse.options',
  key: 'gatehouse.key',
  workspace: 'gatehouse.workspace',
  session: 'gatehouse.session',
  agent: 'gatehouse.agent',
} as const;

/** A file or folder of this computer in a container. */
export interface ExtraMount {
  readonly from: string;
  readonly to: string;
  readonly isReadOnly: boolean;
}

/** A container to create. */
export interface ContainerPlan {
  readonly name: string;
  /** ID of the image, so that a name can't change its meaning meanwhile. */
  readonly image: string;
  readonly workspace: string;
  /** Folder of this computer that is the home folder inside. */
  readonly home: string;
  /** `uid:gid` */
  readonly user: string;
  readonly isPodman: boolean;
  /** Podman only: keep the user's ID. */
  readonly keepUser: boolean;
  readonly settings: DockerSettings;
  readonly labels: Readonly<Record<string, string>>;
  readonly hasInit: boolean;
  /** Further files and folders of this computer. */
  readonly mounts: readonly ExtraMount[];
}

/** Everything that a change of requires a new container. */
export function hashPlan(plan: Omit<ContainerPlan, 'labels' | 'name'>): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16);
}

/** The engine's options for a container. */
export function toCreateOptions(plan: ContainerPlan): ContainerCreateOptions {
  const { settings } = plan;
  return {
    name: plan.name,
    Image: plan.image,
    User: plan.user,
    WorkingDir: plan.workspace,
    // A shell that ends with its input: if this host dies, so do the container and everything in it.
    Entrypoint: ['/bin/sh'],
    Cmd: [],
    Env: [`HOME=${CONTAINER_HOME}`, 'USER=agent', 'LOGNAME=agent'],
    Labels: { ...plan.labels },
    Tty: false,
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    StopTimeout: STOP_SECONDS,
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      ...CONFINEMENT,
      Init: plan.hasInit,
      NetworkMode: settings.network === 'open' ? 'bridge' : 'none',
      ...(plan.keepUser ? { UsernsMode: 'keep-id' } : {}),
      Memory: settings.memoryMb * MEGABYTE,
      // No swap: the limit is what it says.
      MemorySwap: settings.memoryMb * MEGABYTE,
      NanoCpus: Math.round(settings.cpus * NANO),
      PidsLimit: settings.processes,
      Tmpfs: {
        '/tmp': `rw,exec,nosuid,nodev,mode=1777,${owned(plan)}size=${Math.ceil(settings.memoryMb * MEGABYTE * TEMPORARY_PART)}`,
      },
      Mounts: [
        bind(plan.workspace, plan.workspace, false),
        bind(plan.home, CONTAINER_HOME, false),
        ...plan.mounts.map(({ from, to, isReadOnly }) => bind(from, to, isReadOnly)),
      ],
    },
  };
}

/** Older versions of Docker give a temporary folder the permissions that it has in the image. Its owner can write in any case. */
function owned({ user, isPodman }: ContainerPlan): string {
  const [uid, gid] = user.split(':');
  return isPodman ? '' : `uid=${uid},gid=${gid},`;
}

function bind(from: string, to: string, isReadOnly: boolean) {
  return {
    Type: 'bind' as const,
    Source: from,
    Target: to,
    ReadOnly: isReadOnly,
    BindOptions: { Propagation: 'rprivate' as const },
  };
}

/** What no setting changes. The engine's default system call filter and masked paths stay on. */
const CONFINEMENT = {
  Privileged: false,
  ReadonlyRootfs: true,
  CapDrop: ['ALL'],
  CapAdd: [],
  SecurityOpt: ['no-new-privileges:true'],
  Devices: [],
  IpcMode: 'private',
  PidMode: '',
  UTSMode: '',
  OomKillDisable: false,
  RestartPolicy: { Name: 'no' },
  AutoRemove: false,
  // Our own shell talks on these streams. Nothing else would use the engine's log.
  LogConfig: { Type: 'none', Config: {} },
  Ulimits: [{ Name: 'core', Soft: 0, Hard: 0 }],
};
