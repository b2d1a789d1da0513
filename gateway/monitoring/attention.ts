// Which connected apps a person looks at, and which show notifications.
import type { Attention } from '#core/escalation/escalations.ts';
import type { Connection } from '../server/connections/connection.ts';

type Client = Pick<Connection, 'holds' | 'onClose'>;

/** The reports of the connected clients. */
export class ClientAttention {
  readonly #reports = new Map<Client, Attention>();

  /** Keeps a report until the next one, or until the client disconnects. */
  set(connection: Client, attention: Attention): void {
    if (!this.#reports.has(connection)) connection.onClose(() => this.#reports.delete(connection));
    this.#reports.set(connection, attention);
  }

  /** Of all clients together. Who can't answer approvals must not keep them from others. */
  current(): Attention {
    const reports = [...this.#reports].flatMap(([client, report]) =>
      client.holds('operator.approvals') ? [report] : [],
    );
    return { focused: reports.some(({ focused }) => focused), notifies: reports.some(({ notifies }) => notifies) };
  }
}
