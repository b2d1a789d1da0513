// The last tree of each folder, so that nothing is written again while its index stays the same.
import * as fs from 'node:fs/promises';

/** Trees by index file. To be forgotten before objects are removed. */
export class KnownTrees {
  readonly #known = new Map<string, { readonly stamp: string; readonly tree: string }>();

  /** The tree of an index that hasn't changed since `note`. */
  async find(index: string): Promise<string | undefined> {
    const known = this.#known.get(index);
    return known !== undefined && known.stamp === (await readStamp(index)) ? known.tree : undefined;
  }

  async note(index: string, tree: string): Promise<void> {
    const stamp = await readStamp(index);
    if (stamp !== undefined) this.#known.set(index, { stamp, tree });
  }

  forget(): void {
    this.#known.clear();
  }
}

/** Only we write an index, and each time to a new file. */
async function readStamp(file: string): Promise<string | undefined> {
  const stats = await fs.stat(file, { bigint: true }).catch(() => undefined);
  return stats === undefined ? undefined : `${stats.ino}:${stats.size}:${stats.mtimeNs}`;
}
