// Reads a request body as JSON, with limits on size and time enforced while it arrives.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { toWellFormed } from '#contract/types/well-formed.ts';
import type { IncomingMessage } from 'node:http';
import { findExcess, findViolation } from '../server/connections/frame-parser.ts';
import { decodeBody } from './decode-body.ts';
import { decodeText } from './decode-text.ts';
import { HttpError } from './route.ts';

/** Time for a body to arrive, ms. */
const BODY_TIMEOUT_MS = 30_000;

/** How a body is read. */
interface BodyOptions {
  readonly timeoutMs?: number;
  /** Whether it may be compressed. */
  readonly compressed?: boolean;
  /** Whether unpaired surrogates are replaced: programs replay what models and other programs cut. */
  readonly wellFormed?: boolean;
}

/** Reads a JSON object. @throws {HttpError} */
export async function readJsonObject(
  request: IncomingMessage,
  maxBytes: number,
  { timeoutMs = BODY_TIMEOUT_MS, compressed = false, wellFormed = false }: BodyOptions = {},
): Promise<JsonObject> {
  const body = await readBody(request, maxBytes, timeoutMs);
  const bytes = compressed ? await decodeBody(body, request.headers, maxBytes) : body;
  const text = decodeText(bytes, request.headers['content-type']);
  const value = parseUntrusted(text, wellFormed ? toWellFormed : undefined);
  if (!isJsonObject(value)) throw new HttpError(400, 'The body must be a JSON object.');
  return value;
}

/** Parses JSON with the same limits as a frame: depth, number of values, names. @throws {HttpError} */
export function parseUntrusted(text: string, repair = (value: unknown): unknown => value): unknown {
  const excess = findExcess(text);
  if (excess !== undefined) throw new HttpError(400, `The JSON is ${excess}.`);
  const value = repair(parse(text));
  const violation = findViolation(value);
  if (violation !== undefined) throw new HttpError(400, `The JSON was rejected: ${violation}.`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpError(400, 'The body is not valid JSON.');
  }
}

/** Reads the bytes of a body. @throws {HttpError} */
export function readBody(request: IncomingMessage, maxBytes: number, timeoutMs: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const fail = (problem: Error): void => {
    clearTimeout(timer);
    request.pause();
    reject(problem);
  };
  const tooLarge = new HttpError(413, `The body is larger than ${maxBytes} bytes.`);
  const tooSlow = new HttpError(408, 'The request timed out before the whole body arrived.');
  const timer = setTimeout(() => fail(tooSlow), timeoutMs);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) fail(tooLarge);
  else
    request
      .on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) fail(tooLarge);
        else chunks.push(chunk);
      })
      .on('end', () => {
        clearTimeout(timer);
        resolve(Buffer.concat(chunks));
      })
      .on('error', fail);
  return promise;
}
