// Updates: when to check, what was found, and when it is installed. Contacts the server only if asked, or if the setting is on.
import { defined } from '#contract/types/defined.ts';
import type { InstallTime, KeptInstaller, UpdateChannel, UpdateState } from '#contract/types/updates.ts';
import { errorMessage, invalidRequest, unavailable } from '#contract/wire/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { Log } from '../ports/log.ts';
import type { EndConnection, OutboundLedger } from '../ports/outbound-ledger.ts';
import type { FoundUpdate, ReportRequest, UpdateDriver, UpdateSource } from '../ports/update-driver.ts';

/** Time between the start and the first check, ms. */
const FIRST_CHECK_MS = 60_000;
/** Time between two checks, ms. */
const CHECK_MS = 6 * 60 * 60_000;
/** Time without a run before the app restarts, ms. */
const IDLE_MS = 2_000;
const HTTPS_PORT = 443;
const HTTP_PORT = 80;

/** Dependencies of updates. */
export interface UpdateParts {
  readonly source: UpdateSource;
  readonly version: string;
  readonly config: Pick<ConfigPort, 'settings' | 'onChange'>;
  readonly engine: Pick<Engine, 'onNotice'> & { readonly runs: Pick<Engine['runs'], 'active'> };
  readonly ledger: OutboundLedger;
  readonly clock: Clock;
  readonly log: Log;
}

type Phase = Exclude<UpdateState['phase'], 'unavailable'>;

/** The updates of this installation. */
export class Updates {
  readonly #parts: UpdateParts;
  readonly #driver: UpdateDriver | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[];
  readonly #stopping = new AbortController();
  #phase: Phase = 'idle';
  #found: FoundUpdate | undefined;
  #facts: Pick<UpdateState, 'checkedAt' | 'problem' | 'percent'> = {};
  #kept: readonly KeptInstaller[] = [];
  #installs: 'idle' | 'quit' = 'quit';
  /** The channel of the downloaded update. */
  #offered: UpdateChannel | undefined;
  #working: Promise<void> | undefined;
  #cancelTimer = (): void => {};
  #cancelIdle = (): void => {};

  constructor(parts: UpdateParts) {
    this.#parts = parts;
    this.#driver = 'howTo' in parts.source ? undefined : parts.source;
    this.#stops = [
      parts.config.onChange((paths) => {
        if (paths.some((path) => path.startsWith('updates'))) this.#settingsChanged();
      }),
      parts.engine.onNotice((notice) => {
        if (notice.kind === 'event' && notice.event.type === 'run.ended') this.#runEnded();
      }),
    ];
    this.#schedule(FIRST_CHECK_MS);
    if (this.#driver !== undefined) void this.#readKept();
  }

  /** The current state. */
  state(): UpdateState {
    const { version: currentVersion, config, source } = this.#parts;
    const { channel, check } = config.settings().updates;
    const common = { currentVersion, channel, kept: this.#kept };
    if ('howTo' in source) return { ...common, phase: 'unavailable', checksAutomatically: false, howTo: source.howTo };
    const phase = this.#phase;
    return {
      ...common,
      phase,
      checksAutomatically: check,
      server: source.server,
      ...this.#facts,
      ...defined({ ...this.#found }),
      ...(phase === 'ready' && { installs: this.#installs }),
    };
  }

  /** Adds a listener; returns the function that removes it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Checks now and downloads what was found. A failure is in the state. @throws {GatewayError} if this installation can't */
  async check(): Promise<UpdateState> {
    this.#require();
    if (this.#phase === 'idle') this.#working ??= this.#checkAndDownload().finally(() => (this.#working = undefined));
    await this.#working;
    return this.state();
  }

  /** Sets when the downloaded update is installed. @throws {GatewayError} if there is none */
  install(when: InstallTime): UpdateState {
    const driver = this.#require();
    if (this.#phase !== 'ready')
      throw invalidRequest('There is no downloaded update. Check for updates first.', 'NO_UPDATE');
    if (when === 'now') this.#restart(driver);
    else {
      this.#installs = when;
      this.#changed();
      this.#installIfIdle();
    }
    return this.state();
  }

  /** Stops checks and downloads. */
  stop(): void {
    this.#stopping.abort();
    this.#cancelTimer();
    this.#cancelIdle();
    for (const stop of this.#stops) stop();
  }

  #require(): UpdateDriver {
    const { source } = this.#parts;
    if ('howTo' in source) throw unavailable(source.howTo, { details: { code: 'NO_UPDATES' } });
    return source;
  }

  #settingsChanged(): void {
    // What another channel offered isn't installed.
    if (this.#phase === 'ready' && this.#offered !== this.#parts.config.settings().updates.channel) this.#forget();
    this.#schedule(0);
    this.#changed();
  }

  #forget(): void {
    this.#driver?.installOnQuit(false);
    this.#phase = 'idle';
    this.#found = undefined;
  }

  #schedule(ms: number): void {
    this.#cancelTimer();
    const { clock, config } = this.#parts;
    if (this.#driver === undefined || this.#stopping.signal.aborted || !config.settings().updates.check) return;
    this.#cancelTimer = clock.after(ms, () => {
      this.#schedule(CHECK_MS);
      void this.check();
    });
  }

  async #checkAndDownload(): Promise<void> {
    const driver = this.#require();
    const { channel } = this.#parts.config.settings().updates;
    this.#facts = defined({ checkedAt: this.#facts.checkedAt });
    this.#enter('checking');
    try {
      this.#found = await this.#recorded((report) => driver.check(channel, report));
      this.#facts = { checkedAt: this.#parts.clock.now() };
      if (this.#found === undefined) return this.#enter('idle');
      this.#enter('downloading');
      await this.#download(driver);
      if (channel !== this.#parts.config.settings().updates.channel) return this.#forget();
      this.#offered = channel;
      this.#installs = 'quit';
      driver.installOnQuit(true);
      await this.#readKept();
      this.#enter('ready');
    } catch (error) {
      const problem = errorMessage(error);
      this.#parts.log.warn("Couldn't get an update.", { problem });
      this.#facts = { ...defined({ checkedAt: this.#facts.checkedAt }), problem };
      this.#enter('idle');
    }
  }

  #download(driver: UpdateDriver): Promise<void> {
    return this.#recorded((request, received) =>
      driver.download(
        {
          request,
          progress: (progress) => {
            received(progress.received);
            const percent = Math.floor(progress.percent);
            if (percent === this.#facts.percent) return;
            this.#facts = { ...this.#facts, percent };
            this.#changed();
          },
        },
        this.#stopping.signal,
      ),
    );
  }

  /** Lists each request in the outbound ledger. */
  async #recorded<T>(work: (report: ReportRequest, received: (bytes: number) => void) => Promise<T>): Promise<T> {
    const ends: EndConnection[] = [];
    let latest = 0;
    let bytes = 0;
    const report = (url: URL): void => {
      const caller = { kind: 'gateway', name: 'updates' } as const;
      const port = Number(url.port) || (url.protocol === 'https:' ? HTTPS_PORT : HTTP_PORT);
      const mine = (latest += 1);
      ends.push(
        this.#parts.ledger.open(
          caller,
          { host: url.hostname, port },
          {
            hasUnknownTraffic: true,
            traffic: () => ({ sent: 0, received: mine === latest ? bytes : 0 }),
            // The next request is rejected.
            stop: () => {},
          },
        ),
      );
    };
    try {
      return await work(report, (received) => (bytes = received));
    } finally {
      for (const end of ends) end();
    }
  }

  /** A run ends a little after its event. */
  #runEnded(): void {
    this.#cancelIdle();
    this.#cancelIdle = this.#parts.clock.after(IDLE_MS, () => this.#installIfIdle());
  }

  #installIfIdle(): void {
    if (this.#phase !== 'ready' || this.#installs !== 'idle') return;
    if (this.#parts.engine.runs.active().length === 0) this.#restart(this.#require());
  }

  #restart(driver: UpdateDriver): void {
    this.#parts.log.info('Restarting to install an update.', { version: this.#found?.version });
    this.#enter('installing');
    driver.restart();
  }

  async #readKept(): Promise<void> {
    this.#kept = (await this.#driver?.kept().catch(() => [])) ?? [];
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
