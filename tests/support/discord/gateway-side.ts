// Discord's gateway: identify, resume with replay, heartbeats, and the faults that tests ask for.
import type { Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { User } from './discord-model.ts';
import { nextSnowflake } from './snowflakes.ts';

/** `MESSAGE_CONTENT`, which must be turned on for the application. */
export const MESSAGE_CONTENT = 1 << 15;

/** An event as it is sent. */
interface Dispatch {
  readonly op: 0;
  readonly t: string;
  readonly s: number;
  readonly d: unknown;
}

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly sent: Dispatch[];
  socket: WebSocket | undefined;
  isValid: boolean;
}

/** What the gateway needs to know. */
export interface GatewaySettings {
  readonly token: () => string;
  readonly bot: User;
  readonly applicationId: string;
  /** Whether the application may read the content of messages. */
  readonly allowsContent: () => boolean;
  /** Guilds, sent after READY. */
  readonly guilds: () => readonly unknown[];
  readonly address: () => string;
}

/** The gateway. */
export class GatewaySide {
  readonly #settings: GatewaySettings;
  readonly #sockets: WebSocketServer;
  readonly #sessions = new Map<string, Session>();
  /** Frames of the bot, for assertions. */
  readonly received: { readonly op: number; readonly d: unknown }[] = [];
  heartbeatMs = 41_250;
  /** Doesn't answer heartbeats. */
  isDeaf = false;
  /** Closes the next connections with these codes instead of greeting. */
  readonly refusals: number[] = [];
  identifies = 0;
  resumes = 0;

  constructor(server: Server, settings: GatewaySettings) {
    this.#settings = settings;
    this.#sockets = new WebSocketServer({ server });
    this.#sockets.on('connection', (socket) => this.#greet(socket));
  }

  /** Whether a bot is connected and identified. */
  get isConnected(): boolean {
    return [...this.#sessions.values()].some(({ socket }) => socket !== undefined);
  }

  /** The intents of the latest session. */
  get intents(): number {
    return [...this.#sessions.values()].at(-1)?.intents ?? 0;
  }

  /** Sends an event to all sessions; those that are disconnected get it when they resume. */
  dispatch(t: string, d: unknown, times = 1): void {
    for (const session of this.#sessions.values()) {
      if (!session.isValid) continue;
      const event: Dispatch = { op: 0, t, s: session.sent.length + 1, d };
      session.sent.push(event);
      for (let time = 0; time < times; time += 1) session.socket?.send(JSON.stringify(event));
    }
  }

  /** Sends text that needn't be valid. */
  sendRaw(text: string): void {
    for (const { socket } of this.#sessions.values()) socket?.send(text);
  }

  /** Closes all connections. Codes that end a session make a resume fail. */
  disconnect(code?: number): void {
    for (const session of this.#sessions.values()) {
      if (code === 4007 || code === 4009) session.isValid = false;
      if (code === undefined) session.socket?.terminate();
      else session.socket?.close(code);
      session.socket = undefined;
    }
  }

  /** Forgets the sessions, so that they can't be resumed. */
  forget(): void {
    for (const session of this.#sessions.values()) session.isValid = false;
  }

  close(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }

  #greet(socket: WebSocket): void {
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return socket.close(refusal);
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: this.heartbeatMs } }));
    socket.on('message', (data) => this.#answer(socket, JSON.parse(String(data)) as { op: number; d: unknown }));
    socket.on('close', () => {
      for (const session of this.#sessions.values()) if (session.socket === socket) session.socket = undefined;
    });
  }

  #answer(socket: WebSocket, frame: { readonly op: number; readonly d: unknown }): void {
    this.received.push(frame);
    // Frames of a bot have these members.
    const data = (frame.d ?? {}) as { token?: string; intents?: number; session_id?: string; seq?: number };
    if (frame.op === 1 && !this.isDeaf) return socket.send(JSON.stringify({ op: 11 }));
    if (frame.op === 2 || frame.op === 6) {
      if (data.token !== this.#settings.token()) return socket.close(4004, 'Authentication failed.');
      if (frame.op === 2) this.#identify(socket, data.intents ?? 0);
      else this.#resume(socket, data.session_id ?? '', data.seq ?? 0);
    }
  }

  #identify(socket: WebSocket, intents: number): void {
    const { bot, applicationId, allowsContent, guilds, address } = this.#settings;
    this.identifies += 1;
    if ((intents & MESSAGE_CONTENT) !== 0 && !allowsContent()) return socket.close(4014, 'Disallowed intent(s).');
    const session: Session = { id: nextSnowflake(), intents, sent: [], socket, isValid: true };
    this.#sessions.set(session.id, session);
    const ready = {
      v: 10,
      user: bot,
      session_id: session.id,
      resume_gateway_url: address(),
      application: { id: applicationId, flags: 0 },
      guilds: [],
    };
    for (const [t, d] of [['READY', ready], ...guilds().map((guild) => ['GUILD_CREATE', guild])]) {
      const event: Dispatch = { op: 0, t: String(t), s: session.sent.length + 1, d };
      session.sent.push(event);
      socket.send(JSON.stringify(event));
    }
  }

  #resume(socket: WebSocket, id: string, after: number): void {
    const session = this.#sessions.get(id);
    if (session === undefined || !session.isValid) return socket.send(JSON.stringify({ op: 9, d: false }));
    this.resumes += 1;
    session.socket = socket;
    for (const event of session.sent.filter(({ s }) => s > after)) socket.send(JSON.stringify(event));
    const resumed: Dispatch = { op: 0, t: 'RESUMED', s: session.sent.length + 1, d: {} };
    session.sent.push(resumed);
    socket.send(JSON.stringify(resumed));
  }
}
