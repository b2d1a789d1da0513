// Reads the contents of snapshots. Small ones that were just read are kept in memory, because a list of changes needs most of them
// several times.
import { FileError } from '#core/ports/machine.ts';
import type { Git } from '#core/ports/git.ts';
import { readBlob } from './object-files.ts';
import type { SnapshotRepository } from './snapshot-repository.ts';

const TIMEOUT_MS = 60_000;
/** All contents of one request together, bytes. */
const MAX_BYTES = 512 * 1024 * 1024;
/** Contents that are read at the same time. */
const BATCH = 128;
/** Contents that are kept in memory: all together, and each, bytes. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;
const MAX_KEPT_FILE = 256 * 1024;

/** The contents of a repository. */
export class ContentReader {
  readonly #git: Git;
  readonly #repository: () => Promise<SnapshotRepository>;
  /** By ID; the oldest one is first. */
  readonly #kept = new Map<string, string>();
  #keptBytes = 0;

  constructor(git: Git, repository: () => Promise<SnapshotRepository>) {
    this.#git = git;
    this.#repository = repository;
  }

  /** The contents with these IDs, except those that are larger than `maxBytes`. @throws {FileError} if one doesn't exist */
  async read(ids: readonly string[], signal: AbortSignal, maxBytes = MAX_BYTES): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const wanted: string[] = [];
    for (const id of new Set(ids)) {
      const kept = this.#kept.get(id);
      if (kept === undefined) wanted.push(id);
      else if (kept.length <= maxBytes) found.set(id, kept);
    }
    const packed = await this.#readFiles(wanted, maxBytes, found);
    if (packed.length > 0) await this.#readPacks(packed, { signal, maxBytes, found });
    return found;
  }

  /** Forgets what is in memory. */
  forget(): void {
    this.#kept.clear();
    this.#keptBytes = 0;
  }

  /** Returns those that aren't files of their own. */
  async #readFiles(ids: readonly string[], maxBytes: number, found: Map<string, string>): Promise<readonly string[]> {
    const { gitDir } = await this.#repository();
    const missing: string[] = [];
    let total = 0;
    const read = async (id: string): Promise<void> => {
      const content = await readBlob(gitDir, id, maxBytes);
      if (content === undefined) missing.push(id);
      if (content === undefined || content === 'too-large') return;
      total += content.length;
      if (total > MAX_BYTES) throw tooLarge();
      found.set(id, this.#keep(id, content.toString('latin1')));
    };
    for (let at = 0; at < ids.length; at += BATCH) await Promise.all(ids.slice(at, at + BATCH).map(read));
    return missing;
  }

  /** A person can pack a repository. */
  async #readPacks(
    ids: readonly string[],
    { signal, maxBytes, found }: { signal: AbortSignal; maxBytes: number; found: Map<string, string> },
  ): Promise<void> {
    const options = { signal, input: `${ids.join('\n')}\n`, timeoutMs: TIMEOUT_MS, maxOutputBytes: MAX_BYTES };
    const { bytes } = await this.#git.run((await this.#repository()).place(), ['cat-file', '--batch'], options);
    for (const [id, content] of parseObjects(bytes))
      if (content.length <= maxBytes) found.set(id, this.#keep(id, content));
  }

  #keep(id: string, content: string): string {
    if (content.length > MAX_KEPT_FILE || this.#kept.has(id)) return content;
    this.#kept.set(id, content);
    this.#keptBytes += content.length;
    for (const [oldest, { length }] of this.#kept) {
      if (this.#keptBytes <= MAX_KEPT_BYTES) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= length;
    }
    return content;
  }
}

function tooLarge(): FileError {
  return new FileError('too-large', 'These files are too large to be read at once. Choose fewer files.');
}

/** The output of `git cat-file --batch`. */
function* parseObjects(bytes: Uint8Array): Generator<readonly [id: string, content: string]> {
  const output = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < output.length;) {
    const start = output.indexOf('\n', at) + 1;
    const [id = '', type, size] = output.toString('latin1', at, start - 1).split(' ');
    if (type === 'missing')
      throw new FileError('not-found', 'This snapshot is incomplete. Snapshots are kept for 30 days.');
    const end = start + Number(size);
    yield [id, output.toString('latin1', start, end)];
    at = end + 1;
  }
}
