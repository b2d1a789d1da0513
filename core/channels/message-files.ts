// The files of a message: downloaded, and voice messages also as text.
import { MAX_ATTACHED_FILE_BYTES } from '#contract/types/attachment-limits.ts';
import type { AttachedFile, ImageBlock } from '#contract/types/content.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import type { Channel, ChannelFile, ChannelMessage } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import { timeLimit } from '../time-limit.ts';
import { displayName } from './display-name.ts';
import { transcribeVoice, type VoicePorts } from './voice.ts';

const DOWNLOAD_MS = 120_000;

/** What reading files depends on. */
export interface FilePorts extends VoicePorts {
  readonly clock: Clock;
  readonly toBase64: (bytes: Uint8Array) => string;
  /** Reads attachments in the form of the protocol. @throws {GatewayError} for those that aren't supported */
  readonly readAttachments: (attachments: readonly unknown[]) => ReadFiles;
}

interface ReadFiles {
  readonly images: readonly ImageBlock[];
  readonly files: readonly AttachedFile[];
}

/** The files of a message. */
export interface MessageFiles extends ReadFiles {
  /** The words of its voice messages. */
  readonly spoken: readonly string[];
  /** Sentences about files that couldn't be read. */
  readonly problems: readonly string[];
}

/** The message with the files, and the channel to get them from. */
export interface FilesRequest {
  readonly channel: Channel | undefined;
  readonly message: Pick<ChannelMessage, 'files'>;
}

/** Reads the files of a message. One that can't be read becomes a sentence for the agent. */
export async function readMessageFiles(
  ports: FilePorts,
  { channel, message }: FilesRequest,
  signal: AbortSignal,
): Promise<MessageFiles> {
  const images: ImageBlock[] = [];
  const files: AttachedFile[] = [];
  const spoken: string[] = [];
  const problems: string[] = [];
  for (const file of message.files) {
    const name = displayName(file.name) || 'a file';
    const fail = (what: string) => (error: unknown) => {
      signal.throwIfAborted();
      problems.push(`${name} couldn't be ${what}: ${errorMessage(error)}`);
    };
    try {
      const bytes = await download(ports, channel, file, signal);
      const { mimeType, isVoice = false } = file;
      const read = ports.readAttachments([{ fileName: file.name, mimeType, content: ports.toBase64(bytes) }]);
      images.push(...read.images);
      files.push(...read.files);
      if (!isVoice) continue;
      const words = await transcribeVoice(ports, { name, mimeType, bytes }, signal).catch(fail('transcribed'));
      if (words !== undefined) spoken.push(words);
    } catch (error) {
      fail('read')(error);
    }
  }
  return { images, files, spoken, problems };
}

async function download(
  { clock }: FilePorts,
  channel: Channel | undefined,
  { ref }: ChannelFile,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (channel === undefined) throw new Error('the channel is not connected');
  const limit = Math.min(channel.capabilities.maxDownloadBytes, MAX_ATTACHED_FILE_BYTES);
  return channel.download(ref, limit, timeLimit(clock, DOWNLOAD_MS, signal));
}
