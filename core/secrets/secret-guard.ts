// Words of a person never carry a key to a model or into a transcript: what looks like one, or is one, is refused.
import { invalidRequest } from '#contract/wire/errors.ts';
import { secretIn } from '#contract/types/secret-patterns.ts';

/** Shorter values of our own could be plain words. */
const SHORTEST_KNOWN = 16;

/** Knows the secrets of this gateway and the shapes of everybody's. */
export class SecretGuard {
  readonly #known = new Set<string>();

  /** From now on this value is refused, whatever it looks like. */
  know(secret: string): void {
    if (secret.length >= SHORTEST_KNOWN) this.#known.add(secret);
  }

  /** @throws {GatewayError} when the text holds a secret. The text stays with whoever sent it. */
  refuse(text: string): void {
    const name = secretIn(text) ?? (this.#holdsKnown(text) ? 'a secret of this gateway' : undefined);
    if (name === undefined) return;
    throw invalidRequest(
      `Not sent: this looks like it holds ${name}. Take it out; keys are entered in Settings → Providers.`,
      'SECRET_IN_MESSAGE',
      'Nothing was stored and no model has seen it. If it was sent elsewhere before, replace the key at its provider.',
    );
  }

  #holdsKnown(text: string): boolean {
    for (const secret of this.#known) if (text.includes(secret)) return true;
    return false;
  }
}
