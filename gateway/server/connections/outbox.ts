// Sends frames to one client: numbers events, and closes the connection of a client that does not read.
import { MAX_BUFFERED_BYTES } from '#contract/wire/limits.ts';
import type { ErrorShape } from '#contract/wire/errors.ts';
import type { FrameChannel } from '#contract/wire/frames.ts';
import { POLICY_CLOSE } from '../../access/sign-in/handshake-outcome.ts';
import { toJson } from '../dispatch/raw-json.ts';

/** Buffered bytes beyond which a client counts as slow. */
const SLOW_BYTES = 1024 * 1024;

/** The sending side of one connection. */
export class Outbox {
  readonly #channel: FrameChannel;
  #seq = 0;
  #overflowed = false;

  constructor(channel: FrameChannel) {
    this.#channel = channel;
  }

  /** Sends an event. Numbers let the client notice lost events. */
  event(name: string, payloadJson: string, numbered: boolean, stateVersion?: string): void {
    const version = stateVersion === undefined ? '' : `,"stateVersion":${stateVersion}`;
    const seq = numbered ? `,"seq":${(this.#seq += 1)}` : '';
    this.#send(`{"type":"event","event":"${name}","payload":${payloadJson}${seq}${version}}`);
  }

  answer(id: string, payload: unknown): void {
    this.#send(`{"type":"res","id":${JSON.stringify(id)},"ok":true,"payload":${toJson(payload)}}`);
  }

  refuse(id: string, error: ErrorShape): void {
    this.#send(`{"type":"res","id":${JSON.stringify(id)},"ok":false,"error":${JSON.stringify(error)}}`);
  }

  isSlow(): boolean {
    return this.#channel.bufferedBytes() > SLOW_BYTES;
  }

  #send(text: string): void {
    // Nothing is sent while the connection closes.
    if (this.#overflowed || this.#channel.send(text) <= MAX_BUFFERED_BYTES) return;
    this.#overflowed = true;
    this.#channel.close(POLICY_CLOSE, 'slow consumer');
  }
}
