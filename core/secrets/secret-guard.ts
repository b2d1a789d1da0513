// Keeps keys out of prompts and transcripts: rejects text that contains a key or looks like it does, and masks tool results.
import { invalidRequest } from '#contract/wire/errors.ts';
import { secretIn } from '#contract/types/secret-patterns.ts';

/** Shorter stored secrets could match ordinary words. */
const MIN_KNOWN_LENGTH = 16;
const MASK = '[secret of this gateway]';

/** Recognizes the secrets of this gateway and common key formats. */
export class SecretGuard {
  readonly #known = new Set<string>();

  /** From now on, text that contains this value is rejected. */
  know(secret: string): void {
    if (secret.length >= MIN_KNOWN_LENGTH) this.#known.add(secret);
  }

  /** @throws {GatewayError} when the text contains a secret. */
  refuse(text: string): void {
    const name = secretIn(text) ?? (this.#holdsKnown(text) ? 'a secret of this gateway' : undefined);
    if (name === undefined) return;
    throw invalidRequest(
      `Not sent: this appears to contain ${name}. Remove it, and enter keys in Settings → Providers.`,
      'SECRET_IN_MESSAGE',
      'Nothing was stored or sent to a model. If you shared the key elsewhere, revoke it at the provider.',
    );
  }

  /** The value with each secret of this gateway masked in all its texts. Text that only looks like a secret stays, so that files read as they are. */
  mask<T>(value: T): T {
    const maskText = (text: string) => [...this.#known].reduce((rest, secret) => rest.replaceAll(secret, MASK), text);
    const copy = (_key: string, entry: unknown) => (typeof entry === 'string' ? maskText(entry) : entry);
    // Only texts change.
    return JSON.parse(JSON.stringify(value), copy) as T;
  }

  #holdsKnown(text: string): boolean {
    for (const secret of this.#known) if (text.includes(secret)) return true;
    return false;
  }
}
