// Kinds of machines, and the machines that can be started and stopped, such as containers.

/** The setting with which Gatehouse chooses the kind of machine for each session, once. */
export const AUTOMATIC_MACHINE = 'auto';
/** The kind of a machine without commands: none that confines them is available, and nobody has chosen one that doesn't. */
export const UNDECIDED_MACHINE = 'undecided';

/** A machine that can be started and stopped. */
export interface MachineState {
  readonly id: string;
  readonly kind: string;
  readonly workspace: string;
  readonly agentId: string;
  /** Set if it belongs to one session. */
  readonly sessionKey?: string;
  readonly state: 'running' | 'stopped';
  readonly image: string;
  /** The engine's ID of the running container. */
  readonly containerId?: string;
  /** Unix ms. */
  readonly startedAt?: number;
  /** Commands and terminals that use it. */
  readonly users: number;
  /** Starts after the first one. */
  readonly restarts: number;
  /** Processes killed by the memory limit. */
  readonly memoryKills: number;
  readonly lastError?: string;
  readonly limits: { readonly memoryBytes: number; readonly cpus: number; readonly diskBytes: number };
}

/** A problem of a machine that a person should know about. */
export interface MachineAlert {
  readonly machineId: string;
  readonly kind: string;
  readonly workspace: string;
  readonly agentId: string;
  readonly sessionKey?: string;
  /** `memory`, `disk`: it reached the limit. `failing`: it failed several times in a row. */
  readonly reason: 'memory' | 'disk' | 'failing';
  readonly message: string;
  /** Unix ms. */
  readonly ts: number;
}

/** Processor and memory that a machine uses. */
export interface MachineUsage {
  readonly memoryBytes: number;
  /** Processors in use; 1 is one whole processor. */
  readonly cpus: number;
  readonly processes: number;
}

/** Resources that a machine uses. */
export interface MachineStats extends MachineUsage {
  readonly diskBytes: number;
}

/** A line of a machine's log. */
export interface MachineLogLine {
  /** Unix ms. */
  readonly at: number;
  readonly source: 'machine' | 'command' | 'output';
  readonly text: string;
}

/** An image on this computer. */
export interface MachineImage {
  readonly id: string;
  readonly names: readonly string[];
  readonly sizeBytes: number;
  /** Unix ms. */
  readonly createdAt: number;
  /** Name with digest, to use exactly this image. */
  readonly pinned?: string;
  /** Whether the settings choose it for new containers. */
  readonly isChosen: boolean;
  /** Whether the settings or a container use it. */
  readonly isUsed: boolean;
}

/** Whether machines of a kind can run. */
export interface MachineAvailability {
  readonly isAvailable: boolean;
  /** The engine and its version. */
  readonly engine?: string;
  /** What to do if it isn't available, or isn't ready. */
  readonly reason?: string;
  /** Available, but its image must be downloaded first. */
  readonly missingImage?: string;
}

/** A kind of machine, and whether its machines can run. */
export interface MachineKindState extends MachineAvailability {
  readonly kind: string;
}

/** The machine of agents that name none. */
export interface DefaultMachine {
  /** A kind, or `auto`. */
  readonly setting: string;
  /** The kind for new sessions. Absent: none is available, so a person must choose one. */
  readonly kind?: string;
}

/** Parts of the disk space that can be freed. */
export const DISK_PARTS = ['homes', 'images', 'buildCache'] as const;

/** `homes`: home folders of stopped machines; `images`: those that nothing uses; `buildCache`: results of earlier builds. */
export type DiskPartName = (typeof DISK_PARTS)[number];

/** A part of the disk use. */
export interface DiskPart {
  readonly count: number;
  readonly bytes: number;
}

/** Disk space that can be freed. */
export type DiskUse = Readonly<Record<DiskPartName, DiskPart>>;

/** All kinds, and the machines of those that have a lifecycle. */
export interface MachineList {
  readonly kinds: readonly MachineKindState[];
  readonly default: DefaultMachine;
  /** The kinds that the settings of agents name. */
  readonly used?: readonly string[];
  readonly machines: readonly MachineState[];
}
