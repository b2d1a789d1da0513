// An open terminal: buffers its output, and sends each attached connection what it hasn't received, merged and no faster
// than the connection reads. It keeps running without any connection.
import type { Clock } from '#core/ports/clock.ts';
import type { Terminal } from '#core/ports/machine.ts';
import type { Connection } from '../../server/connections/connection.ts';
import { ScreenBuffer } from './screen-buffer.ts';

/** Output within this time is merged, ms. */
const MERGE_MS = 16;
/** Interval between attempts to send to a slow reader, ms. */
const SLOW_RETRY_MS = 100;
/** Resets a client's terminal that missed output. */
const RESET = '\u001bc';

/** Why a terminal ended. */
export interface TerminalEnd {
  readonly exitCode: number | null;
  readonly signal: number | null;
  readonly reason: 'process_exit' | 'closed';
}

/** A terminal as lists show it. */
export interface TerminalFacts {
  readonly id: string;
  readonly agentId: string;
  readonly cwd: string;
  readonly confined: boolean;
  readonly createdAtMs: number;
}

/** An open terminal. */
export class OpenTerminal {
  readonly facts: TerminalFacts;
  readonly #clock: Clock;
  readonly #screen = new ScreenBuffer();
  /** What each connection has received, as an offset. */
  readonly #readers = new Map<Connection, number>();
  #terminal: Terminal | undefined;
  #end: TerminalEnd | undefined;
  #isClosing = false;
  #cancel: (() => void) | undefined;
  #lastSent = -Infinity;

  constructor(facts: TerminalFacts, clock: Clock) {
    this.facts = facts;
    this.#clock = clock;
  }

  get shell(): string {
    return this.#terminal?.shell ?? '';
  }

  get isAttached(): boolean {
    return this.#readers.size > 0;
  }

  /** Whether output is sent to this connection. */
  isAttachedTo(connection: Connection): boolean {
    return this.#readers.has(connection);
  }

  /** Called when the pty has started. */
  started(terminal: Terminal): void {
    this.#terminal = terminal;
    if (this.#isClosing) terminal.kill();
  }

  /** Called with output of the pty. */
  readonly data = (text: string): void => {
    this.#screen.add(text);
    if (this.#readers.size === 0 || this.#cancel !== undefined) return;
    const wait = this.#lastSent + MERGE_MS - this.#clock.monotonic();
    if (wait <= 0) this.#flush();
    else this.#cancel = this.#clock.after(wait, () => this.#flush());
  };

  /** Called when the pty has ended: attached connections are notified, after its last output. */
  ended(code: number | null, signal: number | null): void {
    this.#cancel?.();
    this.#end ??= { exitCode: code, signal, reason: this.#isClosing ? 'closed' : 'process_exit' };
    for (const connection of this.#readers.keys()) this.#sendEnd(connection, this.#end);
    this.#readers.clear();
  }

  /** Starts sending to a connection, after the output that it already has. */
  attach(connection: Connection, seen: number): void {
    if (!this.#readers.has(connection)) connection.onClose(() => this.#readers.delete(connection));
    this.#readers.set(connection, seen);
    // It may have ended before any connection was attached.
    if (this.#end === undefined) return this.#sendTo(connection);
    this.#sendEnd(connection, this.#end);
    this.#readers.delete(connection);
  }

  /** The buffered output and its end. */
  snapshot(): { readonly text: string; readonly end: number } {
    return { text: this.#screen.text(), end: this.#screen.end };
  }

  write(data: string): void {
    this.#terminal?.write(data);
  }

  resize(cols: number, rows: number): void {
    this.#terminal?.resize(cols, rows);
  }

  close(): void {
    this.#isClosing = true;
    this.#terminal?.kill();
  }

  #sendEnd(connection: Connection, { exitCode, signal, reason }: TerminalEnd): void {
    this.#sendTo(connection);
    connection.send('terminal.exit', { sessionId: this.facts.id, exitCode, signal, reason });
  }

  #flush(): void {
    this.#cancel = undefined;
    this.#lastSent = this.#clock.monotonic();
    let isBehind = false;
    for (const connection of this.#readers.keys()) {
      if (connection.isSlow()) isBehind = true;
      else this.#sendTo(connection);
    }
    if (isBehind) this.#cancel = this.#clock.after(SLOW_RETRY_MS, () => this.#flush());
  }

  #sendTo(connection: Connection): void {
    const seen = this.#readers.get(connection) ?? 0;
    const { end } = this.#screen;
    if (seen >= end) return;
    const data = this.#screen.since(seen) ?? RESET + this.#screen.text();
    this.#readers.set(connection, end);
    connection.send('terminal.data', { sessionId: this.facts.id, seq: end, data });
  }
}
