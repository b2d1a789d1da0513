// Tells people about pending approvals before they expire: in the app, then by a push to phones, then on a chat network. Each step
// waits for its delay, and is skipped while a person looks at the app or in quiet hours. What happened is recorded.
import type { ApprovalDelivery, DeliveryWay, SkipReason } from '#contract/types/approval-deliveries.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { isQuiet, quietHours, toLocalTime } from '#contract/types/quiet-hours.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { Engine } from '../engine/engine.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { Log } from '../ports/log.ts';
import { DELIVERIES_PREFIX, type SettingsStore } from '../ports/settings-store.ts';
import { SerialQueue } from '../serial-queue.ts';

const SECOND_MS = 1_000;
/** Time after which a step that was skipped or has failed is tried again, ms. */
const AGAIN_MS = 30 * SECOND_MS;
/** A step is taken at the latest when this part of the time to answer has passed. */
const LATEST_SHARE = 0.5;
/** Approvals whose deliveries are kept. */
const MAX_KEPT = 1_000;

/** Whether somebody looks at an app, and whether one shows notifications. */
export interface Attention {
  readonly focused: boolean;
  readonly notifies: boolean;
}

/** A result of a step for one target. */
export interface StepResult {
  readonly target: string;
  readonly problem?: string;
}

/** Sends a message about an approval; no results if there is nobody to send it to. */
export type SendStep = (approval: ApprovalRecord, signal: AbortSignal) => Promise<readonly StepResult[]>;

/** What escalations depend on. */
export interface EscalationPorts {
  readonly engine: Pick<Engine, 'onNotice'> & { readonly approvals: Pick<Engine['approvals'], 'pending'> };
  readonly config: Pick<ConfigPort, 'settings'>;
  readonly settings: SettingsStore;
  readonly attention: () => Attention;
  readonly steps: { readonly phone: SendStep; readonly channel: SendStep };
  readonly clock: Clock;
  readonly log: Log;
}

interface Pending {
  readonly approval: ApprovalRecord;
  readonly stopping: AbortController;
  readonly cancels: Map<DeliveryWay, () => void>;
}

/** The escalations of a gateway. */
export class Escalations {
  readonly #ports: EscalationPorts;
  readonly #pending = new Map<string, Pending>();
  readonly #writes = new SerialQueue();
  #stopFollowing = (): void => {};

  constructor(ports: EscalationPorts) {
    this.#ports = ports;
  }

  /** Follows approvals, those that are already pending included. */
  async start(): Promise<void> {
    this.#stopFollowing = this.#ports.engine.onNotice((notice) => {
      if (notice.kind === 'approval') this.#changed(notice.approval);
    });
    for (const approval of await this.#ports.engine.approvals.pending()) this.#changed(approval);
  }

  /** Stops all steps. */
  async stop(): Promise<void> {
    this.#stopFollowing();
    for (const id of this.#pending.keys()) this.#forget(id);
    await this.#writes.idle();
  }

  /** How people were told about an approval, earliest first. */
  async deliveries(approvalId: string): Promise<readonly ApprovalDelivery[]> {
    await this.#writes.idle();
    const value = await this.#ports.settings.get(DELIVERIES_PREFIX + approvalId);
    return Array.isArray(value) ? (value as readonly ApprovalDelivery[]) : []; // Written below.
  }

  #changed(approval: ApprovalRecord): void {
    if (approval.outcome !== undefined) return this.#forget(approval.id);
    if (this.#pending.has(approval.id)) return;
    const pending = { approval, stopping: new AbortController(), cancels: new Map() };
    this.#pending.set(approval.id, pending);
    const { desktopSeconds, phoneSeconds, channelSeconds } = this.#ports.config.settings().approvals.escalation;
    this.#plan(pending, 'desktop', desktopSeconds, () => this.#showHere(pending));
    if (phoneSeconds > 0) this.#plan(pending, 'phone', phoneSeconds, () => this.#send(pending, 'phone'));
    if (channelSeconds > 0) this.#plan(pending, 'channel', channelSeconds, () => this.#send(pending, 'channel'));
  }

  #forget(id: string): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    pending.stopping.abort();
    for (const cancel of pending.cancels.values()) cancel();
  }

  #plan(pending: Pending, via: DeliveryWay, seconds: number, run: () => void): void {
    const { createdAtMs, expiresAtMs } = pending.approval;
    const latest = createdAtMs + (expiresAtMs - createdAtMs) * LATEST_SHARE;
    const at = Math.min(createdAtMs + seconds * SECOND_MS, latest);
    this.#after(pending, via, Math.max(0, at - this.#ports.clock.now()), run);
  }

  #after(pending: Pending, via: DeliveryWay, ms: number, run: () => void): void {
    pending.cancels.set(via, this.#ports.clock.after(ms, run));
  }

  /** Open apps show it themselves; here it is recorded whether there was one. */
  #showHere({ approval }: Pending): void {
    const { focused, notifies } = this.#ports.attention();
    if (focused) this.#record(approval, [{ via: 'window', outcome: 'sent' }]);
    else if (notifies) this.#record(approval, [{ via: 'desktop', outcome: 'sent' }]);
    else this.#record(approval, [{ via: 'desktop', outcome: 'skipped', skipped: 'nobody' }]);
  }

  async #send(pending: Pending, via: 'phone' | 'channel'): Promise<void> {
    const { approval, stopping } = pending;
    const again = (): void => {
      if (!stopping.signal.aborted) this.#after(pending, via, AGAIN_MS, () => void this.#send(pending, via));
    };
    try {
      const skipped = await this.#reasonToWait();
      if (stopping.signal.aborted) return;
      if (skipped !== undefined) {
        this.#record(approval, [{ via, outcome: 'skipped', skipped }]);
        return again();
      }
      const results = await this.#ports.steps[via](approval, stopping.signal);
      if (results.length === 0) return this.#record(approval, [{ via, outcome: 'skipped', skipped: 'nobody' }]);
      this.#record(
        approval,
        results.map(({ target, problem }) =>
          problem === undefined ? { via, outcome: 'sent', target } : { via, outcome: 'failed', target, problem },
        ),
      );
      if (results.every(({ problem }) => problem !== undefined)) again();
    } catch (error) {
      this.#ports.log.warn("Couldn't escalate an approval.", { via, problem: errorMessage(error) });
      again();
    }
  }

  async #reasonToWait(): Promise<SkipReason | undefined> {
    const { attention, settings, clock } = this.#ports;
    if (attention().focused) return 'focused';
    const preferences = await settings.get('preferences');
    const hours = quietHours(isJsonObject(preferences) ? preferences : {});
    return isQuiet(hours, toLocalTime(new Date(clock.now()))) ? 'quiet' : undefined;
  }

  /** A step that is skipped again for the same reason isn't recorded again. */
  #record({ id }: ApprovalRecord, steps: readonly Omit<ApprovalDelivery, 'at'>[]): void {
    const { settings, clock, log } = this.#ports;
    const at = clock.now();
    this.#writes
      .run(async () => {
        const before = await settings.get(DELIVERIES_PREFIX + id);
        const known = Array.isArray(before) ? (before as readonly ApprovalDelivery[]) : []; // Written here.
        const added = steps.filter(
          (step) =>
            !isRepeat(
              known.findLast(({ via }) => via === step.via),
              step,
            ),
        );
        if (added.length === 0) return;
        await settings.set(DELIVERIES_PREFIX + id, [...known, ...added.map((step) => ({ at, ...step }))]);
        if (known.length === 0) await this.#prune();
      })
      .catch((error: unknown) => log.warn("Couldn't record a delivery.", { error: String(error) }));
  }

  async #prune(): Promise<void> {
    const { settings } = this.#ports;
    const rows = await settings.list(DELIVERIES_PREFIX);
    if (rows.length <= MAX_KEPT) return;
    const firstAt = ({ value }: { readonly value: unknown }): number =>
      (value as readonly ApprovalDelivery[])[0]?.at ?? 0; // Written above.
    for (const { key } of rows.toSorted((a, b) => firstAt(a) - firstAt(b)).slice(0, rows.length - MAX_KEPT))
      await settings.delete(key);
  }
}

function isRepeat(last: ApprovalDelivery | undefined, step: Omit<ApprovalDelivery, 'at'>): boolean {
  return (
    last !== undefined &&
    last.outcome === step.outcome &&
    last.skipped === step.skipped &&
    last.problem === step.problem
  );
}
