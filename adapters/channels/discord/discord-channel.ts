// The Discord channel of an account.
import { untilAborted } from '../../outbound/until-aborted.ts';
import {
  ChannelError,
  type Channel,
  type ChannelAction,
  type ChannelCapabilities,
  type ChannelCommand,
  type ChannelEvent,
  type ChannelStatus,
  type ChatAddress,
  type OutgoingContent,
  type OutgoingMessage,
} from '#core/ports/channel.ts';
import type { ChannelContext } from '../define-channel.ts';
import { editMessage, runAction, sendMessage, setMenu } from './calls.ts';
import { downloadFile } from './download-file.ts';
import { toChannelError } from './errors.ts';
import { splitForDiscord } from './format.ts';
import { MAX_DOWNLOAD_BYTES, MAX_UPLOAD_BYTES, type Timing } from './limits.ts';
import { RunningChannel, type OpenChannel } from './running-channel.ts';

const CAPABILITIES: ChannelCapabilities = {
  edit: true,
  delete: true,
  react: true,
  pin: true,
  buttons: true,
  threads: true,
  typing: true,
  keys: true,
  commandMenu: true,
  maxUploadBytes: MAX_UPLOAD_BYTES,
  maxDownloadBytes: MAX_DOWNLOAD_BYTES,
  // Discord allows five edits in five seconds.
  editIntervalMs: 1_200,
};
const STOPPED = 'The Discord channel is not connected.';

/** The channel. */
export class DiscordChannel implements Channel {
  readonly capabilities = CAPABILITIES;
  readonly #context: ChannelContext;
  readonly #timing: Timing;
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
    return splitForDiscord(markdown);
  }

  send(message: OutgoingMessage, signal: AbortSignal): Promise<string> {
    return this.#call(signal, (open, either) => sendMessage(open, message, either));
  }

  edit(to: ChatAddress, messageId: string, content: OutgoingContent, signal: AbortSignal): Promise<void> {
    return this.#call(signal, (open, either) => editMessage(open, to, messageId, content, either));
  }

  act(action: ChannelAction, signal: AbortSignal): Promise<string | undefined> {
    return this.#call(signal, (open, either) => runAction(open, action, either));
  }

  download(ref: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    const limit = Math.min(maxBytes, MAX_DOWNLOAD_BYTES);
    return this.#call(signal, ({ connection }, either) => downloadFile(connection, ref, limit, either));
  }

  /** Waits for the connection, which tells the application that the menu belongs to. */
  setCommands(commands: readonly ChannelCommand[], signal: AbortSignal): Promise<void> {
    return this.#call(signal, async (open, either, running) => {
      const { applicationId } = await running.account;
      await setMenu(open, applicationId, commands, either);
    });
  }

  async #call<T>(
    signal: AbortSignal,
    work: (open: OpenChannel, signal: AbortSignal, running: RunningChannel) => Promise<T>,
  ): Promise<T> {
    const running = this.#running;
    if (running === undefined) throw new ChannelError('unavailable', STOPPED);
    const either = AbortSignal.any([signal, running.signal]);
    try {
      const run = async (): Promise<T> => work(await running.opened, either, running);
      return await untilAborted(run(), either);
    } catch (error) {
      if (!signal.aborted && running.signal.aborted) throw new ChannelError('unavailable', STOPPED);
      throw toChannelError(error, signal);
    }
  }
}
