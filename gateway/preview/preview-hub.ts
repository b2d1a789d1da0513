// All open previews of a gateway.
import type { OpenPreview } from '#contract/types/preview.ts';
import { errorMessage, invalidRequest, unavailable } from '#contract/wire/errors.ts';
import { FileError, type Machine } from '#core/ports/machine.ts';
import type { Connection } from '../server/connections/connection.ts';
import type { GatewayRuntime } from '../server/runtime.ts';
import { Preview } from './open-preview.ts';
import { findProblem } from './own-requests.ts';
import { SerialQueue } from '#core/serial-queue.ts';

const MAX_PREVIEWS = 16;
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '::1', '[::1]'];
/** Pages on loopback that may show a preview: the app in a browser, and in the desktop window. */
const LOCAL_PAGES = 'http://127.0.0.1:* http://localhost:* gatehouse-app://app';

/** What to open. */
export interface PreviewRequest {
  readonly sessionKey: string;
  readonly agentId: string;
  readonly machine: Machine;
  readonly port: number;
  readonly host: string;
  readonly connection: Connection;
}

/** The previews of one gateway. */
export class PreviewHub {
  readonly #gateway: GatewayRuntime;
  readonly #previews = new Map<string, Preview>();
  /** One after another, so that the same preview isn't opened twice. */
  readonly #queue = new SerialQueue();
  readonly #stopFollowing: () => void;

  constructor(gateway: GatewayRuntime) {
    this.#gateway = gateway;
    this.#stopFollowing = gateway.identity.onRevoke((which) => {
      for (const preview of this.#previews.values()) preview.revoke(which);
    });
  }

  /** Opens a preview, or the one that is open. @throws {GatewayError} */
  async open(request: PreviewRequest): Promise<OpenPreview> {
    const preview = await this.#queue.run(() => this.#require(request));
    const problem = await findProblem(preview);
    const isMissing = problem instanceof FileError && problem.code === 'not-found';
    return {
      id: preview.subject.id,
      port: request.port,
      origin: preview.origin,
      url: preview.issueUrl(request.connection),
      isListening: problem === undefined,
      ...(problem === undefined || isMissing ? {} : { problem: errorMessage(problem) }),
    };
  }

  /** Ends a preview. Returns whether it was open. */
  async end(id: string): Promise<boolean> {
    const preview = [...this.#previews.values()].find(({ subject }) => subject.id === id);
    await preview?.end();
    return preview !== undefined;
  }

  async close(): Promise<void> {
    this.#stopFollowing();
    await Promise.all([...this.#previews.values()].map((preview) => preview.end()));
  }

  async #require(request: PreviewRequest): Promise<Preview> {
    const { sessionKey, port, host } = request;
    const key = JSON.stringify([sessionKey, port, host]);
    const known = this.#previews.get(key);
    if (known !== undefined && known.subject.ports === request.machine.ports) return known;
    await known?.end();
    const { ports } = request.machine;
    if (ports === undefined) throw invalidRequest("Previews aren't available on this kind of machine.", 'NO_PORTS');
    this.#requireForeign(request);
    await this.#makeRoom();
    const { clock, ids } = this.#gateway.services;
    const subject = {
      id: ids.next(),
      key,
      sessionKey,
      port,
      host: host.replace(/^\[(.*)\]$/, '$1'),
      frameAncestors: this.#findPages(host),
      ports,
      openConsole: () => this.#openConsole(request),
    };
    const preview = await Preview.open(subject, {
      clock,
      listen: async (name, handlers) => this.#gateway.address()?.listenBeside?.(name, handlers),
      onEnd: ({ subject: { key: ended } }) => void this.#previews.delete(ended),
    });
    if (preview === undefined)
      throw unavailable(
        `Previews aren't available at ${host}. Open Gatehouse at its own address, not through a proxy.`,
        { retryable: false },
      );
    this.#previews.set(key, preview);
    return preview;
  }

  /** The gateway and previews themselves aren't previewed. */
  #requireForeign({ machine, port }: PreviewRequest): void {
    const own = [this.#gateway.address()?.port, ...[...this.#previews.values()].map(({ listenPort }) => listenPort)];
    if (machine.kind === 'host' && own.includes(port))
      throw invalidRequest(`Gatehouse itself uses port ${port}.`, 'OWN_PORT', 'Choose another port.');
  }

  /** Ends the oldest one at the limit. */
  async #makeRoom(): Promise<void> {
    const [oldest] = this.#previews.values();
    if (this.#previews.size >= MAX_PREVIEWS) await oldest?.end();
  }

  /** Content policies can't name IPv6 addresses, so there the preview opens in a browser only. */
  #findPages(host: string): string {
    if (host.includes(':')) return "'none'";
    return LOOPBACK.includes(host) ? LOCAL_PAGES : `https://${host}:${this.#gateway.address()?.port ?? 0}`;
  }

  #openConsole({ sessionKey, agentId, machine, port, connection }: PreviewRequest) {
    return this.#gateway.services.engine.console.open({
      kind: 'browser',
      title: `http://localhost:${port}`,
      sessionKey,
      agentId,
      ownerId: connection.principal.userId,
      project: machine.workspace,
    });
  }
}
