// Reads a request body as JSON, with limits on size and time enforced while it arrives.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { IncomingMessage } from 'node:http';
import { findExcess, findViolation } from '../server/connections/frame-parser.ts';

/** Time for a body to arrive, ms. */
const BODY_TIMEOUT_MS = 30_000;

/** An invalid body, with the HTTP status to respond with. */
export class BodyProblem extends Error {
  readonly status: 400 | 408 | 413;

  constructor(status: BodyProblem['status'], message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads a JSON object. @throws {BodyProblem} */
export async function readJsonObject(
  request: IncomingMessage,
  maxBytes: number,
): Promise<Readonly<Record<string, unknown>>> {
  const value = parseUntrusted((await readBytes(request, maxBytes)).toString('utf8'));
  if (!isJsonObject(value)) throw new BodyProblem(400, 'The body must be a JSON object.');
  return value;
}

/** Parses JSON with the same limits as a frame: depth, number of values, names. @throws {BodyProblem} */
export function parseUntrusted(text: string): unknown {
  const excess = findExcess(text);
  if (excess !== undefined) throw new BodyProblem(400, `The JSON is ${excess}.`);
  const value = parse(text);
  const violation = findViolation(value);
  if (violation !== undefined) throw new BodyProblem(400, `The JSON was rejected: ${violation}.`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BodyProblem(400, 'The body is not valid JSON.');
  }
}

function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(
      () => fail(new BodyProblem(408, 'The request timed out before the whole body arrived.')),
      BODY_TIMEOUT_MS,
    );
    const fail = (problem: Error): void => {
      clearTimeout(timer);
      request.pause();
      reject(problem);
    };
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return fail(tooLarge(maxBytes));
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) fail(tooLarge(maxBytes));
      else chunks.push(chunk);
    });
    request.on('end', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    });
    request.on('error', fail);
    return undefined;
  });
}

function tooLarge(maxBytes: number): BodyProblem {
  return new BodyProblem(413, `The body is larger than ${maxBytes} bytes.`);
}
