// Downloads a file of a message from Discord's content network.
import { ChannelError } from '#core/ports/channel.ts';
import type { Connection } from './connection.ts';
import { parseRef, type FileRef } from './file-ref.ts';

/** Status of an address that has expired. */
const EXPIRED: ReadonlySet<number> = new Set([403, 404, 410]);

/** Downloads a file of at most `maxBytes`. If its address has expired, it asks for a new one. */
export async function downloadFile(
  connection: Connection,
  refText: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const ref = parseRef(refText);
  const response = await open(connection, ref.url, signal);
  if (response.ok) return readBody(response, maxBytes);
  if (!EXPIRED.has(response.status)) throw failed(response.status);
  const renewed = await open(connection, await renewUrl(connection, ref, signal), signal);
  if (!renewed.ok) throw failed(renewed.status);
  return readBody(renewed, maxBytes);
}

async function open(connection: Connection, address: string, signal: AbortSignal): Promise<Response> {
  const url = URL.parse(address);
  if (url === null || !connection.isContentUrl(url))
    throw new ChannelError('rejected', "The file isn't on Discord's servers.");
  return connection.fetch(url, { signal });
}

async function renewUrl({ api }: Connection, ref: FileRef, signal: AbortSignal): Promise<string> {
  const message = await api.channels.getMessage(ref.channelId, ref.messageId, { signal });
  const snapshots = message.message_snapshots ?? [];
  const files = [...message.attachments, ...snapshots.flatMap(({ message: forwarded }) => forwarded.attachments)];
  const file = files.find(({ id }) => id === ref.fileId);
  if (file === undefined) throw new ChannelError('rejected', 'The file was deleted from its message.');
  return file.url;
}

async function readBody(response: Response, maxBytes: number): Promise<Uint8Array> {
  if (Number(response.headers.get('content-length') ?? 0) > maxBytes) {
    await response.body?.cancel();
    throw tooLarge(maxBytes);
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  // The platform's stream can be iterated; its types don't say so.
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function tooLarge(maxBytes: number): ChannelError {
  return new ChannelError('too-large', `The file is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`);
}

function failed(status: number): ChannelError {
  const code = status >= 500 || status === 429 ? 'unavailable' : 'rejected';
  return new ChannelError(code, `Couldn't download the file from Discord (status ${status}).`);
}
