// The connections of the configured accounts: started, stopped, and started again when their settings change.
import type { ChannelKindInfo } from '#contract/types/channels.ts';
import { defined } from '#contract/types/defined.ts';
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import type { Channel, ChannelCommand, ChannelEvent, ChannelStatus } from '../ports/channel.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { Log } from '../ports/log.ts';
import type { Clock } from '../ports/clock.ts';
import { timeLimit } from '../time-limit.ts';
import { SerialQueue } from '../serial-queue.ts';
import { withOpenChats, type ChannelSettings } from './bindings.ts';
import { pickTexts } from './texts/chat-texts.ts';
import type { ChatTexts } from './texts/english.ts';

/** Longest time to set the menu of commands, ms. */
const MENU_MS = 30_000;

/** A kind of channel, with the function that creates the channel of an account. */
export interface ConnectableKind extends ChannelKindInfo {
  create(id: string): Channel;
}

/** A channel and its state. */
export interface ChannelRow extends ChannelStatus {
  /** That of the kind, or `<kind>-<name>`. */
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly configured: boolean;
  /** Whether it should be running. It isn't if it couldn't be started, or was stopped by hand. */
  readonly enabled: boolean;
  readonly running: boolean;
}

/** What connections depend on. */
export interface ConnectionPorts {
  readonly kinds: readonly ConnectableKind[];
  readonly config: Pick<ConfigPort, 'settings' | 'onChange'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly receive: (channelId: string, event: ChannelEvent) => Promise<void>;
  /** The commands for the menus of networks. */
  readonly menu: (texts: ChatTexts) => readonly ChannelCommand[];
}

interface Running {
  readonly channel: Channel;
  /** The settings that it was started with, to notice changes. */
  readonly options: string;
  readonly stopping: AbortController;
}

/** The connections of a host. */
export class Connections {
  readonly #ports: ConnectionPorts;
  readonly #running = new Map<string, Running>();
  /** Why channels couldn't be started, by ID. */
  readonly #failed = new Map<string, string>();
  /** Stopped by hand until the next start of Gatehouse, or until started by hand. */
  readonly #paused = new Set<string>();
  readonly #applying = new SerialQueue();
  #stopFollowing: () => void = () => {};

  constructor(ports: ConnectionPorts) {
    this.#ports = ports;
  }

  async start(): Promise<void> {
    this.#stopFollowing = this.#ports.config.onChange(() => void this.#applying.run(() => this.#apply()));
    await this.#applying.run(() => this.#apply());
  }

  async stop(): Promise<void> {
    this.#stopFollowing();
    await this.#applying.run(() => Promise.all([...this.#running.keys()].map((id) => this.#stop(id))));
  }

  /** The running channel of an account. */
  get(id: string): Channel | undefined {
    return this.#running.get(id)?.channel;
  }

  settings(id: string): ChannelSettings | undefined {
    const settings = this.#ports.config.settings().channels[id];
    return settings && withOpenChats(settings, this.get(id)?.openChats?.() ?? []);
  }

  /** The kind of an account. @throws {GatewayError} `UNKNOWN_CHANNEL` */
  requireKind(id: string): ConnectableKind {
    const kind = this.findKind(id);
    if (kind === undefined) throw invalidRequest(`Unknown channel: ${id}.`, 'UNKNOWN_CHANNEL');
    return kind;
  }

  findKind(id: string): ConnectableKind | undefined {
    return this.#ports.kinds.find((kind) => id === kind.id || id.startsWith(`${kind.id}-`));
  }

  /** All kinds, connected or not, and further accounts. */
  list(): readonly ChannelRow[] {
    const configured = Object.keys(this.#ports.config.settings().channels);
    const ids = new Set([...this.#ports.kinds.map(({ id }) => id), ...configured]);
    return [...ids].flatMap((id) => {
      const kind = this.findKind(id);
      return kind === undefined ? [] : [this.#toRow(id, kind)];
    });
  }

  /** Starts an account that was stopped by hand. @throws {GatewayError} when it isn't configured. */
  async startOne(id: string): Promise<void> {
    this.requireKind(id);
    if (this.settings(id) === undefined)
      throw invalidRequest(`${id} is not set up.`, 'CHANNEL_NOT_SET_UP', 'Connect it on the Channels page first.');
    this.#paused.delete(id);
    await this.#applying.run(() => this.#apply());
  }

  /** Stops an account until it is started by hand, or until Gatehouse starts again. */
  async stopOne(id: string): Promise<void> {
    this.requireKind(id);
    this.#paused.add(id);
    await this.#applying.run(() => this.#apply());
  }

  /** Connects an account again, because a secret has changed. */
  async restart(id: string): Promise<void> {
    await this.#applying.run(async () => {
      if (this.#running.has(id)) await this.#stop(id);
      await this.#apply();
    });
  }

  #toRow(id: string, kind: ConnectableKind): ChannelRow {
    const settings = this.settings(id);
    const running = this.#running.get(id);
    const status = running?.channel.status() ?? { connected: false, ...defined({ error: this.#failed.get(id) }) };
    const title = id === kind.id ? kind.title : `${kind.title} (${id.slice(kind.id.length + 1)})`;
    const isRunning = running !== undefined;
    const enabled = isEnabled(settings);
    return { id, kind: kind.id, title, configured: settings !== undefined, enabled, running: isRunning, ...status };
  }

  async #apply(): Promise<void> {
    const { channels } = this.#ports.config.settings();
    const isWanted = (id: string): boolean => isEnabled(channels[id]) && !this.#paused.has(id);
    const wanted = Object.entries(channels).filter(([id]) => isWanted(id));
    for (const [id, { options }] of this.#running) {
      const settings = channels[id];
      const isSame = JSON.stringify(settings?.options ?? {}) === options;
      if (!isSame || !isWanted(id)) await this.#stop(id);
    }
    this.#failed.clear();
    for (const [id, settings] of wanted) if (!this.#running.has(id)) this.#start(id, settings);
  }

  #start(id: string, settings: ChannelSettings): void {
    const { log, receive, menu } = this.#ports;
    const kind = this.findKind(id);
    if (kind === undefined) return;
    try {
      const channel = kind.create(id);
      const stopping = new AbortController();
      this.#running.set(id, { channel, options: JSON.stringify(settings.options ?? {}), stopping });
      channel.start(async (event) => {
        if (this.get(id) !== channel) throw new Error('The channel was stopped.');
        await receive(id, event);
      });
      const limit = timeLimit(this.#ports.clock, MENU_MS, stopping.signal);
      void channel.setCommands(menu(pickTexts(this.settings(id)?.language)), limit).catch((error: unknown) => {
        if (!stopping.signal.aborted)
          log.warn("Couldn't set the menu of commands.", { channel: id, error: errorMessage(error) });
      });
    } catch (error) {
      this.#running.delete(id);
      this.#failed.set(id, `Couldn't start: ${errorMessage(error)}`);
      log.warn("Couldn't start a channel.", { channel: id, error: String(error) });
    }
  }

  async #stop(id: string): Promise<void> {
    const running = this.#running.get(id);
    this.#running.delete(id);
    running?.stopping.abort();
    try {
      await running?.channel.stop();
    } catch (error) {
      this.#ports.log.warn("Couldn't stop a channel.", { channel: id, error: String(error) });
    }
  }
}

/** A channel is enabled by being configured. */
function isEnabled(settings: { readonly enabled?: boolean } | undefined): boolean {
  return settings !== undefined && settings.enabled !== false;
}
