// Stops a response that returns the credential it was asked with, before the credential reaches the client.
import { Transform } from 'node:stream';

/** The response contains the credential. */
class CredentialReturned extends Error {}

/** Passes bytes on, but fails before the first one of any of `texts`. */
export function withhold(texts: readonly string[]): Transform {
  const secrets = texts.filter((text) => text !== '').map((text) => Buffer.from(text));
  let held = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const data = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      if (secrets.some((secret) => data.includes(secret))) return done(new CredentialReturned());
      const waiting = Math.max(0, ...secrets.map((secret) => countStarted(data, secret)));
      held = Buffer.from(data.subarray(data.length - waiting));
      done(null, data.subarray(0, data.length - waiting));
    },
    flush: (done) => done(null, held),
  });
}

/** How many bytes at the end of `data` could be the start of `secret`. */
function countStarted(data: Buffer, secret: Buffer): number {
  const most = Math.min(data.length, secret.length - 1);
  for (let size = most; size > 0; size -= 1)
    if (data.subarray(data.length - size).equals(secret.subarray(0, size))) return size;
  return 0;
}
