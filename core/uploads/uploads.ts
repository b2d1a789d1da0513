// Uploads into workspaces: collected in parts that can be resumed, then written to the workspace as a whole.
import { MAX_UPLOAD_BYTES, type UploadConflict, type UploadState, type WrittenFile } from '#contract/types/files.ts';
import { errorMessage, GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { FileVersions } from '../files/file-versions.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { FileError, type Machine } from '../ports/machine.ts';
import type { StagedUpload, UploadNote, UploadStaging } from '../ports/upload-staging.ts';
import type { Principal } from '../principal.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { WorkspacesFacet } from '../workspaces/open-workspace.ts';
import { findExisting, findWritten, getFolder, writeUpload } from './write-upload.ts';

/** Most unfinished uploads of all clients. */
const MAX_OPEN = 200;
/** Uploads that nothing was added to for this long are removed. */
const KEEP_MS = 24 * 60 * 60_000;
const SWEEP_MS = 60 * 60_000;
/** Our temporary files in a workspace. */
const TEMPORARY = /(^|\/)\.gatehouse-[^/]*\.tmp$/;

/** What uploads need. */
export interface UploadPorts {
  readonly staging: UploadStaging;
  readonly workspaces: Pick<WorkspacesFacet, 'openSession'>;
  readonly versions: Pick<FileVersions, 'record'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** A new upload. */
export interface UploadRequest {
  readonly sessionKey: string;
  /** Relative to the workspace, or absolute within it. */
  readonly path: string;
  readonly size: number;
  readonly hash?: string;
  readonly conflict: UploadConflict;
  readonly expectedHash?: string;
}

/** A finished upload. */
export interface FinishedUpload {
  readonly sessionKey: string;
  readonly file: WrittenFile;
}

/** The uploads of a gateway. @throws {GatewayError} @throws {FileError} */
export class Uploads {
  readonly #ports: UploadPorts;
  readonly #queues = new Map<string, SerialQueue>();
  readonly #startedAt: number;
  #stopSweep: (() => void) | undefined;
  #isStopped = false;

  constructor(ports: UploadPorts) {
    this.#ports = ports;
    this.#startedAt = ports.clock.now();
  }

  async start(request: UploadRequest, by: Principal): Promise<UploadState> {
    const { staging, ids } = this.#ports;
    if (request.size > MAX_UPLOAD_BYTES)
      throw invalidRequest(`Files larger than ${MAX_UPLOAD_BYTES} bytes can't be uploaded.`, 'UPLOAD_TOO_LARGE');
    if ((await staging.list()).length >= MAX_OPEN)
      throw invalidRequest('Too many unfinished uploads.', 'TOO_MANY_UPLOADS', 'Finish or cancel some of them.');
    const free = await staging.freeBytes();
    if (free !== undefined && free < request.size)
      throw new FileError('no-space', `This upload needs ${request.size} bytes, but only ${free} are free.`);
    const { key, machine } = await this.#ports.workspaces.openSession(request.sessionKey);
    if (request.conflict === 'fail') await requireFree(machine, request.path);
    const note = { ...request, id: ids.next(), ownerId: by.userId, sessionKey: key };
    await staging.create(note);
    return toState({ note, size: 0 });
  }

  /** Adds bytes at `offset`. Bytes that have already arrived are skipped, so that a part can be sent again. */
  append(id: string, offset: number, bytes: Uint8Array, by: Principal): Promise<UploadState> {
    return this.#queue(id, async () => {
      const { note, size } = await this.#require(id, by);
      if (offset > size) throw wrongOffset(size);
      const added = bytes.subarray(size - offset);
      const total = size + added.length;
      if (total > note.size)
        throw invalidRequest(`The upload is larger than the announced ${note.size} bytes.`, 'UPLOAD_TOO_LARGE');
      if (added.length > 0) await this.#ports.staging.append(id, added);
      return toState({ note, size: total });
    });
  }

  async get(id: string, by: Principal): Promise<UploadState> {
    return toState(await this.#require(id, by));
  }

  /** Writes the file to the workspace, where it appears as a whole. The upload can be finished again if that fails. */
  finish(id: string, by: Principal): Promise<FinishedUpload> {
    return this.#queue(id, async () => {
      const { staging, workspaces } = this.#ports;
      const { note, size } = await this.#require(id, by);
      if (size < note.size)
        throw invalidRequest(`Only ${size} of ${note.size} bytes have arrived.`, 'UPLOAD_INCOMPLETE', 'Send the rest.');
      if (note.hash !== undefined && (await staging.hash(id)) !== note.hash) {
        await staging.remove(id);
        throw invalidRequest('The upload was damaged in transit.', 'UPLOAD_HASH', 'Upload the file again.');
      }
      const { machine } = await workspaces.openSession(note.sessionKey);
      const started = (file: string) => staging.update({ ...note, writingTo: file });
      const recorded = this.#ports.versions.record(machine, { by, sessionKey: note.sessionKey });
      const content = { size, read: () => staging.read(id), hash: () => staging.hash(id), started };
      const file = (await findWritten(machine, note, content)) ?? (await writeUpload(recorded, note, content));
      await staging.remove(id);
      this.#queues.delete(id);
      return { sessionKey: note.sessionKey, file };
    });
  }

  cancel(id: string, by: Principal): Promise<void> {
    return this.#queue(id, async () => {
      await this.#require(id, by);
      await this.#ports.staging.remove(id);
      this.#queues.delete(id);
    });
  }

  /** Removes what a killed host left, and from then on old uploads. Workspaces are cleaned up in the background. */
  async recover(): Promise<void> {
    await this.#ports.staging.removeStrays();
    void this.#cleanWorkspaces().then(() => this.#sweep());
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopSweep?.();
  }

  async #cleanWorkspaces(): Promise<void> {
    const { staging, log } = this.#ports;
    for (const { note } of await staging.list().catch(() => [])) {
      if (note.writingTo === undefined) continue;
      try {
        await this.#removeTemporaries(note.sessionKey, getFolder(note.writingTo));
      } catch (error) {
        log.warn("Couldn't remove the rest of an upload.", { path: note.path, error: errorMessage(error) });
      }
    }
  }

  async #sweep(): Promise<void> {
    const { staging, clock, log } = this.#ports;
    try {
      for (const { note, changedAtMs } of await staging.list())
        if (clock.now() - changedAtMs > KEEP_MS) await staging.remove(note.id);
    } catch (error) {
      log.warn("Couldn't remove old uploads.", { error: errorMessage(error) });
    }
    if (!this.#isStopped) this.#stopSweep = clock.after(SWEEP_MS, () => void this.#sweep());
  }

  /** Only those from before the start: newer ones are being written. */
  async #removeTemporaries(sessionKey: string, folder: string): Promise<void> {
    const { machine } = await this.#ports.workspaces.openSession(sessionKey);
    for (const { path, kind, modifiedAtMs } of await machine.list(folder))
      if (kind === 'file' && TEMPORARY.test(path) && modifiedAtMs < this.#startedAt) await machine.remove(path);
  }

  async #require(id: string, by: Principal): Promise<StagedUpload> {
    const found = await this.#ports.staging.get(id);
    if (found?.note.ownerId === by.userId) return found;
    throw invalidRequest('This upload no longer exists.', 'UPLOAD_NOT_FOUND', 'Start it again.');
  }

  #queue<T>(id: string, task: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(id) ?? new SerialQueue();
    this.#queues.set(id, queue);
    return queue.run(task).finally(() => {
      if (queue.size <= 1 && this.#queues.get(id) === queue) this.#queues.delete(id);
    });
  }
}

/** @throws {FileError} `exists` with what is there, so that the client can ask what to do */
async function requireFree(machine: Machine, path: string): Promise<void> {
  const existing = await findExisting(machine, path);
  if (existing === undefined) return;
  if (existing.kind === 'directory')
    throw new FileError('exists', `A folder named ${JSON.stringify(path)} already exists.`);
  const { size, modifiedAtMs } = existing;
  throw new GatewayError('INVALID_REQUEST', `${JSON.stringify(existing.path)} already exists.`, {
    details: {
      code: 'FILE_EXISTS',
      reason: 'exists',
      hint: 'Replace it or keep both.',
      existing: { path: existing.path, size, modifiedAtMs },
    },
  });
}

function wrongOffset(offset: number): GatewayError {
  return new GatewayError('INVALID_REQUEST', `The next part must start at ${offset}.`, {
    details: { code: 'UPLOAD_OFFSET', offset },
  });
}

function toState({ note, size }: { readonly note: UploadNote; readonly size: number }): UploadState {
  return { uploadId: note.id, sessionKey: note.sessionKey, path: note.path, size: note.size, offset: size };
}
