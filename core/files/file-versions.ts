// Versions of the files that agents and people change through Gatehouse, kept for 30 days.
import type { FileVersion } from '#contract/types/files.ts';
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { FileVersionStore } from '../ports/file-version-store.ts';
import type { Log } from '../ports/log.ts';
import { FileError, type FileSource, type Machine } from '../ports/machine.ts';
import { formatPrincipal, type Principal } from '../principal.ts';
import { TRASH_FOLDER } from '../workspaces/trash.ts';

const KEEP_MS = 30 * 24 * 60 * 60_000;
const SWEEP_MS = 60 * 60_000;
/** A content can be stored before its version is. */
const UNUSED_MS = 60 * 60_000;
/** Larger files have no versions. */
const MAX_BYTES = 5 * 1024 * 1024;
const FOUND = 'found';

/** Who changes files, and in which session. */
export interface FileAuthor {
  readonly by: Principal;
  readonly sessionKey: string;
}

/** What versions need. */
export interface FileVersionPorts {
  readonly store: FileVersionStore;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** The versions of files. A failure to record one never prevents a change. */
export class FileVersions {
  readonly #ports: FileVersionPorts;
  #stopSweep: (() => void) | undefined;
  #isStopped = false;

  constructor(ports: FileVersionPorts) {
    this.#ports = ports;
  }

  /** The machine; what is written through it becomes a version. */
  record(machine: Machine, author: FileAuthor): Machine {
    return {
      ...machine,
      write: async (path, content, expectedHash) => {
        const before = await this.#readSmall(machine, path);
        const written = await machine.write(path, content, expectedHash);
        const after = await this.#toBytes(machine, written.path, content, written.size);
        await this.#keep(machine, written.path, { before, after }, author).catch((error: unknown) =>
          this.#ports.log.warn("Couldn't keep a version of a file.", { error: errorMessage(error) }),
        );
        return written;
      },
    };
  }

  /** Newest first. */
  list(machine: Machine, path: string): Promise<readonly FileVersion[]> {
    return this.#ports.store.list(toPlace(machine), path);
  }

  /** A version with its content. @throws {GatewayError} if it is gone */
  async get(machine: Machine, path: string, id: number) {
    const version = await this.#ports.store.get(toPlace(machine), path, id);
    const content = version === undefined ? undefined : await this.#ports.blobs.read(version.hash);
    if (version === undefined || content === undefined)
      throw invalidRequest('This version is no longer available.', 'VERSION_NOT_FOUND', 'Reload the list of versions.');
    return { version, content };
  }

  /** Versions follow a file that was moved. */
  async moved(machine: Machine, from: string, to: string): Promise<void> {
    await this.#ports.store.move(toPlace(machine), from, to);
  }

  /** Removes old versions and unused contents, now and from time to time. */
  start(): void {
    void this.#sweep();
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopSweep?.();
  }

  async #keep(
    machine: Machine,
    path: string,
    { before, after }: { readonly before: Uint8Array | undefined; readonly after: Uint8Array | undefined },
    { by, sessionKey }: FileAuthor,
  ): Promise<void> {
    const { store, blobs, clock } = this.#ports;
    const workspace = toPlace(machine);
    const shared = { workspace, path, sessionKey, savedAtMs: clock.now(), ownerId: by.userId };
    if (path.startsWith(`${TRASH_FOLDER}/`)) return;
    const [latest] = await store.list(workspace, path);
    if (before !== undefined) {
      const hash = await blobs.put(before);
      if (hash !== latest?.hash) await store.add({ ...shared, hash, size: before.length, savedBy: FOUND });
    }
    if (after === undefined) return;
    const hash = await blobs.put(after);
    await store.add({ ...shared, hash, size: after.length, savedBy: formatPrincipal(by) });
  }

  async #toBytes(machine: Machine, path: string, content: FileSource, size: number): Promise<Uint8Array | undefined> {
    if (size > MAX_BYTES) return undefined;
    if (typeof content === 'string') return new TextEncoder().encode(content);
    return content instanceof Uint8Array ? content : this.#readSmall(machine, path);
  }

  /** Undefined for a file that doesn't exist, is too large, or can't be read. */
  async #readSmall(machine: Machine, path: string): Promise<Uint8Array | undefined> {
    try {
      return (await machine.read(path, MAX_BYTES)).bytes;
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  async #sweep(): Promise<void> {
    const { store, blobs, clock, log } = this.#ports;
    try {
      await store.prune(clock.now() - KEEP_MS);
      await blobs.removeUnused(clock.now() - UNUSED_MS);
    } catch (error) {
      log.warn("Couldn't remove old versions of files and unused contents.", { error: errorMessage(error) });
    }
    if (!this.#isStopped) this.#stopSweep = clock.after(SWEEP_MS, () => void this.#sweep());
  }
}

/** A remote folder can have the same path as a local one. */
function toPlace({ kind, workspace }: Machine): string {
  return kind === 'ssh' ? `ssh:${workspace}` : workspace;
}
