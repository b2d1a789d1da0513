// The destinations that a person blocked, kept in the settings store and in memory: every connection asks for them.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { OutboundBlock } from '#contract/types/outbound.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Destination } from '../ports/outbound-ledger.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { SerialQueue } from '../serial-queue.ts';

const KEY = 'outbound.blocks';
const MAX_BLOCKS = 500;

/** What a block names. */
export type BlockTarget = Pick<OutboundBlock, 'host' | 'port'>;

/** The blocks of a gateway. */
export class OutboundBlocks {
  readonly #settings: Pick<SettingsStore, 'get' | 'set'>;
  readonly #changes = new SerialQueue();
  #blocks: readonly OutboundBlock[] = [];

  constructor(settings: Pick<SettingsStore, 'get' | 'set'>) {
    this.#settings = settings;
  }

  /** Reads the stored blocks. Call it once, before any connection. */
  async load(): Promise<void> {
    const stored = await this.#settings.get(KEY);
    this.#blocks = Array.isArray(stored) ? stored.flatMap((value: unknown) => readBlock(value) ?? []) : [];
  }

  list(): readonly OutboundBlock[] {
    return this.#blocks;
  }

  /** The block that covers a destination. */
  find({ host, port }: Destination): OutboundBlock | undefined {
    return this.#blocks.find((block) => block.host === host && (block.port === undefined || block.port === port));
  }

  /** Adds a block, stored when it resolves; false if it exists. */
  add(block: OutboundBlock): Promise<boolean> {
    return this.#changes.run(async () => {
      if (this.#blocks.some((one) => isSame(one, block))) return false;
      if (this.#blocks.length >= MAX_BLOCKS)
        throw invalidRequest(
          `At most ${MAX_BLOCKS} destinations can be blocked.`,
          'TOO_MANY_BLOCKS',
          'Remove some blocks.',
        );
      await this.#store([...this.#blocks, block]);
      return true;
    });
  }

  /** Removes a block; false if there is none. */
  remove(target: BlockTarget): Promise<boolean> {
    return this.#changes.run(async () => {
      const rest = this.#blocks.filter((one) => !isSame(one, target));
      if (rest.length === this.#blocks.length) return false;
      await this.#store(rest);
      return true;
    });
  }

  async #store(blocks: readonly OutboundBlock[]): Promise<void> {
    await this.#settings.set(KEY, blocks);
    this.#blocks = blocks;
  }
}

function isSame(one: BlockTarget, other: BlockTarget): boolean {
  return one.host === other.host && one.port === other.port;
}

function readBlock(value: unknown): OutboundBlock | undefined {
  if (!isJsonObject(value)) return undefined;
  const { host, port, by, at } = value;
  if (typeof host !== 'string' || typeof by !== 'string' || typeof at !== 'number') return undefined;
  return { host, by, at, ...(typeof port === 'number' ? { port } : {}) };
}
