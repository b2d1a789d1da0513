// Decides when a person should hear about a container: it reached a limit, or it keeps failing.
import type { MachineAlert } from '#contract/types/machines.ts';
import type { Clock } from '#core/ports/clock.ts';

/** Failures within the time that make it one that keeps failing. */
const MANY = 3;
const WITHIN_MS = 10 * 60_000;
/** The same limit is reported again after this time only, ms. */
const REPEAT_MS = 60_000;

/** Whose alerts they are, without what happened. */
export type AlertSubject = Omit<MachineAlert, 'reason' | 'message' | 'ts'>;

/** The alerts of one container. */
export class ContainerAlerts {
  readonly #subject: AlertSubject;
  readonly #clock: Clock;
  readonly #report: (alert: MachineAlert) => void;
  readonly #last = new Map<MachineAlert['reason'], number>();
  #failures: readonly number[] = [];

  constructor(subject: AlertSubject, clock: Clock, report: (alert: MachineAlert) => void) {
    this.#subject = subject;
    this.#clock = clock;
    this.#report = report;
  }

  /** It reached a limit. */
  reached(reason: 'memory' | 'disk', message: string): void {
    const now = this.#clock.monotonic();
    if (now - (this.#last.get(reason) ?? -Infinity) < REPEAT_MS) return;
    this.#send(reason, message);
  }

  /** It couldn't be started, or stopped unexpectedly. */
  failed(message: string): void {
    const now = this.#clock.monotonic();
    this.#failures = [...this.#failures.filter((at) => now - at < WITHIN_MS), now];
    if (this.#failures.length < MANY) return;
    this.#failures = [];
    this.#send('failing', message);
  }

  #send(reason: MachineAlert['reason'], message: string): void {
    this.#last.set(reason, this.#clock.monotonic());
    this.#report({ ...this.#subject, reason, message, ts: this.#clock.now() });
  }
}
