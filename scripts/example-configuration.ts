// Generates the commented example configuration from the schema.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { Configuration } from '#contract/configuration/configuration.ts';
import { INDENT, printJson5, printKey } from '#adapters/configuration/json5.ts';

const WIDTH = 100;

/** A file that lists and describes every key, commented out with its default. */
export function exampleConfiguration(): string {
  const head = [
    '// gatehouse.json5: the configuration of Gatehouse, in the Gatehouse home folder (~/.gatehouse).',
    '// Every key is optional. Commented-out values are defaults or samples.',
    "// $include: 'more.json5' includes another file from this folder; keys in this file override it.",
    '// ${NAME} is replaced by an environment variable, ${NAME:-text} has a fallback, and $${ is a literal ${.',
  ];
  return [...head, '{', ...members(Configuration, INDENT), '}', ''].join('\n');
}

function members(schema: unknown, indent: string): readonly string[] {
  const properties =
    isJsonObject(schema) && isJsonObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  return properties
    .filter(([key]) => !key.startsWith('$'))
    .flatMap(([key, value]) => (isJsonObject(value) ? lines(key, value, indent) : []));
}

function lines(key: string, schema: JsonObject, indent: string): readonly string[] {
  const explained = explanation(schema, indent);
  const inner = indent + INDENT;
  if (isJsonObject(schema['properties']))
    return [...explained, `${indent}${key}: {`, ...members(schema, inner), `${indent}},`];
  const [free] = isJsonObject(schema['patternProperties']) ? Object.values(schema['patternProperties']) : [];
  if (isJsonObject(free)) {
    const name = printKey(String(schema['x-sample']));
    const sample = isJsonObject(free['properties'])
      ? [`${inner}${name}: {`, ...members(free, inner + INDENT), `${inner}},`]
      : [`${inner}// ${name}: ${printJson5(free['x-sample'] ?? '', inner)},`];
    return [...explained, `${indent}${key}: {`, ...sample, `${indent}},`];
  }
  return [...explained, `${indent}// ${key}: ${printJson5(schema['x-sample'] ?? schema['default'] ?? null, indent)},`];
}

function explanation(schema: JsonObject, indent: string): readonly string[] {
  const choices = Array.isArray(schema['enum']) ? ` One of ${schema['enum'].join(', ')}.` : '';
  const words = `${String(schema['description'] ?? '')}${choices}`.split(' ');
  const wrapped = words.reduce<readonly string[]>((done, word) => {
    const last = done.at(-1) ?? '';
    return `${last} ${word}`.length > WIDTH - indent.length
      ? [...done, word]
      : [...done.slice(0, -1), `${last} ${word}`.trim()];
  }, []);
  return wrapped.filter((line) => line !== '').map((line) => `${indent}// ${line}`);
}
