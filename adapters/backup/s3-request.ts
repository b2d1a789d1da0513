// Signed requests to an S3-compatible store. Each one is recorded in the outbound ledger, can be canceled, and fails after silence.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { AwsV4Signer } from 'aws4fetch';
import { invalidRequest, unavailable, type GatewayError } from '#contract/wire/errors.ts';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import { OutboundError } from '#core/ports/outbound.ts';
import type { Secret } from '#core/ports/secrets.ts';
import type { Environment } from '../configuration/substitution.ts';
import { findProxy, selectAgent } from '../outbound/proxy.ts';
import { recordCall } from '../outbound/record-call.ts';

/** Time without data after which a request fails, ms. */
const IDLE_MS = 60_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
/** SHA-256 of nothing. */
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const CALLER = { kind: 'gateway', name: 'backup' } as const;

/** A bucket, and how to reach it. */
export interface S3Access {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly ledger: OutboundLedger;
  readonly environment: Environment;
}

/** A request. */
export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly content: () => Readable | string; readonly size: number; readonly sha256: string };
  readonly signal: AbortSignal;
}

/** Sends a request and returns the successful response, whose body must be read. @throws {GatewayError} `BACKUP_STORE_…` */
export async function sendS3(access: S3Access, request: S3Request): Promise<IncomingMessage> {
  const url = toUrl(access, request);
  const headers = await sign(access, request, url);
  const response = await send(access, request, url, headers).catch((error: unknown) => {
    request.signal.throwIfAborted();
    throw error instanceof OutboundError ? error : unreachable(url.host, error);
  });
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return response;
  throw describeFailure(access, status, await readS3Text(response).catch(() => ''));
}

/** Reads the text of a response. */
export async function readS3Text(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response) {
    // Without an encoding, a response has bytes.
    const bytes = piece as Buffer;
    size += bytes.length;
    if (size > MAX_ANSWER_BYTES) throw unavailable('The storage sent a response that is too long.');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function toUrl({ endpoint, bucket }: S3Access, { key, query = {} }: S3Request): URL {
  const url = new URL(endpoint);
  const base = url.pathname.endsWith('/') ? url.pathname.slice(0, -1) : url.pathname;
  url.pathname = `${base}/${bucket}${key === '' ? '' : `/${key.split('/').map(encodeURIComponent).join('/')}`}`;
  url.search = new URLSearchParams(query).toString();
  return url;
}

async function sign(access: S3Access, { method, body }: S3Request, url: URL): Promise<Record<string, string>> {
  const { accessKeyId, secretAccessKey, region } = access;
  const signer = new AwsV4Signer({
    method,
    url: url.href,
    headers: { 'x-amz-content-sha256': body?.sha256 ?? EMPTY_HASH },
    accessKeyId,
    secretAccessKey: secretAccessKey.reveal(),
    service: 's3',
    region,
  });
  const { headers } = await signer.sign();
  const signed: Record<string, string> = {};
  headers.forEach((value, name) => (signed[name] = value));
  return { ...signed, 'content-length': String(body?.size ?? 0) };
}

function send(
  { ledger, environment }: S3Access,
  { method, body, signal }: S3Request,
  url: URL,
  headers: Record<string, string>,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const blocking = new AbortController();
    // Throws if the destination is blocked, which rejects the promise.
    const record = recordCall(ledger, CALLER, url, (error) => {
      reject(error);
      blocking.abort(error);
    });
    const options = {
      method,
      headers,
      agent: selectAgent(url, findProxy(url, environment)),
      signal: AbortSignal.any([signal, blocking.signal]),
      timeout: IDLE_MS,
    };
    const call = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
    record.counts(call);
    call.on('timeout', () => call.destroy(new Error(`no data for ${IDLE_MS / 1000} s`)));
    call.on('close', () => record.end());
    call.on('error', reject);
    call.on('response', resolve);
    const content = body?.content();
    if (content === undefined || typeof content === 'string') return void call.end(content);
    content.on('error', (error) => call.destroy(error));
    call.on('close', () => content.destroy());
    content.pipe(call);
  });
}

function unreachable(host: string, cause: unknown): GatewayError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return unavailable(`Couldn't reach the storage at ${host} (${why}).`, {
    details: { code: 'BACKUP_STORE_UNREACHABLE', hint: 'Check backup.s3.endpoint and the connection.' },
    cause,
  });
}

function describeFailure({ bucket }: S3Access, status: number, text: string): GatewayError {
  const code = /<Code>([^<]{1,100})<\/Code>/.exec(text)?.[1] ?? String(status);
  if (status === 401 || status === 403)
    return invalidRequest(
      `The storage denied access to the bucket ${bucket} (${code}).`,
      'BACKUP_STORE_DENIED',
      'Check the access key, its secret, its permissions, and backup.s3.region.',
    );
  if (status === 404)
    return invalidRequest(
      `Not found in the bucket ${bucket} (${code}).`,
      'BACKUP_STORE_NOT_FOUND',
      'Check backup.s3.bucket.',
    );
  // 408 and 429 ask for another attempt.
  if (status < 500 && status !== 408 && status !== 429)
    return invalidRequest(`The storage rejected the request (${code}).`, 'BACKUP_STORE_FAILED');
  return unavailable(`The storage failed (${code}).`, { details: { code: 'BACKUP_STORE_FAILED', status } });
}
