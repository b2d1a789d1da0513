// Uploads into the workspace of a session: one at a time, in parts, and continued after the connection was lost.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { UploadConflict } from '#contract/types/files.ts';
import { toBase64 } from '../../state/base64.ts';
import { onFresh } from '../../state/connection.ts';
import { joinPath } from './tree.ts';

/** Bytes in one call. Small enough to share the connection with everything else. */
const PART_BYTES = 1024 * 1024;

/** An upload on the screen. `asking`: there is already a file with the name. */
export interface FileUpload {
  readonly id: number;
  readonly path: string;
  readonly size: number;
  readonly sent: number;
  readonly phase: 'waiting' | 'sending' | 'asking' | 'interrupted' | 'failed';
  readonly error?: string;
}

interface Entry {
  readonly file: Blob;
  readonly conflict: UploadConflict;
  readonly uploadId?: string;
}

/** The state of the uploads of one session. */
export interface UploadsState {
  readonly uploads: readonly FileUpload[];
}

/** The uploads of a session. */
export class FileUploads {
  readonly store: StoreApi<UploadsState> = createStore<UploadsState>(() => ({ uploads: [] }));
  readonly #client: GatewayClient;
  readonly #sessionKey: string;
  readonly #entries = new Map<number, Entry>();
  readonly #onDone: (path: string) => void;
  #lastId = 0;
  #isRunning = false;

  /** `onDone` is called with the path of each uploaded file. */
  constructor(client: GatewayClient, sessionKey: string, onDone: (path: string) => void) {
    this.#client = client;
    this.#sessionKey = sessionKey;
    this.#onDone = onDone;
  }

  /** Continues interrupted uploads whenever the client is connected; returns the stop function. */
  start(): () => void {
    return onFresh(this.#client, () => {
      for (const { id, phase } of this.store.getState().uploads) if (phase === 'interrupted') this.retry(id);
    });
  }

  /** Adds files to a folder of the workspace. */
  add(files: readonly { readonly name: string; readonly file: Blob }[], folder: string): void {
    const added = files.map(({ name, file }): FileUpload => {
      this.#lastId += 1;
      this.#entries.set(this.#lastId, { file, conflict: 'fail' });
      return { id: this.#lastId, path: joinPath(folder, name), size: file.size, sent: 0, phase: 'waiting' };
    });
    this.store.setState(({ uploads }) => ({ uploads: [...uploads, ...added] }));
    void this.#run();
  }

  /** Answers what to do with the existing file. */
  resolve(id: number, conflict: 'replace' | 'keepBoth'): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.set(id, { ...entry, conflict });
    this.retry(id);
  }

  /** Tries again. Bytes that have arrived are not sent again. */
  retry(id: number): void {
    this.#patch(id, { phase: 'waiting' });
    void this.#run();
  }

  cancel(id: number): void {
    const uploadId = this.#entries.get(id)?.uploadId;
    this.#forget(id);
    if (uploadId !== undefined) this.#client.request('files.upload.cancel', { uploadId }).catch(() => undefined);
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (;;) {
      const next = this.store.getState().uploads.find(({ phase }) => phase === 'waiting');
      if (next === undefined) break;
      this.#patch(next.id, { phase: 'sending' });
      await this.#send(next).catch((cause: unknown) => this.#failed(next.id, cause));
    }
    this.#isRunning = false;
  }

  async #send({ id, path }: FileUpload): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    const { file } = entry;
    const state = await this.#begin(entry, path);
    this.#entries.set(id, { ...entry, uploadId: state.uploadId });
    for (let { offset } = state; offset < file.size;) {
      this.#patch(id, { sent: offset });
      const bytes = new Uint8Array(await file.slice(offset, offset + PART_BYTES).arrayBuffer());
      // Canceled meanwhile.
      if (!this.#entries.has(id)) return;
      const part = { uploadId: state.uploadId, offset, data: toBase64(bytes) };
      ({ offset } = await this.#client.request('files.upload.append', part));
    }
    this.#patch(id, { sent: file.size });
    const { file: written } = await this.#client.request('files.upload.finish', { uploadId: state.uploadId });
    this.#forget(id);
    this.#onDone(written.path);
  }

  /** Continues an upload if the gateway still has it. */
  async #begin({ file, conflict, uploadId }: Entry, path: string) {
    if (uploadId !== undefined) {
      const known = await this.#client.request('files.upload.status', { uploadId }).catch((cause: unknown) => {
        if (toCode(cause) === 'UPLOAD_NOT_FOUND') return undefined;
        throw cause;
      });
      if (known !== undefined) return known;
    }
    const start = { sessionKey: this.#sessionKey, path, size: file.size, conflict };
    return this.#client.request('files.upload.start', start);
  }

  #failed(id: number, cause: unknown): void {
    const code = toCode(cause);
    if (code === 'FILE_EXISTS') {
      const entry = this.#entries.get(id);
      // Created while the file was sent: it is sent again once the user has decided.
      if (entry?.uploadId !== undefined) {
        const { uploadId, ...rest } = entry;
        this.#entries.set(id, rest);
        this.#client.request('files.upload.cancel', { uploadId }).catch(() => undefined);
      }
      return this.#patch(id, { phase: 'asking' });
    }
    const isOffline = this.#client.state().kind !== 'connected';
    this.#patch(id, { phase: isOffline ? 'interrupted' : 'failed', error: errorMessage(cause) });
  }

  #patch(id: number, change: Partial<FileUpload>): void {
    this.store.setState(({ uploads }) => ({
      uploads: uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload)),
    }));
  }

  #forget(id: number): void {
    this.#entries.delete(id);
    this.store.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.id !== id) }));
  }
}

function toCode(cause: unknown): unknown {
  return cause instanceof RequestError ? cause.details['code'] : undefined;
}
