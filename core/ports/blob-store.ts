// Contents by their hash. The same content is stored once.

/** Stores contents. Only the owner of the process can read them. */
export interface BlobStore {
  /** Stores a content and returns its SHA-256, hex. It is on disk when this resolves. */
  put(content: Uint8Array): Promise<string>;
  /** Undefined if it isn't stored, or is damaged. */
  read(hash: string): Promise<Uint8Array | undefined>;
  /** Removes contents that were stored before this time and that no message and no file version refers to. Returns their number. */
  removeUnused(storedBeforeMs: number): Promise<number>;
}
