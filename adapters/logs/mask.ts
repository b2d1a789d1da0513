// Removes secrets from everything that is logged.

import { takeStart } from '#contract/types/truncate-text.ts';
/** Replaces a secret. */
const MASK = '[masked]';
/** Minimum length of a secret; shorter ones would also mask plain words. */
const MIN_SECRET_LENGTH = 6;
/** Deeper fields aren't logged, which also ends cycles. */
const MAX_DEPTH = 6;
/** Longer texts are truncated, characters. */
const MAX_TEXT_LENGTH = 8 * 1024;

/** Patterns of secrets: known key formats, and anything called a token, key, or password. */
const SHAPES: readonly RegExp[] = [
  /\bsk-(?:ant-|proj-|or-)?[A-Za-z0-9_-]{8,}/g,
  /\b(?:ghp|gho|ghs|ghu|github_pat|glpat|xox[abprs]|xapp)[-_][A-Za-z0-9_-]{10,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\bAKIA[A-Z0-9]{16}\b/g,
  /\b\d{8,10}:[A-Za-z0-9_-]{35}\b/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(?<=\b(?:bearer|basic)\s+)[A-Za-z0-9+/_.~=-]{8,}/gi,
  /(?<=\b[\w-]*(?:api[-_]?key|token|secret|password|passphrase)["']?\s*[=:]\s*["']?)[^\s"'&,;}{[\]]{6,}/gi,
  /(?<=:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g,
];

/** Names of fields whose value is always masked. */
const SECRET_FIELD = /(?:api[-_]?key|token|secret|password|passphrase|authorization|cookie)$/i;

const SECRET_VARIABLE = /(?:^|_)(?:KEY|TOKEN|SECRET|PASSWORD|PASSPHRASE)$/i;

/** Values of environment variables whose name contains key, token, secret, or password. */
export function secretsOfEnvironment(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => (SECRET_VARIABLE.test(name) ? (value ?? []) : []));
}

/** Masks texts and values. */
export interface Mask {
  text(text: string): string;
  fields(value: unknown): unknown;
  /** Adds a known secret; it is masked wherever it occurs. */
  know(secret: string): void;
}

/** A mask that knows only the patterns. */
export function createMask(): Mask {
  const known = new Set<string>();
  const maskText = (text: string): string => {
    let masked = text;
    for (const secret of known) if (masked.includes(secret)) masked = masked.replaceAll(secret, MASK);
    for (const shape of SHAPES) masked = masked.replace(shape, MASK);
    return masked;
  };
  const mask: Mask = {
    // Truncates last, so that no part of a secret is left.
    text: (text) => truncate(maskText(text)),
    fields: (value) => maskValue(value, '', 0, mask.text),
    know(secret) {
      if (secret.length < MIN_SECRET_LENGTH) return;
      for (const spelling of spellings(secret)) known.add(spelling);
    },
  };
  return mask;
}

/** The spellings of a secret: plain, in JSON, in a URL and in Base64. */
function spellings(secret: string): readonly string[] {
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ];
}

function maskValue(value: unknown, name: string, depth: number, text: Mask['text']): unknown {
  if (typeof value === 'string') return SECRET_FIELD.test(name) && value !== '' ? MASK : text(value);
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return text(String(value));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return errorFields(value, depth, text);
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((part: unknown) => maskValue(part, name, depth + 1, text));
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return maskValue(String(value.toJSON()), name, depth + 1, text);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [text(key), maskValue(part, key, depth + 1, text)]),
  );
}

/** Class, message, stack, and cause. Other properties of errors can contain requests and headers. */
function errorFields(error: Error, depth: number, text: Mask['text']): unknown {
  const cause =
    error.cause === undefined || depth >= MAX_DEPTH ? {} : { cause: maskValue(error.cause, '', depth + 1, text) };
  return { name: error.name, message: text(error.message), stack: text(error.stack ?? ''), ...cause };
}

function truncate(text: string): string {
  return text.length <= MAX_TEXT_LENGTH ? text : `${takeStart(text, MAX_TEXT_LENGTH)}… (${text.length} characters)`;
}
