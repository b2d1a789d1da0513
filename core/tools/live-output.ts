// The output of a running command for those who watch it. Of a flood, only the newest part is sent, so that neither the command
// nor anyone who watches is slowed down.
import type { Clock } from '../ports/clock.ts';
import type { SecretGuard } from '../secrets/secret-guard.ts';

/** Characters that are sent as they come, and how fast more are allowed, per second. */
const BURST = 128 * 1024;
const RATE = 16 * 1024;
/** Characters that are sent at once beyond that. */
const TAIL = 8 * 1024;
/** Characters kept in addition, so that a secret at the start of the tail is recognized. */
const MARGIN = 4 * 1024;
/** Time between two tails, ms. */
const INTERVAL_MS = 500;

/** What {@link LiveOutput} depends on. */
export interface LiveOutputPorts {
  readonly clock: Clock;
  readonly secretGuard: Pick<SecretGuard, 'mask' | 'countComplete'>;
  /** Publishes output. The `skipped` characters before it are never published. */
  send(text: string, skipped: number): void;
}

/** The live output of one command. */
export class LiveOutput {
  readonly #ports: LiveOutputPorts;
  #credit = BURST;
  #creditAt: number;
  /** The newest output that wasn't sent, and the number of characters dropped before it. */
  #held = '';
  #skipped = 0;
  #cancel: (() => void) | undefined;
  #hasEnded = false;
  /** The end of the output, while it could be the start of a secret. */
  #unfinished = '';

  constructor(ports: LiveOutputPorts) {
    this.#ports = ports;
    this.#creditAt = ports.clock.monotonic();
  }

  /** Sends output now or, if there was too much, its tail a little later. What could be part of a secret waits for the rest. */
  add(piece: string): void {
    if (this.#hasEnded) return;
    const whole = this.#unfinished + piece;
    const end = this.#ports.secretGuard.countComplete(whole);
    this.#unfinished = whole.slice(end);
    this.#add(whole.slice(0, end));
  }

  #add(text: string): void {
    if (text === '') return;
    if (this.#held === '' && this.#refill() > 0) return this.#send(this.#ports.secretGuard.mask(text), 0);
    this.#hold(text);
    this.#cancel ??= this.#ports.clock.after(INTERVAL_MS, () => this.#due());
  }

  /** Sends the tail. Later output is ignored. */
  end(): void {
    if (!this.#hasEnded) this.#add(this.#unfinished);
    this.#hasEnded = true;
    this.#cancel?.();
    this.#sendTail();
  }

  #hold(text: string): void {
    // Most of a flood arrives in large pieces, which need no copy.
    const newest = text.length < TAIL + MARGIN ? this.#held + text : text;
    const length = this.#held.length + text.length;
    this.#held = newest.slice(-TAIL - MARGIN);
    this.#skipped += length - this.#held.length;
  }

  #due(): void {
    this.#cancel = undefined;
    if (this.#refill() > 0) this.#sendTail();
    else this.#cancel = this.#ports.clock.after(INTERVAL_MS, () => this.#due());
  }

  #sendTail(): void {
    if (this.#held === '') return;
    const masked = this.#ports.secretGuard.mask(this.#held);
    const text = masked.slice(-TAIL).replace(/^[\uDC00-\uDFFF]/, '');
    const skipped = this.#skipped + masked.length - text.length;
    this.#held = '';
    this.#skipped = 0;
    this.#send(text, skipped);
  }

  #send(text: string, skipped: number): void {
    this.#credit -= text.length;
    this.#ports.send(text, skipped);
  }

  #refill(): number {
    const now = this.#ports.clock.monotonic();
    this.#credit = Math.min(BURST, this.#credit + ((now - this.#creditAt) * RATE) / 1000);
    this.#creditAt = now;
    return this.#credit;
  }
}
