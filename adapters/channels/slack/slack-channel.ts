// The Slack channel of an account.
import { setBounded } from '#core/set-bounded.ts';
import {
  ChannelError,
  type Channel,
  type ChannelAction,
  type ChannelCapabilities,
  type ChannelEvent,
  type ChannelStatus,
  type ChatAddress,
  type OutgoingContent,
  type OutgoingMessage,
} from '#core/ports/channel.ts';
import { untilAborted } from '../../outbound/until-aborted.ts';
import type { ChannelContext } from '../define-channel.ts';
import { editMessage, runAction, sendFile, sendText } from './calls.ts';
import { downloadFile } from './download-file.ts';
import { toChannelError } from './errors.ts';
import { splitForSlack } from './format.ts';
import { MAX_DOWNLOAD_BYTES, MAX_UPLOAD_BYTES, type Timing } from './limits.ts';
import { RunningChannel, type OpenChannel } from './running-channel.ts';

const CAPABILITIES: ChannelCapabilities = {
  edit: true,
  delete: true,
  react: true,
  pin: true,
  buttons: true,
  threads: true,
  typing: false,
  keys: false,
  // The command is part of the app's manifest.
  commandMenu: false,
  maxUploadBytes: MAX_UPLOAD_BYTES,
  maxDownloadBytes: MAX_DOWNLOAD_BYTES,
  // Slack allows about 50 edits a minute.
  editIntervalMs: 1_300,
};
const STOPPED = 'The Slack channel is not connected.';
/** Sends that are remembered, so that a retry continues with the file that failed. */
const MAX_SENT = 500;

/** The channel. */
export class SlackChannel implements Channel {
  readonly capabilities = CAPABILITIES;
  readonly #context: ChannelContext;
  readonly #timing: Timing;
  /** The message and the number of files that were sent, by key. */
  readonly #sent = new Map<string, { readonly id: string; readonly files: number }>();
  #running: RunningChannel | undefined;

  constructor(context: ChannelContext, timing: Timing) {
    this.#context = context;
    this.#timing = timing;
  }

  start(receive: (event: ChannelEvent) => Promise<void>): void {
    this.#running ??= new RunningChannel(this.#context, this.#timing, receive);
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.stop();
  }

  status(): ChannelStatus {
    return this.#running?.status() ?? { connected: false };
  }

  split(markdown: string): readonly string[] {
    return splitForSlack(markdown);
  }

  send(message: OutgoingMessage, signal: AbortSignal): Promise<string> {
    const { key, to, files = [] } = message;
    return this.#call(signal, async (open) => {
      const sent = this.#sent.get(key) ?? { id: await sendText(open, message), files: 0 };
      for (let count = sent.files; count <= files.length; count += 1) {
        setBounded(this.#sent, key, { id: sent.id, files: count }, MAX_SENT);
        const file = files[count];
        if (file !== undefined) await sendFile(open, to, file);
      }
      return sent.id;
    });
  }

  edit(to: ChatAddress, messageId: string, content: OutgoingContent, signal: AbortSignal): Promise<void> {
    return this.#call(signal, (open) => editMessage(open, to, messageId, content));
  }

  act(action: ChannelAction, signal: AbortSignal): Promise<string | undefined> {
    return this.#call(signal, (open) => runAction(open, action));
  }

  download(ref: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    const limit = Math.min(maxBytes, MAX_DOWNLOAD_BYTES);
    return this.#call(signal, ({ connection }, either) => downloadFile(connection, ref, limit, either));
  }

  async setCommands(): Promise<void> {}

  async #call<T>(signal: AbortSignal, work: (open: OpenChannel, signal: AbortSignal) => Promise<T>): Promise<T> {
    const running = this.#running;
    if (running === undefined) throw new ChannelError('unavailable', STOPPED);
    const either = AbortSignal.any([signal, running.signal]);
    try {
      const run = async (): Promise<T> => work(await running.opened, either);
      return await untilAborted(run(), either);
    } catch (error) {
      if (!signal.aborted && running.signal.aborted) throw new ChannelError('unavailable', STOPPED);
      throw toChannelError(error, signal);
    }
  }
}
