// Takes secrets out of a configuration before anyone sees it.
import { isJsonObject } from '#contract/types/json-object.ts';
import { refersToEnvironment } from './substitution.ts';
import { matches, schemaKeys } from './schema-walk.ts';
import { mapObject, mapTexts, REDACTED } from './syntax.ts';

const SENSITIVE = schemaKeys()
  .filter((key) => key.schema['x-sensitive'] === true)
  .map((key) => key.path);

/** Names that hold secrets wherever they stand, also where the schema knows nothing of them. */
const SENSITIVE_NAME = /(api[-_]?key|token|secret|password|passphrase|credential)s?$/i;

/** An address with a name and password in it. */
const ADDRESS_WITH_PASSWORD = /^https?:\/\/[^/?#]*@/i;

/** Whether the value at a path is a secret. */
function isSecret(value: string, path: readonly string[]): boolean {
  if (value === '') return false;
  return (
    SENSITIVE_NAME.test(path.at(-1) ?? '') ||
    SENSITIVE.some((key) => matches(key, path)) ||
    ADDRESS_WITH_PASSWORD.test(value)
  );
}

/** The value with its secrets replaced; references such as `${NAME}` are no secrets and stay. */
export function redact(value: unknown, at: readonly string[] = []): unknown {
  return mapTexts(value, (text, path) => (isSecret(text, path) && !refersToEnvironment(text) ? REDACTED : text), at);
}

/** The same for a value with its references filled: they are shown as `written`, because what they name may be a secret. */
export function redactFilled(value: unknown, written: unknown, path: readonly string[] = []): unknown {
  if (refersToEnvironment(written)) return written;
  if (isJsonObject(value))
    return mapObject(value, (part, key) =>
      redactFilled(part, isJsonObject(written) ? written[key] : undefined, [...path, key]),
    );
  if (!Array.isArray(value)) return redact(value, path);
  return value.map((part: unknown, index) =>
    redactFilled(part, Array.isArray(written) ? written[index] : undefined, [...path, String(index)]),
  );
}

/** All secrets that stand in a value, for the mask of the logs. */
export function secretsIn(value: unknown): readonly string[] {
  const secrets: string[] = [];
  mapTexts(value, (text, path) => isSecret(text, path) && secrets.push(text));
  return secrets;
}

/** The raw text with every secret in it replaced. */
export function redactText(text: string, parsed: unknown): string {
  const secrets = secretsIn(parsed).filter((secret) => !refersToEnvironment(secret));
  // As written and as it looks inside quotes; the longest first, for one may contain another.
  const spellings = secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .toSorted((a, b) => b.length - a.length);
  return spellings.reduce((shown, secret) => shown.replaceAll(secret, REDACTED), text);
}
