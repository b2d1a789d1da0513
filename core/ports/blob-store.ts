// Contents by their hash. The same content is stored once.

/** A stored content. */
export interface BlobFacts {
  /** SHA-256, hex. */
  readonly hash: string;
  readonly size: number;
  readonly storedAtMs: number;
}

/** Stores contents. Only the owner of the process can read them. */
export interface BlobStore {
  /** Stores a content and returns its hash. It is on disk when this resolves. */
  put(content: Uint8Array): Promise<string>;
  /** Undefined if it isn't stored, or is damaged. */
  read(hash: string): Promise<Uint8Array | undefined>;
  remove(hash: string): Promise<void>;
  list(): AsyncIterable<BlobFacts>;
}
