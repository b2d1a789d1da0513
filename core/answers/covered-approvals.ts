// Pending approvals that a rule covers which was added after they were requested. The rule answers them.
import type { Log } from '../ports/log.ts';
import type { Principal } from '../principal.ts';
import { SerialQueue } from '../serial-queue.ts';

/** Who allows a pending call now: the policy, by a rule; undefined while a person must answer. */
export type FindRule = () => Promise<Principal | undefined>;

/** The approvals that runs wait for. */
export class CoveredApprovals {
  readonly #log: Log;
  readonly #allow: (id: string, by: Principal) => Promise<unknown>;
  readonly #open = new Map<string, FindRule>();
  readonly #queue = new SerialQueue();

  /** `allow` stores the answer. */
  constructor(log: Log, allow: (id: string, by: Principal) => Promise<unknown>) {
    this.#log = log;
    this.#allow = allow;
  }

  /** An approval is pending. */
  open(id: string, findRule: FindRule): void {
    this.#open.set(id, findRule);
  }

  close(id: string): void {
    this.#open.delete(id);
  }

  /** The rules have changed. */
  check(): void {
    if (this.#open.size > 0) void this.#queue.run(() => this.#checkAll());
  }

  async #checkAll(): Promise<void> {
    for (const [id, findRule] of this.#open) {
      try {
        const by = await findRule();
        if (by !== undefined) await this.#allow(id, by);
      } catch (error) {
        // It stays pending.
        this.#log.warn("Couldn't check whether a rule covers a pending approval.", { id, error: String(error) });
      }
    }
  }
}
