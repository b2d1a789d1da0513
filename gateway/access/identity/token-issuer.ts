// Issues and verifies tokens of devices and programs. The key is sealed in the store; the tables contain hashes only.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret, type SecretStore } from '#core/ports/secrets.ts';

const KEY_NAME = 'identity.key';
const KEY_BYTES = 32;

/** Tokens are derived from a salt, so that a device that reconnects gets the same one. */
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

  /** The token for these facts: deterministic, and unpredictable without the key. */
  async derive(...facts: readonly string[]): Promise<string> {
    return createHmac('sha256', await this.#load())
      .update(['token', ...facts].join('\n'))
      .digest('base64url');
  }

  /** The hash to store for a token. */
  async hash(token: string): Promise<string> {
    return createHmac('sha256', await this.#load())
      .update(`hash\n${token}`)
      .digest('hex');
  }

  /** Whether `token` matches `hash`, in constant time. */
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
