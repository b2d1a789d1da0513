import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { decodeBody } from './decode-body.ts';

const TEXT = '{"a":1}';
const decode = async (bytes: Uint8Array, encoding: string, maxBytes = 1_000) =>
  Buffer.from(await decodeBody(bytes, { 'content-encoding': encoding }, maxBytes)).toString();

it('decompresses the usual encodings, also several of them', async () => {
  const bytes = Buffer.from(TEXT);
  for (const [encoding, compressed] of [
    ['', bytes],
    ['identity', bytes],
    ['gzip', gzipSync(bytes)],
    ['X-GZip', gzipSync(bytes)],
    ['deflate', deflateSync(bytes)],
    ['br', brotliCompressSync(bytes)],
    ['zstd', zstdCompressSync(bytes)],
    ['gzip, br', brotliCompressSync(gzipSync(bytes))],
  ] as const)
    expect(await decode(compressed, encoding), encoding).toBe(TEXT);
});

it('rejects an unknown encoding with 415 and invalid data with 400', async () => {
  await expect(decode(Buffer.from(TEXT), 'compress')).rejects.toMatchObject({ status: 415 });
  await expect(decode(Buffer.from(TEXT), 'constructor')).rejects.toMatchObject({ status: 415 });
  await expect(decode(Buffer.from(TEXT), 'gzip')).rejects.toMatchObject({ status: 400 });
});

it('applies the limit to the decompressed size', async () => {
  const bomb = gzipSync(Buffer.alloc(1_000_000));
  await expect(decode(bomb, 'gzip')).rejects.toMatchObject({ status: 413 });
});
