// Backups in a bucket of an S3-compatible store. Large files are uploaded in parts, each of which is retried.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BackupRow } from '#contract/types/backups.ts';
import { GatewayError, unavailable } from '#contract/wire/errors.ts';
import { isArchiveName } from './create-archive.ts';
import { readS3Text, sendS3, type S3Access, type S3Request } from './s3-request.ts';

/** Files up to this size are uploaded at once, bytes. */
const PART_BYTES = 16 * 1024 * 1024;
/** S3 allows this many parts. */
const MAX_PARTS = 10_000;
const ATTEMPTS = 4;
const FIRST_DELAY_MS = 500;
const MAX_PAGES = 1_000;

/** A bucket with a prefix. */
export interface S3Store {
  readonly access: S3Access;
  readonly prefix: string;
  /** Size of a part, bytes; tests use a smaller one. */
  readonly partBytes?: number;
}

/** Uploads a file. If it fails, nothing is left behind. @throws {GatewayError} */
export async function uploadToS3(
  store: S3Store,
  name: string,
  file: string,
  { signal, report }: { readonly signal: AbortSignal; readonly report: (fraction: number) => void },
): Promise<void> {
  const { size } = await stat(file);
  const partBytes = Math.max(store.partBytes ?? PART_BYTES, Math.ceil(size / MAX_PARTS));
  const key = store.prefix + name;
  if (size <= partBytes) {
    await put(store, key, undefined, await toBody(file, 0, size), signal);
    return report(1);
  }
  const uploadId = await begin(store, key, signal);
  try {
    const tags: string[] = [];
    for (let start = 0; start < size; start += partBytes) {
      const body = await toBody(file, start, Math.min(partBytes, size - start));
      const query = { partNumber: String(tags.length + 1), uploadId };
      tags.push(await put(store, key, query, body, signal));
      report(Math.min(1, (start + partBytes) / size));
    }
    await complete(store, key, uploadId, tags, signal);
  } catch (error) {
    // Also after a cancellation: the store charges for parts that nobody completes.
    const query = { uploadId };
    await call(store, { method: 'DELETE', key, query, signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
    throw error;
  }
}

/** Lists the backups, newest first. @throws {GatewayError} */
export async function listS3(store: S3Store, signal: AbortSignal): Promise<readonly BackupRow[]> {
  const rows: BackupRow[] = [];
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const query = {
      'list-type': '2',
      prefix: store.prefix,
      ...(token === undefined ? {} : { 'continuation-token': token }),
    };
    const text = await call(store, { method: 'GET', key: '', query, signal });
    for (const [, content = ''] of text.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
      const name = readTag(content, 'Key').slice(store.prefix.length);
      const createdAt = Date.parse(readTag(content, 'LastModified'));
      if (isArchiveName(name)) rows.push({ name, bytes: Number(readTag(content, 'Size')), createdAt });
    }
    token = readTag(text, 'NextContinuationToken') || undefined;
    if (token === undefined) break;
  }
  return rows.toSorted((a, b) => (a.name < b.name ? 1 : -1));
}

/** Downloads a backup to a new file. @throws {GatewayError} */
export async function downloadFromS3(store: S3Store, name: string, file: string, signal: AbortSignal): Promise<void> {
  const response = await sendS3(store.access, { method: 'GET', key: store.prefix + name, signal });
  await pipeline(response, createWriteStream(file, { flags: 'wx', mode: 0o600 }), { signal });
}

/** Deletes a backup. @throws {GatewayError} */
export async function removeFromS3(store: S3Store, name: string, signal: AbortSignal): Promise<void> {
  await call(store, { method: 'DELETE', key: store.prefix + name, signal });
}

async function begin(store: S3Store, key: string, signal: AbortSignal): Promise<string> {
  const text = await call(store, { method: 'POST', key, query: { uploads: '' }, signal });
  const uploadId = readTag(text, 'UploadId');
  if (uploadId === '') throw unavailable("The storage didn't start the upload.");
  return uploadId;
}

async function complete(store: S3Store, key: string, uploadId: string, tags: readonly string[], signal: AbortSignal) {
  const parts = tags.map((tag, n) => `<Part><PartNumber>${n + 1}</PartNumber><ETag>${escapeXml(tag)}</ETag></Part>`);
  const text = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`;
  const sha256 = createHash('sha256').update(text).digest('hex');
  const body = { content: () => text, size: Buffer.byteLength(text), sha256 };
  const answer = await call(store, { method: 'POST', key, query: { uploadId }, body, signal });
  // S3 can report a failure after it has sent the status 200.
  if (answer.includes('<Error>'))
    throw unavailable(`The storage couldn't complete the upload (${readTag(answer, 'Code')}).`);
}

async function put(
  store: S3Store,
  key: string,
  query: Readonly<Record<string, string>> | undefined,
  body: NonNullable<S3Request['body']>,
  signal: AbortSignal,
): Promise<string> {
  return retrying(signal, async () => {
    const response = await sendS3(store.access, {
      method: 'PUT',
      key,
      body,
      signal,
      ...(query === undefined ? {} : { query }),
    });
    await readS3Text(response);
    return response.headers.etag ?? '';
  });
}

function call(store: S3Store, request: S3Request): Promise<string> {
  return retrying(request.signal, async () => readS3Text(await sendS3(store.access, request)));
}

async function retrying<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isTemporary = error instanceof GatewayError && error.code === 'UNAVAILABLE';
      if (!isTemporary || attempt === ATTEMPTS || signal.aborted) throw error;
    }
    await sleep(FIRST_DELAY_MS * 2 ** (attempt - 1), undefined, { signal });
  }
}

async function toBody(file: string, start: number, size: number): Promise<NonNullable<S3Request['body']>> {
  const content = () => createReadStream(file, { start, end: start + size - 1 });
  const digest = createHash('sha256');
  // Without an encoding, a file is read as bytes.
  for await (const piece of content()) digest.update(piece as Buffer);
  return { content, size, sha256: digest.digest('hex') };
}

function readTag(xml: string, tag: string): string {
  const text = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1] ?? '';
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
