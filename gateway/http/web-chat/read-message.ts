// Reads what the page of web chat sends.
import { decodeBase64 } from '#contract/types/decode-base64.ts';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { HttpError } from '../route.ts';

const MAX_NAME = 255;

/** A text of the body. @throws {HttpError} */
export function readText(body: JsonObject, field: string, pattern: RegExp): string {
  const value = body[field];
  if (typeof value !== 'string' || !pattern.test(value)) throw new HttpError(400, `${field} is missing or invalid.`);
  return value;
}

/** The attached file, if there is one. @throws {HttpError} */
export function readFile({ file }: JsonObject) {
  if (file === undefined) return undefined;
  if (!isJsonObject(file)) throw new HttpError(400, 'file must be an object.');
  const name = readText(file, 'name', /\S/).slice(0, MAX_NAME);
  const mimeType = readText(file, 'mimeType', /^[\w.+-]+\/[\w.+-]+$/);
  return { name, mimeType, bytes: decodeBase64(readText(file, 'base64', /^[A-Za-z0-9+/]+={0,2}$/)) };
}
