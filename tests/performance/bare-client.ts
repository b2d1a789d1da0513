// The same jobs with the baseline program.
import { once } from 'node:events';
import { WebSocket } from 'ws';

import { planText, type Plan } from './plan.ts';

/** Times of a relayed turn, `process.hrtime` in ns. */
export interface BareTurn {
  readonly sentNs: bigint;
  readonly firstNs: bigint;
  readonly endNs: bigint;
}

/** A connection to the baseline process, for one job at a time. */
export class BareClient {
  readonly #socket: WebSocket;
  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async connect(port: number): Promise<BareClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
    await once(socket, 'open');
    return new BareClient(socket);
  }

  /** Relays a plan from the model at `url`. */
  relay(url: string, plan: Plan): Promise<BareTurn> {
    const sentNs = process.hrtime.bigint();
    let firstNs = 0n;
    const body = JSON.stringify({ messages: [{ role: 'user', content: planText(plan) }] });
    this.#socket.send(JSON.stringify({ relay: `${url}/v1/messages`, body }));
    return new Promise((resolve) => {
      const onMessage = (data: unknown): void => {
        // Without fragments `ws` delivers one Buffer.
        const chunk = data as Buffer;
        if (firstNs === 0n && chunk.includes('text_delta')) firstNs = process.hrtime.bigint();
        if (chunk.length !== 3 || chunk.toString() !== 'end') return;
        this.#socket.off('message', onMessage);
        resolve({ sentNs, firstNs, endNs: process.hrtime.bigint() });
      };
      this.#socket.on('message', onMessage);
    });
  }

  /** Sends `text` and waits for a response. */
  async echo(text: string): Promise<void> {
    const answer = once(this.#socket, 'message');
    this.#socket.send(text);
    await answer;
  }

  /** Sends `count` copies of `text`, `window` at a time. Resolves after all responses. */
  echoMany(text: string, count: number, window: number): Promise<void> {
    return new Promise((resolve) => {
      let sent = 0;
      let received = 0;
      const onMessage = (): void => {
        received += 1;
        if (sent < count) {
          sent += 1;
          this.#socket.send(text);
        } else if (received === count) {
          this.#socket.off('message', onMessage);
          resolve();
        }
      };
      this.#socket.on('message', onMessage);
      while (sent < window) {
        sent += 1;
        this.#socket.send(text);
      }
    });
  }

  close(): void {
    this.#socket.terminate();
  }
}
