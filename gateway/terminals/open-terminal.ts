// An open terminal: buffers its output, and sends each attached connection what it hasn't received, merged and no faster than
// the client processes it. The program waits for the fastest client; a slower one continues with the latest screen. It keeps
// running without any connection.
import type { Clock } from '#core/ports/clock.ts';
import type { Terminal } from '#core/ports/machine.ts';
import type { Connection } from '../server/connections/connection.ts';
import { OutputPace } from './output-pace.ts';
import { ScreenBuffer } from './screen-buffer.ts';
import { Viewer } from './viewer.ts';

/** Output within this time is merged, ms. */
const MERGE_MS = 16;
/** Output that is sent without waiting for more, characters. */
const FRAME_CHARS = 64 * 1024;
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
  readonly sessionKey?: string;
  readonly cwd: string;
  readonly confined: boolean;
  readonly createdAtMs: number;
}

/** An open terminal. */
export class OpenTerminal {
  readonly facts: TerminalFacts;
  readonly #clock: Clock;
  readonly #screen = new ScreenBuffer();
  readonly #pace = new OutputPace();
  readonly #viewers = new Map<Connection, Viewer>();
  #terminal: Terminal | undefined;
  #name = '';
  #end: TerminalEnd | undefined;
  #isClosing = false;
  #isPaused = false;
  /** Output that waits to be merged, characters. */
  #waiting = 0;
  #lastSent = -Infinity;
  #cancelMerge: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;
  #cancelPause: (() => void) | undefined;

  constructor(facts: TerminalFacts, clock: Clock) {
    this.facts = facts;
    this.#clock = clock;
  }

  get shell(): string {
    return this.#terminal?.shell ?? '';
  }

  get name(): string {
    return this.#name;
  }

  rename(name: string): void {
    this.#name = name;
  }

  get isAttached(): boolean {
    return this.#viewers.size > 0;
  }

  /** Whether output is sent to this connection. */
  isAttachedTo(connection: Connection): boolean {
    return this.#viewers.has(connection);
  }

  /** Called when the pty has started. */
  started(terminal: Terminal): void {
    this.#terminal = terminal;
    if (this.#isPaused) terminal.pause();
    if (this.#isClosing) terminal.kill();
  }

  /** Called with output of the pty. */
  readonly data = (text: string): void => {
    const now = this.#clock.monotonic();
    this.#screen.add(text);
    this.#pace.count(text.length, now);
    this.#waiting += text.length;
    const wait = this.#waiting >= FRAME_CHARS ? 0 : this.#lastSent + MERGE_MS - now;
    if (wait <= 0) this.#flush();
    else this.#cancelMerge ??= this.#clock.after(wait, () => this.#flush());
  };

  /** Called when the pty has ended: attached connections are notified, after its last output. */
  ended(code: number | null, signal: number | null): void {
    for (const cancel of [this.#cancelMerge, this.#cancelRetry, this.#cancelPause]) cancel?.();
    this.#end ??= { exitCode: code, signal, reason: this.#isClosing ? 'closed' : 'process_exit' };
    for (const [connection, viewer] of this.#viewers) this.#sendEnd(connection, viewer, this.#end);
    this.#viewers.clear();
  }

  /** Starts sending to a connection, after the output that it already has. */
  attach(connection: Connection, seen: number): void {
    const viewer = new Viewer(seen);
    // It may have ended before any connection was attached.
    if (this.#end !== undefined) return this.#sendEnd(connection, viewer, this.#end);
    if (!this.#viewers.has(connection)) connection.onClose(() => this.#detach(connection));
    this.#viewers.set(connection, viewer);
    this.#sendTo(connection, viewer);
    this.#pauseOrResume();
  }

  /** Called when a client reports that it has processed the output up to an offset. */
  acknowledge(connection: Connection, offset: number): void {
    const canContinue = this.#viewers.get(connection)?.acknowledge(offset, this.#clock.monotonic());
    if (canContinue === true) this.#flush();
    else this.#pauseOrResume();
  }

  /** The buffered output and its end. */
  snapshot(): { readonly text: string; readonly end: number } {
    return { text: this.#screen.text(), end: this.#screen.end };
  }

  /** Offset after the last character of its output. */
  get end(): number {
    return this.#screen.end;
  }

  /** The output after an offset; undefined if part of it is no longer buffered. */
  since(offset: number): string | undefined {
    return this.#screen.since(offset);
  }

  write(data: string): void {
    this.#terminal?.write(data);
  }

  resize(cols: number, rows: number): void {
    this.#terminal?.resize(cols, rows);
  }

  close(): void {
    this.#isClosing = true;
    this.#pauseOrResume();
    this.#terminal?.kill();
  }

  #detach(connection: Connection): void {
    this.#viewers.delete(connection);
    if (this.#end === undefined) this.#pauseOrResume();
  }

  #sendEnd(connection: Connection, viewer: Viewer, { exitCode, signal, reason }: TerminalEnd): void {
    this.#sendTo(connection, viewer);
    connection.send('terminal.exit', { sessionId: this.facts.id, exitCode, signal, reason });
  }

  #flush(): void {
    this.#cancelMerge?.();
    this.#cancelMerge = undefined;
    this.#waiting = 0;
    this.#lastSent = this.#clock.monotonic();
    let isBehind = false;
    for (const [connection, viewer] of this.#viewers) {
      if (connection.isSlow()) isBehind = true;
      else if (!viewer.isFull) this.#sendTo(connection, viewer);
    }
    if (isBehind) this.#cancelRetry ??= this.#clock.after(SLOW_RETRY_MS, () => this.#retry());
    this.#pauseOrResume();
  }

  #retry(): void {
    this.#cancelRetry = undefined;
    this.#flush();
  }

  #sendTo(connection: Connection, viewer: Viewer): void {
    const { end } = this.#screen;
    if (viewer.sent >= end) return;
    const data = this.#screen.since(viewer.sent) ?? RESET + this.#screen.text();
    viewer.wasSent(end, this.#clock.monotonic());
    connection.send('terminal.data', { sessionId: this.facts.id, seq: end, data });
  }

  #pauseOrResume(): void {
    this.#cancelPause?.();
    this.#cancelPause = undefined;
    const wait = this.#isClosing ? 0 : this.#waitMs();
    if (wait > 0) this.#cancelPause = this.#clock.after(wait, () => this.#pauseOrResume());
    if (this.#isPaused === wait > 0) return;
    this.#isPaused = wait > 0;
    if (this.#isPaused) this.#terminal?.pause();
    else this.#terminal?.resume();
  }

  /** How long the program waits unless a client processes output, ms. */
  #waitMs(): number {
    const now = this.#clock.monotonic();
    const viewers = [...this.#viewers.values()];
    const followed = viewers.filter((viewer) => viewer.acknowledges && viewer.stallsAt > now);
    const isBlocked = followed.length > 0 && followed.every((viewer) => viewer.isFull);
    const blockedMs = isBlocked ? Math.min(...followed.map((viewer) => viewer.stallsAt)) - now : 0;
    const isPaced = followed.length === 0 || viewers.some((viewer) => !viewer.acknowledges);
    return Math.max(blockedMs, isPaced ? this.#pace.waitMs(now) : 0);
  }
}
