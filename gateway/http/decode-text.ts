// Decodes the text of a request body: in the encoding of its byte order mark, of its `Content-Type`, or in UTF-8.
import { HttpError } from './route.ts';

const MARKS: readonly (readonly [start: readonly number[], encoding: string])[] = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];
const CHARSET = /;\s*charset="?([\w.:-]{1,40})"?/i;

/** The text without its byte order mark. @throws {HttpError} for an unknown encoding */
export function decodeText(bytes: Uint8Array, contentType = ''): string {
  const marked = MARKS.find(([start]) => start.every((byte, at) => bytes[at] === byte))?.[1];
  const encoding = marked ?? CHARSET.exec(contentType)?.[1] ?? 'utf-8';
  return createDecoder(encoding).decode(bytes);
}

function createDecoder(encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding);
  } catch {
    throw new HttpError(415, 'The charset in Content-Type is not supported. Use utf-8.');
  }
}
