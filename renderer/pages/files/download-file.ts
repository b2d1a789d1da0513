// Downloads a file of a workspace. The parts become a blob, which the browser keeps on disk if it is large.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';
import { fromBase64 } from '../../state/base64.ts';
import { baseName } from './tree.ts';

const PART_BYTES = 4 * 1024 * 1024;

/** A file in the workspace of a session. */
interface FileAt {
  readonly sessionKey: string;
  readonly path: string;
}

/** A part of a file. */
export interface FilePart {
  readonly size: number;
  readonly modifiedAtMs: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads part of a file. */
export async function readPart(client: GatewayClient, file: FileAt, offset: number, length: number): Promise<FilePart> {
  const { size, modifiedAtMs, data } = await client.request('files.read', {
    sessionKey: file.sessionKey,
    path: file.path,
    offset,
    length,
  });
  return { size, modifiedAtMs, bytes: fromBase64(data) };
}

/** The whole file in parts; at least one. @throws if the file changes meanwhile */
export async function* fileParts(client: GatewayClient, file: FileAt): AsyncIterable<FilePart> {
  let first: FilePart | undefined;
  for (let offset = 0; ;) {
    const part = await readPart(client, file, offset, PART_BYTES);
    first ??= part;
    if (part.size !== first.size || part.modifiedAtMs !== first.modifiedAtMs)
      throw new Error(`${file.path} changed during the download. Download it again.`);
    yield part;
    offset += part.bytes.length;
    if (offset >= first.size) return;
    if (part.bytes.length === 0) throw new Error(`${file.path} changed during the download. Download it again.`);
  }
}

/** A file as a blob of a media type. @throws if the file changes meanwhile, or is larger than `maxBytes` */
export async function readBlob(
  client: GatewayClient,
  file: FileAt,
  { type = '', maxBytes = Number.POSITIVE_INFINITY } = {},
): Promise<Blob> {
  const parts: Blob[] = [];
  for await (const { bytes, size } of fileParts(client, file)) {
    if (size > maxBytes) throw new Error(t('files.tooLargeToShow'));
    parts.push(new Blob([bytes]));
  }
  return new Blob(parts, { type });
}

/** Saves a file in the browser's folder for downloads. @throws if the file changes meanwhile */
export async function downloadFile(client: GatewayClient, file: FileAt): Promise<void> {
  saveBlob(baseName(file.path), await readBlob(client, file));
}

/** How long the browser has to start reading the blob, ms. */
const REVOKE_MS = 60_000;

/** Saves a blob in the browser's folder for downloads. */
export function saveBlob(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_MS);
}
