// Inserts a script element at the start of an HTML document while it streams.
import { Transform } from 'node:stream';

/** Where the document's head must have started. */
const MAX_HEAD_BYTES = 16 * 1024;
/** The start of its tag. One expression for the whole tag would take quadratic time. */
const HEAD = /<head[\s>]/i;
const PARTIAL_BYTES = '<head'.length;
const DOCTYPE = /^\s*<!doctype[^>]*>/i;

/** Creates the transformation. */
export function insertScript(element: string): Transform {
  let start: Buffer | undefined = Buffer.alloc(0);
  /** Bytes of it that needn't be looked at again. */
  let seen = 0;
  const hasHead = (bytes: Buffer): boolean => {
    const text = bytes.toString('latin1', seen);
    const at = text.search(HEAD);
    if (at >= 0 && text.includes('>', at)) return true;
    seen += at >= 0 ? at : Math.max(0, text.length - PARTIAL_BYTES);
    return false;
  };
  const flush = (bytes: Buffer): Buffer => {
    // One character per byte, so that positions are those of bytes in every encoding that extends ASCII.
    const text = bytes.toString('latin1');
    const head = text.search(HEAD);
    const end = head < 0 ? 0 : text.indexOf('>', head) + 1;
    const at = end > 0 ? end : (DOCTYPE.exec(text)?.[0].length ?? 0);
    return Buffer.concat([bytes.subarray(0, at), Buffer.from(element), bytes.subarray(at)]);
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (start === undefined) return done(null, chunk);
      start = Buffer.concat([start, chunk]);
      if (start.length < MAX_HEAD_BYTES && !hasHead(start)) return done();
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
