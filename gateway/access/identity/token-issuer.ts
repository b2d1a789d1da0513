// Makes and recognises tokens of devices and programs. The key lies sealed in the store; the tables hold hashes only.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret, type SecretStore } from '#core/ports/secrets.ts';

const KEY_NAME = 'identity.key';
const KEY_BYTES = 32;

/** Tokens are derived from a salt, so that a device that connects again gets the one that it has. */
export class TokenIssuer {
  readonly #secrets: SecretStore;
  #key: Promise<Buffer> | undefined;

  constructor(secrets: SecretStore) {
    this.#secrets = secrets;
  }

  /** A salt for a new token. */
  salt(): string {
    return randomBytes(KEY_BYTES).toString('base64url');
  }

  /** The token of these facts: the same each time, and unknown to whoever lacks the key. */
  async derive(...facts: readonly string[]): Promise<string> {
    return createHmac('sha256', await this.#load())
      .update(['token', ...facts].join('\n'))
      .digest('base64url');
  }

  /** What is stored of a token. */
  async hash(token: string): Promise<string> {
    return createHmac('sha256', await this.#load())
      .update(`hash\n${token}`)
      .digest('hex');
  }

  /** Tells whether `token` is the one that `hash` was made of, in constant time. */
  async matches(token: string, hash: string): Promise<boolean> {
    const given = Buffer.from(await this.hash(token));
    const expected = Buffer.from(hash);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #load(): Promise<Buffer> {
    this.#key ??= this.#open().catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }

  async #open(): Promise<Buffer> {
    const known = await this.#secrets.get(KEY_NAME);
    if (known !== undefined) return Buffer.from(known.reveal(), 'base64url');
    const key = randomBytes(KEY_BYTES);
    await this.#secrets.set(KEY_NAME, new Secret(key.toString('base64url')));
    return key;
  }
}
