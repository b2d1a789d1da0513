// Uploads in a folder that only the owner can read: a note and the bytes so far of each.
import { createHash, type Hash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { isJsonObject } from '#contract/types/json-object.ts';
import { FileError } from '#core/ports/machine.ts';
import type { StagedUpload, UploadNote, UploadStaging } from '#core/ports/upload-staging.ts';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;
const READ_BYTES = 1024 * 1024;
const ID = /^[\w-]{1,64}$/;

/** Opens the folder, which is created by the first upload. */
export function openUploadStaging(folder: string): UploadStaging {
  return new FolderStaging(folder);
}

class FolderStaging implements UploadStaging {
  readonly #folder: string;
  /** The digest of what this process appended from the start on. */
  readonly #digests = new Map<string, { readonly digest: Hash; size: number }>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async create(note: UploadNote): Promise<void> {
    await withFailures(note.path, async () => {
      await fs.mkdir(this.#folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
      await fs.writeFile(this.#part(note.id), '', { flag: 'wx', mode: OWNER_ONLY });
      await this.#writeNote(note);
    });
    this.#digests.set(note.id, { digest: createHash('sha256'), size: 0 });
  }

  update(note: UploadNote): Promise<void> {
    return withFailures(note.path, () => this.#writeNote(note));
  }

  async get(id: string): Promise<StagedUpload | undefined> {
    const note = ID.test(id) ? await this.#readNote(id) : undefined;
    const stats = note === undefined ? undefined : await fs.stat(this.#part(id)).catch(() => undefined);
    if (note === undefined || stats === undefined) return undefined;
    return { note, size: stats.size, changedAtMs: Math.round(stats.mtimeMs) };
  }

  async append(id: string, bytes: Uint8Array): Promise<void> {
    await withFailures('the upload', async () => {
      const file = await fs.open(this.#part(id), 'r+');
      try {
        const { size } = await file.stat();
        try {
          await writeAll(file, bytes, size);
          await file.datasync();
        } catch (error) {
          await file.truncate(size).catch(() => undefined);
          throw error;
        }
        this.#digest(id, size, bytes);
      } finally {
        await file.close();
      }
    });
  }

  async hash(id: string): Promise<string> {
    const known = this.#digests.get(id);
    if (known !== undefined && known.size === (await fs.stat(this.#part(id))).size)
      return known.digest.copy().digest('hex');
    const digest = createHash('sha256');
    for await (const chunk of this.read(id)) digest.update(chunk);
    return digest.digest('hex');
  }

  read(id: string): AsyncIterable<Uint8Array> {
    return createReadStream(this.#part(id), { highWaterMark: READ_BYTES });
  }

  async remove(id: string): Promise<void> {
    this.#digests.delete(id);
    await fs.rm(this.#note(id), { force: true });
    await fs.rm(this.#part(id), { force: true });
  }

  async list(): Promise<readonly StagedUpload[]> {
    const ids = (await this.#names()).flatMap((name) =>
      name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : [],
    );
    const found = await Promise.all(ids.map((id) => this.get(id)));
    return found.filter((staged) => staged !== undefined);
  }

  async removeStrays(): Promise<void> {
    const kept = new Set((await this.list()).flatMap(({ note: { id } }) => [`${id}.json`, `${id}.part`]));
    for (const name of await this.#names())
      if (!kept.has(name)) await fs.rm(path.join(this.#folder, name), { force: true });
  }

  async freeBytes(): Promise<number | undefined> {
    const stats = await fs
      .statfs(this.#folder)
      .catch(() => fs.statfs(path.dirname(this.#folder)).catch(() => undefined));
    return stats === undefined ? undefined : stats.bavail * stats.bsize;
  }

  #names(): Promise<readonly string[]> {
    return fs.readdir(this.#folder).catch(() => []);
  }

  #digest(id: string, size: number, bytes: Uint8Array): void {
    const known = this.#digests.get(id);
    if (known?.size !== size) return void this.#digests.delete(id);
    known.digest.update(bytes);
    known.size += bytes.length;
  }

  /** Written to another file first, so that a crash leaves the previous note. */
  async #writeNote(note: UploadNote): Promise<void> {
    const draft = `${this.#note(note.id)}.new`;
    await fs.writeFile(draft, JSON.stringify(note), { mode: OWNER_ONLY });
    await fs.rename(draft, this.#note(note.id));
  }

  async #readNote(id: string): Promise<UploadNote | undefined> {
    const text = await fs.readFile(this.#note(id), 'utf8').catch(() => '');
    try {
      const note: unknown = JSON.parse(text);
      return isNote(note) && note.id === id ? note : undefined;
    } catch {
      return undefined;
    }
  }

  #note(id: string): string {
    return path.join(this.#folder, `${id}.json`);
  }

  #part(id: string): string {
    return path.join(this.#folder, `${id}.part`);
  }
}

/** A disk that becomes full takes only the start of the bytes. */
async function writeAll(file: fs.FileHandle, bytes: Uint8Array, from: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, from + done);
    done += bytesWritten;
  }
}

/** Only this process writes notes, so the fields that it relies on suffice. */
function isNote(note: unknown): note is UploadNote {
  return (
    isJsonObject(note) &&
    ['id', 'ownerId', 'sessionKey', 'path', 'conflict'].every((name) => typeof note[name] === 'string') &&
    typeof note['size'] === 'number'
  );
}

async function withFailures<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new FileError('not-found', 'This upload no longer exists. Start it again.');
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
    throw new FileError(
      'no-space',
      `No space left to upload ${JSON.stringify(name)}. Free some space, then resume it.`,
    );
  }
}
