// What a signed-in page has besides its cookie: a key of its own, as the browser makes it.
import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** Raw bytes of an uncompressed P-256 point. */
const POINT_BYTES = 65;

/** A page's key. */
export class BrowserKey {
  readonly #key: KeyObject;
  readonly publicKey: string;

  constructor() {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = privateKey;
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
    this.publicKey = spki.subarray(-POINT_BYTES).toString('base64url');
  }

  /** Signs any text, as base64url. */
  sign(text: string): string {
    const bytes = sign('sha256', Buffer.from(text), { key: this.#key, dsaEncoding: 'ieee-p1363' });
    return bytes.toString('base64url');
  }

  /** The field `browser` of `connect`. */
  connectField(nonce: string, scopes: readonly string[], signedAt = Date.now()) {
    const text = ['gatehouse-browser-v1', nonce, scopes.join(','), signedAt].join('|');
    return { signedAt, signature: this.sign(text) };
  }

  /** The body of a sign-in with this code. */
  signInBody(code: string): string {
    return JSON.stringify({ code, publicKey: this.publicKey });
  }
}
