// Terminals whose output is kept: which of them there are, and when they are removed.
import type { Clock } from '../ports/clock.ts';
import type { SessionStore } from '../ports/sessions-store.ts';
import type { Settings } from '../ports/settings.ts';
import type { StoredTerminal, TerminalRecord, TerminalRecords } from '../ports/terminal-records.ts';
import type { SecretGuard } from '../secrets/secret-guard.ts';
import { SerialQueue } from '../serial-queue.ts';

/** Ended terminals are removed this long after their last output, ms. */
const KEEP_MS = 30 * 24 * 60 * 60_000;
/** Most ended terminals; the oldest are removed first. */
const MAX_ENDED = 64;

/** What it needs. */
export interface KeptTerminalsPorts {
  readonly records: TerminalRecords;
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly settings: () => Pick<Settings, 'terminals'>;
  readonly secretGuard: Pick<SecretGuard, 'mask' | 'countComplete'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** The kept terminals of a gateway. Whether a terminal still runs is known to its caller. */
export class KeptTerminals {
  readonly #ports: KeptTerminalsPorts;
  /** One change at a time, so that a write can't bring back what was just removed. */
  readonly #changes = new SerialQueue();

  constructor(ports: KeptTerminalsPorts) {
    this.#ports = ports;
  }

  /** Keeps a terminal from now on, if the settings say so. Returns whether they do. */
  async add(record: TerminalRecord): Promise<boolean> {
    const { records, settings } = this.#ports;
    if (!settings().terminals.keepOutput) return false;
    await this.#changes.run(() => records.save(record));
    return true;
  }

  get(id: string): Promise<StoredTerminal | undefined> {
    return this.#ports.records.get(id);
  }

  /** Those of a session, the oldest first. */
  async list(sessionKey: string): Promise<readonly StoredTerminal[]> {
    const all = await this.#ports.records.list();
    return all
      .filter(({ record }) => record.sessionKey === sessionKey)
      .toSorted((a, b) => a.record.createdAtMs - b.record.createdAtMs);
  }

  /** Changes a record, if there is one. */
  change(id: string, changes: Pick<Partial<TerminalRecord>, 'name' | 'end'>): Promise<void> {
    const { records } = this.#ports;
    return this.#changes.run(async () => {
      const stored = await records.get(id);
      if (stored !== undefined) await records.save({ ...stored.record, ...changes });
    });
  }

  /** Adds output without known secrets, or replaces all of it with what is left after a gap. */
  write(id: string, text: string, afterGap: boolean): Promise<void> {
    const { records, secretGuard } = this.#ports;
    return this.#changes.run(async () => {
      if ((await records.get(id)) === undefined) return;
      const masked = secretGuard.mask(text);
      await (afterGap ? records.replace(id, masked) : records.append(id, masked));
    });
  }

  /** How much of new output can be written now, because no secret in it could continue. */
  countComplete(text: string): number {
    return this.#ports.secretGuard.countComplete(text);
  }

  read(id: string): Promise<string> {
    return this.#ports.records.read(id);
  }

  remove(id: string): Promise<void> {
    return this.#changes.run(() => this.#ports.records.remove(id));
  }

  async removeAll(): Promise<void> {
    for (const { record } of await this.#ports.records.list()) await this.remove(record.id);
  }

  /** Removes those of sessions that no longer exist, and old ones. `isRunning` tells which must stay. */
  async purge(isRunning: (id: string) => boolean): Promise<void> {
    const { records, sessions, clock } = this.#ports;
    const ended = (await records.list())
      .filter(({ record }) => !isRunning(record.id))
      .toSorted((a, b) => b.changedAtMs - a.changedAtMs);
    for (const [index, { record, changedAtMs }] of ended.entries()) {
      const isOld = index >= MAX_ENDED || clock.now() - changedAtMs > KEEP_MS;
      if (isOld || (await sessions.get(record.sessionKey)) === undefined) await this.remove(record.id);
    }
  }
}
