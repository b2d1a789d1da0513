// Sends frames to one client: numbers events, and closes the connection of a client that does not read.
import { MAX_BUFFERED_BYTES } from '#contract/wire/limits.ts';
import type { ErrorShape } from '#contract/wire/errors.ts';
import { POLICY_CLOSE } from '../../access/sign-in/handshake-outcome.ts';
import { RawJson } from '../dispatch/raw-json.ts';
import type { BufferingClient, SendBudget } from './send-budget.ts';
import type { Frame, ServerChannel } from '../transports/server-channel.ts';

/** Buffered bytes beyond which a client counts as slow. */
const SLOW_BYTES = 1024 * 1024;

type SendingChannel = Pick<ServerChannel, 'send' | 'flush' | 'bufferedBytes' | 'close'>;

/** The sending side of one connection. */
export class Outbox implements BufferingClient {
  readonly #channel: SendingChannel;
  readonly #budget: SendBudget | undefined;
  #seq = 0;
  #overflowed = false;

  constructor(channel: SendingChannel, budget?: SendBudget) {
    this.#channel = channel;
    this.#budget = budget;
  }

  bufferedBytes(): number {
    return this.#channel.bufferedBytes();
  }

  closeAsSlow(): void {
    this.#overflowed = true;
    this.#channel.close(POLICY_CLOSE, 'slow consumer');
  }

  /** Sends an event. Numbers let the client notice lost events. */
  event(name: string, payloadJson: string, numbered: boolean, stateVersion?: string): void {
    const version = stateVersion === undefined ? '' : `,"stateVersion":${stateVersion}`;
    const seq = numbered ? `,"seq":${(this.#seq += 1)}` : '';
    this.#send(`{"type":"event","event":"${name}","payload":${payloadJson}${seq}${version}}`);
  }

  answer(id: string, payload: unknown): void {
    const start = `{"type":"res","id":${JSON.stringify(id)},"ok":true,"payload":`;
    if (payload instanceof RawJson) this.#send([start, ...payload.parts, '}']);
    else this.#send(`${start}${JSON.stringify(payload) ?? 'null'}}`);
  }

  refuse(id: string, error: ErrorShape): void {
    this.#send(`{"type":"res","id":${JSON.stringify(id)},"ok":false,"error":${JSON.stringify(error)}}`);
  }

  /** Sends the frames batched for one write immediately. */
  flush(): void {
    this.#channel.flush?.();
  }

  isSlow(): boolean {
    return this.#channel.bufferedBytes() > SLOW_BYTES;
  }

  #send(frame: Frame): void {
    // Nothing is sent while the connection closes.
    if (this.#overflowed) return;
    const buffered = this.#channel.send(frame);
    if (buffered > MAX_BUFFERED_BYTES) this.closeAsSlow();
    else this.#budget?.sent(this, buffered);
  }
}
