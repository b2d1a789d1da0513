// One connection to Discord's gateway at a time: identifies or resumes, sends heartbeats, and connects again with increasing waits.
// @discordjs/ws's own shard can't be given an agent, so its connections wouldn't be in the outbound ledger or go through the proxy.
import type { Agent } from 'node:http';
import type { GatewayDispatchPayload } from 'discord-api-types/v10';
import { computeRetryDelay } from '#core/retry.ts';
import { sleep } from '#core/runs/wait.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { describeClose, type CloseVerdict } from './close-codes.ts';
import { GatewaySocket } from './gateway-socket.ts';
import type { Timing } from './limits.ts';

/** A session that can be resumed: Discord sends what was missed. */
export interface GatewaySession {
  readonly id: string;
  readonly resumeUrl: string;
  /** Of the last event. */
  readonly sequence: number;
}

/** What the shard needs. */
export interface ShardOptions {
  readonly token: string;
  /** Requested events; `withContent` is false if the application may not read messages. */
  intents(withContent: boolean): number;
  /** Address of the gateway for a new session. Counts the sessions that are left. */
  address(): Promise<string>;
  agent(url: string): Agent;
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: Timing;
  /** Called with each event, in order; must not throw. */
  onEvent(event: GatewayDispatchPayload, session: GatewaySession | undefined): void;
  /** What is wrong; undefined once it is connected. */
  onProblem(problem: string | undefined): void;
  /** Another account must be used, or a setting changed. */
  onFatal(problem: string): void;
  /** The application may not read the content of messages. */
  onWithoutContent(): void;
}

/** The connection. */
export class GatewayShard {
  readonly #options: ShardOptions;
  #session: GatewaySession | undefined;
  #withContent = true;
  #attempts = 0;

  constructor(options: ShardOptions, session?: GatewaySession) {
    this.#options = options;
    this.#session = session;
  }

  get session(): GatewaySession | undefined {
    return this.#session;
  }

  /** Stays connected until `signal` aborts, or connecting is pointless. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock, timing, log, onProblem, onFatal, onWithoutContent } = this.#options;
    while (!signal.aborted) {
      const verdict = await this.#connect(signal);
      if (signal.aborted) return;
      if (verdict.kind === 'fatal') return onFatal(verdict.problem);
      if (verdict.kind === 'without-content') {
        this.#withContent = false;
        onWithoutContent();
      }
      const isNew = verdict.kind === 'new-session';
      if (isNew) this.#session = undefined;
      this.#attempts += 1;
      const retryMs = computeRetryDelay(this.#attempts, {
        firstDelayMs: timing.firstRetryMs,
        maxDelayMs: timing.maxRetryMs,
      });
      const delay = Math.max(retryMs, isNew ? timing.newSessionMs : 0, verdict.waitMs ?? 0);
      log.info('The connection to Discord ended. Connecting again.', { reason: verdict.problem, delayMs: delay });
      onProblem(verdict.problem);
      await sleep(clock, delay, signal);
    }
  }

  /** Connects once, and returns why that ended. */
  async #connect(signal: AbortSignal): Promise<CloseVerdict> {
    const { address, agent, clock, timing, token, intents } = this.#options;
    const session = this.#session;
    try {
      const url = `${session?.resumeUrl ?? (await address())}/?v=10&encoding=json`;
      if (signal.aborted) return { kind: 'resume', problem: 'Stopped.' };
      const socket = new GatewaySocket(url, agent(url), {
        clock,
        timing,
        sequence: () => this.#session?.sequence,
        onHello: (send) =>
          send(
            session === undefined
              ? { op: 2, d: { token, intents: intents(this.#withContent), properties: PROPERTIES } }
              : { op: 6, d: { token, session_id: session.id, seq: session.sequence } },
          ),
        onEvent: (event) => this.#handle(event),
      });
      return describeClose(await socket.run(signal));
    } catch (error) {
      return toVerdict(error);
    }
  }

  #handle(event: GatewayDispatchPayload): boolean {
    const sequence = Math.max(event.s, this.#session?.sequence ?? 0);
    const isReady = event.t === 'READY';
    if (isReady) {
      const { session_id: id, resume_gateway_url: resumeUrl } = event.d;
      this.#session = { id, resumeUrl, sequence: event.s };
    } else if (this.#session !== undefined) this.#session = { ...this.#session, sequence };
    const isConnected = isReady || event.t === 'RESUMED';
    if (isConnected) {
      this.#attempts = 0;
      this.#options.onProblem(undefined);
    }
    this.#options.onEvent(event, this.#session);
    return isConnected;
  }
}

const PROPERTIES = { os: process.platform, browser: 'gatehouse', device: 'gatehouse' };

/** Errors of requests and of settings. */
export class ShardFailure extends Error {
  readonly verdict: CloseVerdict;
  constructor(verdict: CloseVerdict) {
    super(verdict.problem);
    this.verdict = verdict;
  }
}

function toVerdict(error: unknown): CloseVerdict {
  if (error instanceof ShardFailure) return error.verdict;
  return { kind: 'resume', problem: error instanceof Error ? error.message : String(error) };
}
