// The lifecycle of machines that have one, such as containers. A kind without a lifecycle has no manager.
import type {
  DiskPartName,
  DiskUse,
  MachineAlert,
  MachineAvailability,
  MachineImage,
  MachineLogLine,
  MachineState,
  MachineStats,
  MachineUsage,
} from '#contract/types/machines.ts';

/** Progress of a download or build. */
export interface ImageProgress {
  readonly text: string;
  readonly doneBytes?: number;
  readonly totalBytes?: number;
}

/** Reports progress. */
export type OnImageProgress = (progress: ImageProgress) => void;

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
  /** The same without the disk, which takes long to measure. */
  usage(id: string): Promise<MachineUsage>;
  /** The latest lines, oldest first. */
  logs(id: string, limit: number): readonly MachineLogLine[];
  /** TCP ports on which something listens inside. */
  ports(id: string): Promise<readonly number[]>;
  images(): Promise<readonly MachineImage[]>;
  pullImage(name: string, onProgress: OnImageProgress, signal: AbortSignal): Promise<void>;
  /** Builds or downloads the image that the settings ask for in a workspace; returns its ID. */
  buildImage(
    place: { readonly workspace: string; readonly agentId: string },
    onProgress: OnImageProgress,
    signal: AbortSignal,
  ): Promise<string>;
  diskUse(): Promise<DiskUse>;
  /** Frees disk space; returns the bytes freed. */
  prune(part: DiskPartName): Promise<number>;
  /** Calls back with problems that a person should know about; returns the stop function. */
  onAlert(listener: (alert: MachineAlert) => void): () => void;
  /** Calls back when the list changes; returns the stop function. */
  onChange(listener: () => void): () => void;
}
