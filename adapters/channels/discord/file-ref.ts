// Refers to a file of a message. Discord's addresses of files expire, so the message is in it, too.
import { isJsonObject } from '#contract/types/json-object.ts';
import { ChannelError } from '#core/ports/channel.ts';
import { isSnowflake } from './read-sender.ts';

/** A file of a message. */
export interface FileRef {
  readonly channelId: string;
  readonly messageId: string;
  readonly fileId: string;
  /** Valid for about a day. */
  readonly url: string;
}

/** Text that can be stored. */
export function formatRef(ref: FileRef): string {
  return JSON.stringify(ref);
}

/** Reads it. @throws {ChannelError} `rejected` */
export function parseRef(text: string): FileRef {
  const ref = parse(text);
  if (isJsonObject(ref)) {
    const { channelId, messageId, fileId, url } = ref;
    if (isSnowflake(channelId) && isSnowflake(messageId) && isSnowflake(fileId) && typeof url === 'string')
      return { channelId, messageId, fileId, url };
  }
  throw new ChannelError('rejected', "This isn't a file of a Discord message.");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
