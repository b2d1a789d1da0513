// The gateway password: stored as a salted scrypt hash in the sealed secrets, never in the configuration or a log.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { unavailable } from '#contract/wire/errors.ts';
import { Secret, type SecretStore } from '#core/ports/secrets.ts';
import { sameSecret } from './shared-secret.ts';
import { SerialQueue } from '#core/serial-queue.ts';

const NAME = 'gateway.password';
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** scrypt with 32 MiB: a guess costs about 80 ms. */
const COST = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
/** Most queued comparisons; each needs memory and a thread. */
const MAX_WAITING = 16;

/** Stores and verifies the password. */
export class GatewayPassword {
  readonly #secrets: SecretStore;
  /** The password, cached once it has been verified: programs send it with every request. */
  #known: string | undefined;
  readonly #comparisons = new SerialQueue();

  constructor(secrets: SecretStore) {
    this.#secrets = secrets;
  }

  async isSet(): Promise<boolean> {
    return (await this.#secrets.get(NAME)) !== undefined;
  }

  async set(password: string): Promise<void> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await derive(password, salt);
    await this.#secrets.set(NAME, new Secret(`${salt.toString('base64url')}.${hash.toString('base64url')}`));
    this.#known = undefined;
  }

  /** Whether `given` is the password. One comparison at a time. @throws {GatewayError} when too many are queued. */
  async matches(given: string): Promise<boolean> {
    if (given === '') return false;
    if (this.#known !== undefined && sameSecret(given, this.#known)) return true;
    if (this.#comparisons.size >= MAX_WAITING)
      throw unavailable('Too many sign-ins at once. Try again.', { retryAfterMs: 1_000 });
    return this.#comparisons.run(() => this.#compare(given));
  }

  async #compare(given: string): Promise<boolean> {
    const kept = (await this.#secrets.get(NAME))?.reveal().split('.');
    if (kept?.[0] === undefined || kept[1] === undefined) return false;
    const expected = Buffer.from(kept[1], 'base64url');
    const hash = await derive(given, Buffer.from(kept[0], 'base64url'));
    if (hash.length !== expected.length || !timingSafeEqual(hash, expected)) return false;
    this.#known = given;
    return true;
  }
}

const scryptAsync: (password: string, salt: Buffer, bytes: number, cost: typeof COST) => Promise<Buffer> =
  promisify(scrypt);

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return scryptAsync(password.normalize('NFKC'), salt, HASH_BYTES, COST);
}
