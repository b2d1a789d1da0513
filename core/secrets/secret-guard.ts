// Keeps keys out of prompts and transcripts: holds back messages that contain one, and replaces those in tool results.
import { GatewayError } from '#contract/wire/errors.ts';
import { findSecrets, labelSecret, secretIn, type SecretKind } from '#contract/types/secret-patterns.ts';
import type { Settings } from '../ports/settings.ts';
import { findUnfinished } from './unfinished-secret.ts';

/** Shorter stored secrets could match ordinary words. */
const MIN_KNOWN_LENGTH = 16;
/** Shortest secret of a project. */
const MIN_HIDDEN_LENGTH = 8;
const MASK = '[secret of this gateway]';
const OWN_LABEL = 'secret of this gateway';
const OWN = 'a secret of this gateway';

/** What is scanned. */
export type ScanSettings = Settings['secretScan'];

const EVERYTHING: ScanSettings = { messages: true, toolResults: true, ignore: [] };

/** A value without its secrets. */
export interface Redacted<T> {
  readonly value: T;
  /** Names of the kinds of secrets that were replaced, such as `GitHub token`. */
  readonly labels: readonly string[];
}

/** Recognizes the secrets of this gateway and common key formats. */
export class SecretGuard {
  readonly #known = new Set<string>();
  readonly #hidden = new Set<string>();
  readonly #settings: () => ScanSettings;

  constructor(settings: () => ScanSettings = () => EVERYTHING) {
    this.#settings = settings;
  }

  /** From now on, text that contains this value is rejected. */
  know(secret: string): void {
    if (secret.length >= MIN_KNOWN_LENGTH) this.#known.add(secret);
  }

  /** From now on, this value is replaced in results and output. Unlike {@link know}, a message may contain it. */
  hide(secret: string): void {
    if (secret.length >= MIN_HIDDEN_LENGTH) this.#hidden.add(secret);
  }

  /**
   * With `isConfirmed`, the sender has decided to send text that looks like a secret. Secrets of this gateway are never sent.
   * @throws {GatewayError} when the text contains a secret.
   */
  refuse(text: string, { isConfirmed = false }: { readonly isConfirmed?: boolean } = {}): void {
    const isOwn = this.#holdsKnown(text);
    const name = isOwn ? OWN : isConfirmed ? undefined : this.#findInMessage(text);
    if (name === undefined) return;
    const hint = 'Nothing was stored or sent to a model. If you shared the key elsewhere, revoke it at the provider.';
    throw new GatewayError(
      'INVALID_REQUEST',
      `Not sent: this appears to contain ${name}. Remove it, and enter keys in Settings → Providers.`,
      { details: { code: 'SECRET_IN_MESSAGE', hint, canSendAnyway: !isOwn } },
    );
  }

  /** A text for people, without the secrets of this gateway and without what looks like one. */
  mask(text: string): string {
    return this.redact(text).value;
  }

  /** How many characters of a stream can be shown now: those before the start of a secret that isn't complete, or could continue. */
  countComplete(text: string): number {
    const secrets = [...this.#known, ...this.#hidden];
    let end = Math.min(findUnfinished(text), ...secrets.map((secret) => text.length - countStart(text, secret)));
    // A complete one isn't cut either. Its end can look like the start of another one.
    for (let before = -1; before !== end;) {
      before = end;
      for (const secret of secrets) {
        const at = text.indexOf(secret, Math.max(0, end - secret.length + 1));
        if (at !== -1 && at < end) end = at;
      }
    }
    return end;
  }

  /** The value with a marker in place of each secret in its texts, to be sent to a model. */
  redact<T>(value: T): Redacted<T> {
    const labels = new Set<string>();
    const redacted = mapTexts(value, (text) => this.#redactText(text, labels));
    // Only texts change.
    return { value: redacted as T, labels: [...labels] };
  }

  #redactText(text: string, labels: Set<string>): string {
    const { toolResults, ignore } = this.#settings();
    const found = toolResults ? findSecrets(text).filter(({ kind }) => !isIgnored(kind, ignore)) : [];
    let rest = text;
    for (const { kind, start, end } of found.toReversed()) {
      labels.add(labelSecret(kind));
      rest = `${rest.slice(0, start)}[secret: ${labelSecret(kind)}]${rest.slice(end)}`;
    }
    // One can be part of another, of which the rest would stay.
    for (const secret of [...this.#known, ...this.#hidden].toSorted((a, b) => b.length - a.length)) {
      if (!text.includes(secret)) continue;
      labels.add(OWN_LABEL);
      rest = rest.replaceAll(secret, MASK);
    }
    return rest;
  }

  #findInMessage(text: string): string | undefined {
    const { messages, ignore } = this.#settings();
    return messages ? secretIn(text, ignore) : undefined;
  }

  #holdsKnown(text: string): boolean {
    for (const secret of this.#known) if (text.includes(secret)) return true;
    return false;
  }
}

/** The length of the start of a secret at the end of a text. */
function countStart(text: string, secret: string): number {
  const first = secret.charAt(0);
  const least = Math.max(0, text.length - secret.length + 1);
  for (let at = text.indexOf(first, least); at !== -1; at = text.indexOf(first, at + 1))
    if (secret.startsWith(text.slice(at))) return text.length - at;
  return 0;
}

function isIgnored(kind: SecretKind, ignore: readonly string[]): boolean {
  return ignore.includes(kind);
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((part) => mapTexts(part, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [change(name), mapTexts(part, change)]));
}
