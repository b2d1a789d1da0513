// Slack's socket mode: tickets, greeting, envelopes that are delivered again until they are acknowledged, and the faults that tests ask for.
import type { Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { SlackState } from './slack-state.ts';

interface Envelope {
  readonly envelope_id: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The sockets. */
export class SocketSide {
  readonly #sockets: WebSocketServer;
  readonly #tickets = new Set<string>();
  readonly #live = new Set<WebSocket>();
  /** Envelopes without an acknowledgement, oldest first. */
  readonly #open = new Map<string, Envelope>();
  readonly acknowledged: string[] = [];
  connections = 0;
  /** Closes the next connections before their greeting. */
  refusals = 0;
  #count = 0;

  constructor(server: Server, state: SlackState) {
    this.#sockets = new WebSocketServer({ server });
    this.#sockets.on('connection', (socket, request) => this.#greet(socket, request.url ?? ''));
    state.deliver = (type, payload) => this.deliver(type, payload);
  }

  /** Whether a bot is connected. */
  get isConnected(): boolean {
    return this.#live.size > 0;
  }

  /** Envelopes that the bot hasn't acknowledged. */
  get unacknowledged(): number {
    return this.#open.size;
  }

  createUrl(origin: string): string {
    this.#count += 1;
    const ticket = `ticket-${this.#count}`;
    this.#tickets.add(ticket);
    return `${origin}/link/?ticket=${ticket}`;
  }

  /** Sends an event; while no bot is connected, when one is. */
  deliver(type: string, payload: Readonly<Record<string, unknown>>): void {
    this.#count += 1;
    const envelope = { envelope_id: `envelope-${this.#count}`, type, payload };
    this.#open.set(envelope.envelope_id, envelope);
    this.#send(envelope);
  }

  /** Slack delivers what it didn't see acknowledged again. */
  deliverAgain(type: string, payload: Readonly<Record<string, unknown>>): void {
    this.deliver(type, payload);
  }

  /** Sends text that needn't be valid. */
  sendRaw(text: string): void {
    for (const socket of this.#live) socket.send(text);
  }

  /** Ends the connections. With a reason, Slack says so first. */
  disconnect(reason?: string): void {
    for (const socket of this.#live) {
      if (reason === undefined) socket.terminate();
      else socket.send(JSON.stringify({ type: 'disconnect', reason }));
      this.#live.delete(socket);
    }
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  #greet(socket: WebSocket, url: string): void {
    const ticket = new URL(url, 'ws://localhost').searchParams.get('ticket') ?? '';
    // A ticket works once.
    if (!this.#tickets.delete(ticket)) return socket.close(4001);
    if (this.refusals > 0) {
      this.refusals -= 1;
      return socket.close(1011);
    }
    this.connections += 1;
    socket.on('message', (data) => this.#receive(String(data)));
    socket.on('close', () => this.#live.delete(socket));
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0APP' } }));
    this.#live.add(socket);
    for (const envelope of this.#open.values()) socket.send(JSON.stringify(envelope));
  }

  #receive(text: string): void {
    const { envelope_id: id } = JSON.parse(text) as { readonly envelope_id?: string };
    if (id === undefined) return;
    this.#open.delete(id);
    this.acknowledged.push(id);
  }

  /** To one connection, as Slack does. */
  #send(envelope: Envelope): void {
    const [socket] = this.#live;
    socket?.send(JSON.stringify(envelope));
  }
}
