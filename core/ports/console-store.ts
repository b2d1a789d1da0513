// Store port of the consoles of projects.
import type { ConsoleError, ConsoleLine, ConsoleProject, ConsoleSource } from '#contract/types/console.ts';

/** Lines that were written together. */
export interface ConsoleChunk {
  readonly project: string;
  readonly ownerId: string;
  /** In order, at least one. */
  readonly lines: readonly ConsoleLine[];
}

/** A range of lines to read, from the newest. */
export interface ConsoleRange {
  readonly project: string;
  /** Exclusive. */
  readonly beforeId?: number;
  /** Exclusive. */
  readonly afterId?: number;
  /** Only lines of chunks that contain a part of an error. */
  readonly errorsOnly?: boolean;
}

/** Console output, bounded per project. */
export interface ConsoleStore {
  /** Adds chunks, and adds or replaces sources and errors, in one write that doesn't wait for the disk. */
  write(changes: {
    readonly chunks?: readonly ConsoleChunk[];
    readonly sources?: readonly (ConsoleSource & { readonly project: string; readonly ownerId: string })[];
    readonly errors?: readonly (ConsoleError & { readonly project: string; readonly ownerId: string })[];
  }): Promise<void>;
  /** Chunks that overlap the range, newest first, at most `limit`. */
  chunks(range: ConsoleRange, limit: number): Promise<readonly (readonly ConsoleLine[])[]>;
  sources(ids: readonly string[]): Promise<readonly ConsoleSource[]>;
  /** Newest first. */
  errors(project: string, limit: number): Promise<readonly ConsoleError[]>;
  error(id: string): Promise<(ConsoleError & { readonly project: string }) | undefined>;
  /** Automatic fixes of this error since a time. */
  countAutomaticFixes(project: string, fingerprint: string, sinceMs: number): Promise<number>;
  projects(): Promise<readonly ConsoleProject[]>;
  /** The id of the newest line ever written; 0 if there is none. */
  lastLineId(): Promise<number>;
  /** Removes the oldest lines of a project until at most `maxBytes` are left, and everything before a time. */
  prune(project: string, bounds: { readonly maxBytes: number; readonly beforeMs: number }): Promise<void>;
  /** Removes everything of a project; returns the number of removed lines. */
  clear(project: string): Promise<number>;
}
