// Which connected apps a person looks at, and which show notifications.
import type { Attention } from '#core/escalation/escalations.ts';
import { isLoopbackAddress } from '../access/sign-in/own-address.ts';
import type { Connection } from '../server/connections/connection.ts';

type Client = Pick<Connection, 'address' | 'holds' | 'onClose' | 'send'>;

/** The address of the desktop window, which has no network connection. */
const WINDOW = 'local';

/** The reports of the connected clients. */
export class ClientAttention {
  readonly #reports = new Map<Client, Attention>();
  /** Clients that leave notifications to another app on this computer. */
  readonly #silent = new Set<Client>();

  /** Keeps a report until the next one, or until the client disconnects. */
  set(connection: Client, attention: Attention): void {
    if (!this.#reports.has(connection))
      connection.onClose(() => {
        this.#reports.delete(connection);
        this.#silent.delete(connection);
        this.#share();
      });
    this.#reports.set(connection, attention);
    this.#share();
  }

  /** Of all clients together. Who can't answer approvals must not keep them from others. */
  current(): Attention {
    const reports = [...this.#reports].flatMap(([client, report]) =>
      client.holds('operator.approvals') ? [report] : [],
    );
    return { focused: reports.some(({ focused }) => focused), notifies: reports.some(({ notifies }) => notifies) };
  }

  /**
   * The desktop window and browsers on this computer would show the same notifications side by side: browsers show them while one of
   * them has the focus, otherwise the window does. The tabs of a browser agree among themselves.
   */
  #share(): void {
    const notifying = [...this.#reports].filter(
      ([client, { notifies }]) => notifies && client.holds('operator.approvals'),
    );
    const windows = notifying.filter(([{ address }]) => address === WINDOW);
    const browsers = notifying.filter(([{ address }]) => isLoopbackAddress(address));
    const isFocused = (clients: typeof notifying): boolean => clients.some(([, { focused }]) => focused);
    const both = windows.length > 0 && browsers.length > 0;
    const silent = !both ? [] : isFocused(browsers) && !isFocused(windows) ? windows : browsers;
    this.#silence(new Set(silent.map(([client]) => client)));
  }

  #silence(silent: ReadonlySet<Client>): void {
    for (const client of this.#reports.keys()) {
      const notifiesElsewhere = silent.has(client);
      if (notifiesElsewhere === this.#silent.has(client)) continue;
      if (notifiesElsewhere) this.#silent.add(client);
      else this.#silent.delete(client);
      client.send('attention.changed', { notifiesElsewhere });
    }
  }
}
