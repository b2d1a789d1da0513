// Terminals whose output is kept: which of them there are, and when they are removed.
import type { Clock } from '../ports/clock.ts';
import type { SessionStore } from '../ports/sessions-store.ts';
import type { Settings } from '../ports/settings.ts';
import type { StoredTerminal, TerminalRecord, TerminalRecords } from '../ports/terminal-records.ts';

/** Ended terminals are removed this long after their last output, ms. */
const KEEP_MS = 30 * 24 * 60 * 60_000;
/** Most ended terminals; the oldest are removed first. */
const MAX_ENDED = 64;

/** What it needs. */
export interface KeptTerminalsPorts {
  readonly records: TerminalRecords;
  readonly sessions: Pick<SessionStore, 'get'>;
  readonly settings: () => Pick<Settings, 'terminals'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** The kept terminals of a gateway. Whether a terminal still runs is known to its caller. */
export class KeptTerminals {
  readonly #ports: KeptTerminalsPorts;
  /** Removed while a write may be on its way. */
  readonly #removed = new Set<string>();

  constructor(ports: KeptTerminalsPorts) {
    this.#ports = ports;
  }

  /** Keeps a terminal from now on, if the settings say so. Returns whether they do. */
  async add(record: TerminalRecord): Promise<boolean> {
    if (!this.#ports.settings().terminals.keepOutput) return false;
    await this.#ports.records.save(record);
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
  async change(id: string, changes: Pick<Partial<TerminalRecord>, 'name' | 'end'>): Promise<void> {
    const stored = await this.#ports.records.get(id);
    if (stored !== undefined && !this.#removed.has(id))
      await this.#ports.records.save({ ...stored.record, ...changes });
  }

  /** Adds output, or replaces all of it with what is left after a gap. */
  async write(id: string, text: string, afterGap: boolean): Promise<void> {
    if (this.#removed.has(id)) return;
    await (afterGap ? this.#ports.records.replace(id, text) : this.#ports.records.append(id, text));
    if (this.#removed.has(id)) await this.#ports.records.remove(id);
  }

  read(id: string): Promise<string> {
    return this.#ports.records.read(id);
  }

  async remove(id: string): Promise<void> {
    this.#removed.add(id);
    await this.#ports.records.remove(id);
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
      if (isOld || (await sessions.get(record.sessionKey)) === undefined) await records.remove(record.id);
    }
  }
}
