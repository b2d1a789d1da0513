// Tickets with which a browser downloads one file without signing in, such as when it is dragged out of the page.
import { randomBytes } from 'node:crypto';
import type { Connection } from '../server/connections/connection.ts';
import type { GatewayRuntime } from '../server/runtime.ts';

const SECRET_BYTES = 32;
/** Validity of a ticket, ms: time to drag a file somewhere. */
const TICKET_MS = 60_000;
/** Most tickets at a time; the oldest ones end first. */
const MAX_TICKETS = 1_000;

/** The file that a ticket is for. */
export interface TicketFile {
  readonly sessionKey: string;
  readonly path: string;
}

interface Ticket<C> extends TicketFile {
  readonly connection: C;
  readonly expiresAtMs: number;
}

/** What tickets need. */
export interface TicketParts<C> {
  /** Monotonic, ms. */
  now(): number;
  connections(): ReadonlySet<C>;
}

/** Single-use tickets. They end with the connection of the client that got them, so they can't outlive its access. */
export class DownloadTickets<C> {
  readonly #parts: TicketParts<C>;
  readonly #tickets = new Map<string, Ticket<C>>();

  constructor(parts: TicketParts<C>) {
    this.#parts = parts;
  }

  create(file: TicketFile, connection: C): string {
    const ticket = randomBytes(SECRET_BYTES).toString('base64url');
    this.#tickets.set(ticket, { ...file, connection, expiresAtMs: this.#parts.now() + TICKET_MS });
    const [oldest] = this.#tickets.keys();
    if (this.#tickets.size > MAX_TICKETS && oldest !== undefined) this.#tickets.delete(oldest);
    return ticket;
  }

  /** The file of a ticket, which is valid only this once; undefined if it isn't. */
  redeem(ticket: string): TicketFile | undefined {
    const found = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    if (found === undefined) return undefined;
    const { connection, expiresAtMs, sessionKey, path } = found;
    const isValid = this.#parts.now() < expiresAtMs && this.#parts.connections().has(connection);
    return isValid ? { sessionKey, path } : undefined;
  }

  /** Ends all tickets. */
  close(): void {
    this.#tickets.clear();
  }
}

/** The tickets of a gateway. */
export function makeDownloadTickets(runtime: GatewayRuntime): DownloadTickets<Connection> {
  return new DownloadTickets({
    now: () => runtime.services.clock.monotonic(),
    connections: () => runtime.connections(),
  });
}
