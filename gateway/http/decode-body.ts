// Decompresses a request body. The limit on its size also applies to the decompressed body.
import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';
import { HttpError } from './route.ts';

type Decode = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Uint8Array>;

const DECODERS: Readonly<Record<string, Decode>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};
/** More encodings than this are an attack. */
const MAX_ENCODINGS = 3;

/** The body without its `Content-Encoding`. @throws {HttpError} */
export async function decodeBody(
  body: Uint8Array,
  { 'content-encoding': header = '' }: IncomingHttpHeaders,
  maxBytes: number,
): Promise<Uint8Array> {
  const encodings = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const unknown = encodings.find((name) => !Object.hasOwn(DECODERS, name));
  if (unknown !== undefined || encodings.length > MAX_ENCODINGS)
    throw new HttpError(415, `The Content-Encoding is not supported. Use one of: ${Object.keys(DECODERS).join(', ')}.`);
  let bytes = body;
  // They were applied in this order.
  for (const name of encodings.toReversed()) bytes = await decode(name, bytes, maxBytes);
  return bytes;
}

async function decode(name: string, bytes: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  try {
    return (await DECODERS[name]?.(bytes, { maxOutputLength: maxBytes })) ?? bytes;
  } catch (error) {
    const isTooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    if (isTooLarge) throw new HttpError(413, `The decompressed body is larger than ${maxBytes} bytes.`);
    throw new HttpError(400, `The body is not valid ${name} data.`);
  }
}
