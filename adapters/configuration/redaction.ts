// Replaces the secrets of a configuration with a placeholder before it is shown, and restores them when it is sent back.
import { isJsonObject } from '#contract/types/json-object.ts';
import { parseJson5 } from './json5.ts';
import type { Change } from './merging.ts';
import { valueAt } from './origins.ts';
import { refersToEnvironment } from './substitution.ts';
import { matches, schemaKeys } from './schema-walk.ts';
import { mapObject, mapTexts, pathText, REDACTED, type Issue } from './syntax.ts';

const SENSITIVE = schemaKeys()
  .filter((key) => key.schema['x-sensitive'] === true)
  .map((key) => key.path);

/** Names of keys that contain secrets, even if the schema doesn't have them. */
const SENSITIVE_NAME = /(api[-_]?key|token|secret|password|passphrase|credential)s?$/i;

/** A URL with a user name and password. */
const URL_WITH_PASSWORD = /^https?:\/\/[^/?#]*@/i;

/** Whether the value at a path is a secret. */
function isSecret(value: string, path: readonly string[]): boolean {
  if (value === '') return false;
  return (
    SENSITIVE_NAME.test(path.at(-1) ?? '') ||
    SENSITIVE.some((key) => matches(key, path)) ||
    URL_WITH_PASSWORD.test(value)
  );
}

/** Replaces the secrets of a value. References such as `${NAME}` aren't secrets. */
export function redact(value: unknown, at: readonly string[] = []): unknown {
  return mapTexts(value, (text, path) => (isSecret(text, path) && !refersToEnvironment(text) ? REDACTED : text), at);
}

/** The same for a value with its references resolved. They are shown as `written`, because the variable can be a secret. */
export function redactResolved(value: unknown, written: unknown, path: readonly string[] = []): unknown {
  if (refersToEnvironment(written)) return written;
  if (isJsonObject(value))
    return mapObject(value, (part, key) =>
      redactResolved(part, isJsonObject(written) ? written[key] : undefined, [...path, key]),
    );
  if (!Array.isArray(value)) return redact(value, path);
  return value.map((part: unknown, index) =>
    redactResolved(part, Array.isArray(written) ? written[index] : undefined, [...path, String(index)]),
  );
}

/** All secrets of a value, so that the logs can mask them. */
export function findSecrets(value: unknown): readonly string[] {
  const secrets: string[] = [];
  mapTexts(value, (text, path) => isSecret(text, path) && secrets.push(text));
  return secrets;
}

/** What looks like a key and its secret, in a text that isn't valid JSON5. */
const SECRET_MEMBER =
  /((?:api[-_]?key|token|secret|password|passphrase|credential)s?["']?\s*:\s*)("(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|[^\s,{}[\]"']+)/gi;

/** Replaces the secrets of a raw text. They are those of `values`, and in a text that can't be read what looks like one. */
export function redactText(text: string, values: readonly unknown[], isReadable: boolean): string {
  const known = redactKnown(text, values);
  if (isReadable) return known;
  return known.replaceAll(SECRET_MEMBER, (member: string, key: string, literal: string) =>
    refersToEnvironment(literal) ? member : `${key}"${REDACTED}"`,
  );
}

function redactKnown(text: string, values: readonly unknown[]): string {
  const secrets = values.flatMap(findSecrets).filter((secret) => !refersToEnvironment(secret));
  // As written and as escaped in quotes; longest first, because one can contain another.
  const spellings = secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .toSorted((a, b) => b.length - a.length);
  return spellings.reduce((shown, secret) => shown.replaceAll(secret, REDACTED), text);
}

/**
 * The changes that restore the secrets of a redacted text from `before`, or why they can't be restored. A text that isn't valid
 * JSON5 has none, because loading it reports the error.
 */
export function secretsToRestore(
  text: string,
  before: unknown,
): { readonly changes: readonly Change[]; readonly issues: readonly Issue[] } {
  if (!text.includes(REDACTED)) return { changes: [], issues: [] };
  let parsed: unknown;
  try {
    parsed = parseJson5(text);
  } catch {
    return { changes: [], issues: [] };
  }
  const changes: Change[] = [];
  const issues: Issue[] = [];
  mapTexts(parsed, (placeholder, path) => {
    const old = valueAt(before, path);
    if (placeholder === REDACTED && typeof old === 'string') changes.push({ path, value: old });
    else if (placeholder.includes(REDACTED))
      issues.push({ path: pathText(path), message: 'this is a placeholder, but the file has no value to restore' });
  });
  return { changes, issues };
}
