// Subscriptions of connections: the list of sessions, and messages of single sessions.
import type { Connection } from '../server/connections/connection.ts';

/** Most sessions whose messages one connection may follow. */
const MAX_FOLLOWED = 1_000;

interface Followed {
  sessions: boolean;
  /** Sessions whose messages are followed; the value says whether their approvals are followed too. */
  readonly messages: Map<string, boolean>;
}

/** Subscriptions of all connections. They end with the connection. */
export class Subscriptions {
  readonly #byConnection = new Map<Connection, Followed>();

  followSessions(connection: Connection): void {
    this.#of(connection).sessions = true;
  }

  /** Returns false when the connection follows too many sessions. */
  followMessages(connection: Connection, key: string, approvals: boolean): boolean {
    const { messages } = this.#of(connection);
    if (messages.size >= MAX_FOLLOWED && !messages.has(key)) return false;
    messages.set(key, approvals);
    return true;
  }

  unfollowMessages(connection: Connection, key: string): void {
    this.#byConnection.get(connection)?.messages.delete(key);
  }

  /** Connections that follow the list of sessions. */
  *sessionFollowers(): Iterable<Connection> {
    for (const [connection, { sessions }] of this.#byConnection) if (sessions) yield connection;
  }

  /** Connections that follow a session's messages. */
  *messageFollowers(key: string): Iterable<Connection> {
    for (const [connection, { messages }] of this.#byConnection) if (messages.has(key)) yield connection;
  }

  followsMessages(connection: Connection, key: string): boolean {
    return this.#byConnection.get(connection)?.messages.has(key) === true;
  }

  followsApprovals(connection: Connection, key: string): boolean {
    return this.#byConnection.get(connection)?.messages.get(key) === true;
  }

  #of(connection: Connection): Followed {
    const known = this.#byConnection.get(connection);
    if (known !== undefined) return known;
    const made: Followed = { sessions: false, messages: new Map() };
    this.#byConnection.set(connection, made);
    connection.onClose(() => this.#byConnection.delete(connection));
    return made;
  }
}
