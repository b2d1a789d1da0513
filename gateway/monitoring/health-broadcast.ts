// Sends the `health` event: shortly after a fact other than a time or figure changed, and periodically.
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import type { Connection } from '../server/connections/connection.ts';
import type { HealthReport, HealthTexts } from './health.ts';

/** Changes within this time are sent together, ms. */
const DEBOUNCE_MS = 500;

/** Dependencies of the broadcast. */
export interface HealthSource {
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Log;
  readonly health: Pick<HealthReport, 'texts'>;
  connections(): ReadonlySet<Pick<Connection, 'ownFeed' | 'sendRaw'>>;
  /** The `stateVersion` of the event, as JSON text. */
  stateVersion(): string;
}

/** The `health` events of a gateway. */
export class HealthBroadcast {
  readonly #source: HealthSource;
  #cancel: (() => void) | undefined;
  #sent: string | undefined;

  constructor(source: HealthSource) {
    this.#source = source;
  }

  /** Called when a client has received the payload in another way. */
  told({ lasting }: HealthTexts): void {
    this.#sent ??= lasting;
  }

  /** Called when something that may affect health happened. */
  changed(): void {
    this.#cancel ??= this.#source.clock.after(DEBOUNCE_MS, () => {
      this.#cancel = undefined;
      void this.#publish(({ lasting }) => lasting !== this.#sent);
    });
  }

  /** Sends it now. */
  send(): void {
    void this.#publish(() => true);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Gatehouse clients also get facts that the published payload can't hold, such as problems. */
  async #publish(isDue: (texts: HealthTexts) => boolean): Promise<void> {
    const { health, log, connections, stateVersion } = this.#source;
    if (connections().size === 0) return;
    try {
      const texts = await health.texts();
      if (!isDue(texts)) return;
      this.#sent = texts.lasting;
      const version = stateVersion();
      for (const connection of connections())
        connection.sendRaw('health', connection.ownFeed ? texts.full.text : texts.published.text, version);
    } catch (error) {
      log.error("Couldn't read the health status.", { error: String(error) });
    }
  }
}
