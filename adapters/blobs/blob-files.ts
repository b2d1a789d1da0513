// The files of a blob folder, each named by its hash, in folders by its first two digits. These calls block.
import { hash as digest, randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;
const HASH = /^[0-9a-f]{64}$/;

/** Whether a text is a SHA-256 in hex. */
export function isHash(text: string): boolean {
  return HASH.test(text);
}

/** The file of a content. */
export function locateBlob(folder: string, hash: string): string {
  return path.join(folder, hash.slice(0, 2), hash);
}

/** The blob folder of a database. */
export function blobFolder(database: string): string {
  return path.join(path.dirname(database), 'blobs');
}

/** Reads a content. Undefined if it isn't stored, or is damaged. */
export function readBlob(folder: string, hash: string): Buffer | undefined {
  if (!isHash(hash)) return undefined;
  try {
    const content = fs.readFileSync(locateBlob(folder, hash));
    return digest('sha256', content) === hash ? content : undefined;
  } catch {
    return undefined;
  }
}

/** Writes contents one after the other, and then their folders, to the disk. */
export class BlobWriter {
  readonly #folder: string;
  readonly #changed = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes a content and returns its hash. An intact one is kept, a damaged one is replaced. */
  put(content: Uint8Array): string {
    const hash = digest('sha256', content);
    const target = locateBlob(this.#folder, hash);
    if (readBlob(this.#folder, hash) !== undefined) {
      const now = new Date();
      fs.utimesSync(target, now, now);
      return hash;
    }
    this.#place(target, (draft) => {
      const file = fs.openSync(draft, 'wx', OWNER_ONLY);
      try {
        fs.writeFileSync(file, content);
        fs.fsyncSync(file);
      } finally {
        fs.closeSync(file);
      }
    });
    return hash;
  }

  /** Takes over a content from another blob folder, without a copy where possible. False if it isn't intact there either. */
  adopt(hash: string, other: string, isIntact = isReadable): boolean {
    if (isIntact(this.#folder, hash)) return true;
    if (!isIntact(other, hash)) return false;
    this.#place(locateBlob(this.#folder, hash), (draft) => {
      try {
        fs.linkSync(locateBlob(other, hash), draft);
      } catch {
        fs.copyFileSync(locateBlob(other, hash), draft, fs.constants.COPYFILE_EXCL);
        syncFile(draft);
      }
    });
    return true;
  }

  /** Makes sure that the names of the contents survive a power failure. */
  sync(): void {
    for (const folder of this.#changed) syncFolder(folder);
    this.#changed.clear();
  }

  #place(target: string, write: (draft: string) => void): void {
    const group = path.dirname(target);
    if (fs.mkdirSync(group, { recursive: true, mode: OWNER_ONLY_FOLDER }) !== undefined) {
      this.#changed.add(path.dirname(this.#folder));
      this.#changed.add(this.#folder);
    }
    const draft = `${target}.${randomUUID()}.new`;
    try {
      write(draft);
      fs.renameSync(draft, target);
      this.#changed.add(group);
    } finally {
      fs.rmSync(draft, { force: true });
    }
  }
}

function isReadable(folder: string, hash: string): boolean {
  return readBlob(folder, hash) !== undefined;
}

function syncFile(file: string): void {
  const descriptor = fs.openSync(file, 'r+');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Windows can't open folders; its file system uses a journal. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
