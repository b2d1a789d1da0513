// A store that speaks S3 over HTTP: objects, listing in pages, and uploads in parts. It checks each signature by itself, from
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html.
import { createHash, createHmac, hash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A running store. */
export interface S3Server {
  readonly origin: string;
  /** By key. */
  readonly objects: Map<string, Buffer>;
  /** Uploads in parts that are neither complete nor aborted. */
  readonly uploads: Map<string, Map<number, Buffer>>;
  /** Method and path of each request. */
  readonly requests: string[];
  /** Fails the next requests that match with this status. */
  fail(pattern: RegExp, status: number, times: number): void;
  close(): Promise<void>;
}

/** The key that the store accepts. */
export const S3_KEY = {
  bucket: 'test-bucket',
  accessKeyId: 'AKIATEST',
  secret: 'test-secret-key',
  region: 'eu-test-1',
};
const PAGE = 2;

/** Starts a store. */
export async function startS3Server(): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const requests: string[] = [];
  const failures: { pattern: RegExp; status: number; times: number }[] = [];
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const line = `${request.method} ${request.url}`;
    requests.push(line);
    const failure = failures.find(({ pattern, times }) => times > 0 && pattern.test(line));
    if (failure !== undefined) {
      failure.times -= 1;
      return void response.writeHead(failure.status).end('<Error><Code>SlowDown</Code></Error>');
    }
    const refusal = checkSignature(request, body);
    if (refusal !== undefined) return void response.writeHead(403).end(`<Error><Code>${refusal}</Code></Error>`);
    const url = new URL(request.url ?? '/', 'http://s3');
    const [, bucket, ...rest] = url.pathname.split('/');
    if (bucket !== S3_KEY.bucket) return void response.writeHead(404).end('<Error><Code>NoSuchBucket</Code></Error>');
    const key = decodeURIComponent(rest.join('/'));
    const result = handle(request.method ?? '', key, url.searchParams, body);
    response.writeHead(result.status ?? 200, result.etag === undefined ? {} : { etag: result.etag }).end(result.body);
  }
  function handle(method: string, key: string, query: URLSearchParams, body: Buffer): Result {
    const uploadId = query.get('uploadId');
    if (method === 'GET' && key === '') return list(query);
    if (method === 'POST' && query.has('uploads')) {
      const id = `upload&${uploads.size + 1}`;
      uploads.set(id, new Map());
      return { body: `<R><UploadId>${id.replace('&', '&amp;')}</UploadId></R>` };
    }
    if (uploadId !== null) return handlePart(method, key, uploadId, Number(query.get('partNumber')), body);
    if (method === 'PUT') objects.set(key, body);
    if (method === 'DELETE') objects.delete(key);
    if (method === 'GET') {
      const found = objects.get(key);
      return found === undefined ? { status: 404, body: '<Error><Code>NoSuchKey</Code></Error>' } : { body: found };
    }
    return { etag: `"${hash('md5', body)}"`, body: '' };
  }
  function handlePart(method: string, key: string, id: string, part: number, body: Buffer): Result {
    const parts = uploads.get(id);
    if (parts === undefined) return { status: 404, body: '<Error><Code>NoSuchUpload</Code></Error>' };
    if (method === 'PUT') parts.set(part, body);
    else uploads.delete(id);
    if (method === 'POST') {
      const wanted = [...String(body).matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]*)<\/ETag>/g)];
      const found = wanted.map(([, n]) => parts.get(Number(n)));
      const isSame = wanted.every(([, , tag], n) => tag === `&quot;${hash('md5', found[n] ?? '')}&quot;`);
      if (!isSame) return { body: '<Error><Code>InvalidPart</Code></Error>' };
      objects.set(key, Buffer.concat(found.map((one) => one ?? Buffer.alloc(0))));
    }
    return { etag: `"${hash('md5', body)}"`, body: '' };
  }
  function list(query: URLSearchParams): Result {
    const names = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '')).toSorted();
    const start = Number(query.get('continuation-token') ?? 0);
    const rows = names
      .slice(start, start + PAGE)
      .map(
        (key) =>
          `<Contents><Key>${key}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>${objects.get(key)?.length}</Size></Contents>`,
      );
    const next = start + PAGE < names.length ? `<NextContinuationToken>${start + PAGE}</NextContinuationToken>` : '';
    return { body: `<ListBucketResult>${rows.join('')}${next}</ListBucketResult>` };
  }
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    // A listening server on a port has such an address.
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    uploads,
    requests,
    fail: (pattern, status, times) => void failures.push({ pattern, status, times }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Result {
  readonly status?: number;
  readonly etag?: string;
  readonly body: string | Buffer;
}

/** Why a request is refused; undefined if its signature covers what was received. */
function checkSignature(request: IncomingMessage, body: Buffer): string | undefined {
  const { headers, method = '', url: target = '/' } = request;
  const given =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    );
  if (given === null) return 'AccessDenied';
  const [, id, date = '', region = '', names = '', signature] = given;
  if (id !== S3_KEY.accessKeyId) return 'InvalidAccessKeyId';
  if (region !== S3_KEY.region) return 'AuthorizationHeaderMalformed';
  const bodyHash = createHash('sha256').update(body).digest('hex');
  if (headers['x-amz-content-sha256'] !== bodyHash) return 'XAmzContentSHA256Mismatch';
  const url = new URL(target, 'http://s3');
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&');
  const signed = names.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`);
  const canonical = [method, url.pathname, query, signed.join(''), names, bodyHash].join('\n');
  const scope = `${date}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hash('sha256', canonical)].join('\n');
  let key: Buffer = createHmac('sha256', `AWS4${S3_KEY.secret}`).update(date).digest();
  for (const part of [region, 's3', 'aws4_request']) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(toSign).digest('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
