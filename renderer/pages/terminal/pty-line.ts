// The line between a pty and its view: forwards data in order, and reports what is on the screen.
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { EventPayloads } from '#contract/wire/events.ts';
import { TERMINAL_ACK_CHARS } from '#contract/wire/limits.ts';

type DataEvent = EventPayloads['terminal.data'];

/** Where the bytes of a terminal go. */
export interface TerminalSink {
  /** Calls `done` once the data is on the screen, or was discarded. */
  write(data: string, done: () => void): void;
  clear(): void;
  /** Prepares the screen for a new shell below the output that is there. */
  settle(done: () => void): void;
  size(): { readonly cols: number; readonly rows: number };
}

const DEFAULT_SIZE = { cols: 80, rows: 24 };

/** The line of one terminal. It has no view until `sink` is set. */
export class PtyLine {
  sink: TerminalSink | undefined;
  /** The pty is being opened or attached. */
  isConnecting = false;
  readonly #client: GatewayClient;
  /** Data events up to this number are in the buffer from `attach`. */
  #seenSeq = -1;
  /** What the gateway knows to be on the screen; undefined if it doesn't ask for that. */
  #acknowledged: number | undefined;
  /** Data received while attaching. */
  #early: DataEvent[] | undefined;
  #replays = 0;

  constructor(client: GatewayClient) {
    this.#client = client;
  }

  /** Earlier output is being shown. What the view sends then are answers to old queries, not input. */
  get isReplaying(): boolean {
    return this.#replays > 0;
  }

  get size(): { readonly cols: number; readonly rows: number } {
    return this.sink?.size() ?? DEFAULT_SIZE;
  }

  async open(params: Omit<MethodParams<'terminal.open'>, 'cols' | 'rows'>): Promise<MethodResult<'terminal.open'>> {
    const opened = await this.#client.request('terminal.open', { ...params, ...this.size });
    this.#seenSeq = -1;
    this.#acknowledge(opened.sessionId, 0);
    return opened;
  }

  async attach(sessionId: string): Promise<MethodResult<'terminal.attach'>> {
    this.#early = [];
    try {
      const answer = await this.#client.request('terminal.attach', { sessionId });
      this.sink?.clear();
      this.#seenSeq = answer.seq ?? -1;
      this.#acknowledge(sessionId, answer.seq ?? 0);
      this.#replay(answer.buffer);
      return answer;
    } finally {
      const early = this.#early;
      this.#early = undefined;
      for (const payload of early) this.receive(payload);
    }
  }

  /** Shows the output of a terminal that has ended. */
  async showOutput(sessionId: string): Promise<void> {
    const { output } = await this.#client.request('terminal.output', { sessionId });
    this.sink?.clear();
    this.#replay(output);
    this.settle();
  }

  /** Prepares the view for a new shell below the output that is there. */
  settle(): void {
    if (this.sink === undefined) return;
    this.#replays += 1;
    this.sink.settle(() => (this.#replays -= 1));
  }

  receive(payload: DataEvent): void {
    if (this.#early !== undefined) this.#early.push(payload);
    else if (payload.seq > this.#seenSeq) {
      this.#seenSeq = payload.seq;
      this.sink?.write(payload.data, () => this.#shown(payload));
    }
  }

  #replay(text: string): void {
    if (this.sink === undefined) return;
    this.#replays += 1;
    this.sink.write(text, () => (this.#replays -= 1));
  }

  /** The gateway sends more output once this part is on the screen. */
  #shown({ sessionId, seq }: DataEvent): void {
    const acknowledged = this.#acknowledged;
    if (acknowledged !== undefined && seq - acknowledged >= TERMINAL_ACK_CHARS) this.#acknowledge(sessionId, seq);
  }

  #acknowledge(sessionId: string, seq: number): void {
    this.#acknowledged = seq;
    this.#client.request('terminal.ack', { sessionId, seq }).catch(() => {
      // An older gateway, which sends output at a limited speed, or a terminal that has ended.
      this.#acknowledged = undefined;
    });
  }
}
