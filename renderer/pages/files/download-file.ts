// Downloads a file of a workspace. The parts become a blob, which the browser keeps on disk if it is large.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { fromBase64 } from '../../state/base64.ts';
import { baseName } from './tree.ts';

const PART_BYTES = 4 * 1024 * 1024;

/** A part of a file. */
export interface FilePart {
  readonly size: number;
  readonly modifiedAtMs: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Reads part of a file. */
export async function readPart(
  client: GatewayClient,
  file: { readonly sessionKey: string; readonly path: string },
  offset: number,
  length: number,
): Promise<FilePart> {
  const { size, modifiedAtMs, data } = await client.request('files.read', { ...file, offset, length });
  return { size, modifiedAtMs, bytes: fromBase64(data) };
}

/** Saves a file in the browser's folder for downloads. `onProgress` gets the bytes so far. @throws if the file changes meanwhile */
export async function downloadFile(
  client: GatewayClient,
  file: { readonly sessionKey: string; readonly path: string },
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  const parts: Blob[] = [];
  let first: FilePart | undefined;
  for (let offset = 0; ;) {
    const part = await readPart(client, file, offset, PART_BYTES);
    first ??= part;
    if (part.size !== first.size || part.modifiedAtMs !== first.modifiedAtMs)
      throw new Error(`${file.path} changed while it was downloaded.`);
    parts.push(new Blob([part.bytes]));
    offset += part.bytes.length;
    onProgress(offset, first.size);
    if (offset >= first.size || part.bytes.length === 0) break;
  }
  save(baseName(file.path), new Blob(parts));
}

/** How long the browser has to start reading the blob, ms. */
const REVOKE_MS = 60_000;

function save(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_MS);
}
