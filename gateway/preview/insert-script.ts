// Inserts a script element at the start of an HTML document while it streams.
import { Transform } from 'node:stream';

/** Where the document's head must have started. */
const MAX_HEAD_BYTES = 16 * 1024;
const HEAD = /<head(?:\s[^>]*)?>/i;
const DOCTYPE = /^\s*<!doctype[^>]*>/i;

/** Creates the transformation. */
export function insertScript(element: string): Transform {
  let start: Buffer | undefined = Buffer.alloc(0);
  const flush = (bytes: Buffer): Buffer => {
    // One character per byte, so that positions are those of bytes in every encoding that extends ASCII.
    const text = bytes.toString('latin1');
    const found = HEAD.exec(text) ?? DOCTYPE.exec(text);
    const at = found === null ? 0 : found.index + found[0].length;
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(element), bytes.subarray(at)]);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (start === undefined) return done(null, chunk);
      start = Buffer.concat([start, chunk]);
      if (start.length < MAX_HEAD_BYTES && !HEAD.test(start.toString('latin1'))) return done();
      const bytes = flush(start);
      start = undefined;
      done(null, bytes);
    },
    flush(done) {
      if (start === undefined) return done();
      done(null, flush(start));
    },
  });
}
