// Downloads a file of a message. The token is sent to Slack only, whatever address a file has.
import { ChannelError } from '#core/ports/channel.ts';
import type { Connection } from './connection.ts';
import { fromPlatform } from './errors.ts';

/** Downloads a file by its ID. @throws {ChannelError} `too-large` above `limit` */
export async function downloadFile(
  connection: Connection,
  id: string,
  limit: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { web, botToken, isFileUrl } = connection;
  const tooLarge = (): ChannelError => new ChannelError('too-large', `The file is larger than ${limit} bytes.`);
  const { file } = await web.files.info({ file: id });
  const { size, url_private_download: download, url_private: view, mimetype = '' } = file ?? {};
  if (size !== undefined && size > limit) throw tooLarge();
  const url = URL.parse(download ?? view ?? '');
  if (url === null) throw fromPlatform('file_not_found');
  if (!isFileUrl(url))
    throw new ChannelError('rejected', `The file is kept outside of Slack (${url.hostname}), so it isn't downloaded.`);
  const response = await connection.fetch(url, { headers: { authorization: `Bearer ${botToken}` }, signal });
  if (!response.ok) throw new ChannelError('unavailable', `Slack didn't send the file (status ${response.status}).`);
  // Without the permission, Slack sends the page for signing in.
  const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
  if (isPage && !mimetype.includes('html')) throw fromPlatform('missing_scope');
  return readBounded(response, limit, tooLarge);
}

async function readBounded(response: Response, limit: number, tooLarge: () => ChannelError): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.length;
    if (bytes > limit) {
      await response.body?.cancel().catch(() => undefined);
      throw tooLarge();
    }
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
