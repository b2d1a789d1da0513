// One open preview: a listener, and what answers its requests. It ends when nobody has used it for a while.
import type { ConsoleSink } from '#core/console/console-source.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { MachinePorts } from '#core/ports/machine.ts';
import { toUrlHost } from '#contract/types/network-access.ts';
import { PortClient } from './forward-request.ts';
import { OPEN_PATH } from './own-pages.ts';
import { PreviewAccess } from './preview-access.ts';
import type { ListenBeside, ListenerHandlers, OpenListener } from './preview-listener.ts';
import type { PreviewParts } from './preview-parts.ts';
import { servePreview, upgradePreview } from './preview-server.ts';
import type { Connection } from '../server/connections/connection.ts';

/** Unused for this time, it ends, ms. */
const IDLE_MS = 30 * 60_000;
/** Connections to the server that aren't used are closed after this time, ms. */
const IDLE_CONNECTIONS_MS = 15_000;

/** What a preview is of. */
export interface PreviewSubject {
  readonly id: string;
  readonly key: string;
  readonly sessionKey: string;
  readonly port: number;
  /** The name at which the browser reaches this computer. */
  readonly host: string;
  readonly frameAncestors: string;
  readonly ports: MachinePorts;
  /** Opens the console for the first text. */
  readonly openConsole: () => ConsoleSink;
}

/** What it uses. */
export interface PreviewPorts {
  readonly clock: Clock;
  readonly listen: ListenBeside;
  readonly onEnd: (preview: Preview) => void;
}

/** An open preview. */
export class Preview {
  readonly subject: PreviewSubject;
  readonly origin: string;
  readonly listenPort: number;
  readonly #listener: OpenListener;
  readonly #access: PreviewAccess;
  readonly #ports: PreviewPorts;
  readonly client: PortClient;
  #console: ConsoleSink | undefined;
  #users = 0;
  #cancelIdle: (() => void) | undefined;
  #hasEnded = false;

  private constructor(subject: PreviewSubject, listener: OpenListener, ports: PreviewPorts) {
    this.subject = subject;
    this.origin = `${listener.scheme}://${toUrlHost(subject.host)}:${listener.port}`;
    this.listenPort = listener.port;
    this.client = new PortClient(subject.ports, subject.port);
    this.#listener = listener;
    this.#access = new PreviewAccess(() => ports.clock.monotonic());
    this.#ports = ports;
    this.#wait();
  }

  /** Opens one; undefined if its host isn't one of the gateway's. */
  static async open(subject: PreviewSubject, ports: PreviewPorts): Promise<Preview | undefined> {
    // Requests can't arrive before the listener is open.
    const current: { preview?: Preview; parts?: PreviewParts } = {};
    const handlers: ListenerHandlers = {
      onRequest: (request, response) => {
        if (current.parts === undefined) response.destroy();
        else servePreview(current.parts, request, response);
      },
      onUpgrade: (request, socket, head) => {
        // A connection reset before the upgrade completes must not crash the process.
        socket.on('error', () => socket.destroy());
        if (current.parts === undefined) socket.destroy();
        else upgradePreview(current.parts, request, socket, head);
      },
      onClose: () => void current.preview?.end(),
    };
    const listener = await ports.listen(subject.host, handlers);
    if (listener === undefined) return undefined;
    const preview = new Preview(subject, listener, ports);
    current.preview = preview;
    current.parts = preview.#toParts();
    return preview;
  }

  /** The address that opens it once, for the client of a connection. */
  issueUrl(connection: Connection): string {
    this.#wait();
    return `${this.origin}${OPEN_PATH}#${this.#access.issue(connection)}`;
  }

  /** Ends it if a client that used it lost its access. */
  revoke(which: (connection: Connection) => boolean): void {
    // Its open connections can't be told apart, so all of them end. Other clients open it again.
    if (this.#access.revoke(which)) void this.end();
  }

  async end(): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#cancelIdle?.();
    this.#console?.end(0);
    this.client.close();
    this.#ports.onEnd(this);
    await this.#listener.close();
  }

  #toParts(): PreviewParts {
    const { subject } = this;
    return {
      access: this.#access,
      client: this.client,
      origins: { shown: this.origin, own: `http://localhost:${subject.port}` },
      listenPort: this.listenPort,
      sockets: new Set(),
      frameAncestors: subject.frameAncestors,
      report: (text) => {
        if (!this.#hasEnded) (this.#console ??= subject.openConsole()).write(text);
      },
      used: () => this.#use(),
    };
  }

  #use(): () => void {
    this.#users += 1;
    this.#cancelIdle?.();
    return () => {
      this.#users -= 1;
      this.#wait();
    };
  }

  #wait(): void {
    this.#cancelIdle?.();
    if (this.#users > 0 || this.#hasEnded) return;
    const { clock } = this.#ports;
    this.#cancelIdle = clock.after(IDLE_CONNECTIONS_MS, () => {
      this.client.closeIdle();
      this.#cancelIdle = clock.after(IDLE_MS - IDLE_CONNECTIONS_MS, () => void this.end());
    });
  }
}
