// The lifecycle of machines that have one, such as containers. A kind without a lifecycle has no manager.

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
  readonly startedAtMs?: number;
  /** Commands and terminals that use it. */
  readonly users: number;
  /** Starts after the first one. */
  readonly restarts: number;
  /** Processes killed by the memory limit. */
  readonly memoryKills: number;
  readonly lastError?: string;
  readonly limits: { readonly memoryBytes: number; readonly cpus: number; readonly diskBytes: number };
}

/** Resources that a machine uses. */
export interface MachineStats {
  readonly memoryBytes: number;
  /** Processors in use; 1 is one whole processor. */
  readonly cpus: number;
  readonly processes: number;
  readonly diskBytes: number;
}

/** A line of a machine's log. */
export interface MachineLogLine {
  readonly atMs: number;
  readonly source: 'machine' | 'command' | 'output';
  readonly text: string;
}

/** An image on this computer. */
export interface MachineImage {
  readonly id: string;
  readonly names: readonly string[];
  readonly sizeBytes: number;
  readonly createdAtMs: number;
  /** Name with digest, to use exactly this image. */
  readonly pinned?: string;
  /** Whether the settings or a running machine use it. */
  readonly isUsed: boolean;
}

/** Progress of a download or build. */
export interface ImageProgress {
  readonly text: string;
  readonly doneBytes?: number;
  readonly totalBytes?: number;
}

/** Reports progress. */
export type OnImageProgress = (progress: ImageProgress) => void;

/** Whether machines of a kind can run. */
export interface MachineAvailability {
  readonly isAvailable: boolean;
  /** The engine and its version. */
  readonly engine?: string;
  /** What to do if it isn't available. */
  readonly reason?: string;
}

/** Disk space that can be freed. */
export interface DiskUse {
  /** Home folders of stopped machines. */
  readonly homes: DiskPart;
  /** Images that nothing uses. */
  readonly images: DiskPart;
  /** Results of earlier builds. */
  readonly buildCache: DiskPart;
}

/** A part of the disk use. */
export interface DiskPart {
  readonly count: number;
  readonly bytes: number;
}

/** Manages the machines of a kind. Every method throws a `FileError` that says what to do. */
export interface MachineManager {
  readonly kind: string;
  availability(): Promise<MachineAvailability>;
  list(): readonly MachineState[];
  start(id: string): Promise<void>;
  stop(id: string): Promise<void>;
  /** Replaces it, with the settings in effect. */
  recreate(id: string): Promise<void>;
  /** Stops it and deletes what it stored outside the workspace. */
  remove(id: string): Promise<void>;
  stats(id: string): Promise<MachineStats>;
  logs(id: string, limit: number): readonly MachineLogLine[];
  /** TCP ports on which something listens inside. */
  ports(id: string): Promise<readonly number[]>;
  images(): Promise<readonly MachineImage[]>;
  pullImage(name: string, onProgress: OnImageProgress, signal: AbortSignal): Promise<void>;
  /** Builds the image that a workspace describes; returns its name. */
  buildImage(workspace: string, onProgress: OnImageProgress, signal: AbortSignal): Promise<string>;
  diskUse(): Promise<DiskUse>;
  /** Frees disk space; returns the bytes freed. */
  prune(part: keyof DiskUse): Promise<number>;
  /** Calls back when the list changes; returns the stop function. */
  onChange(listener: () => void): () => void;
}
