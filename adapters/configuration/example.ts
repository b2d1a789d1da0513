// Generates the commented example configuration from the schema.
import { Configuration } from '#contract/configuration/configuration.ts';
import JSON5 from 'json5';
import { isObject, type JsonObject } from './syntax.ts';

const INDENT = '  ';
const WIDTH = 100;

/** Sample keys of maps. */
const SAMPLE_NAMES: Readonly<Record<string, string>> = {
  'agents.entries': 'main',
  providers: 'ollama',
  prices: "'ollama/my-model'",
  'hooks.mappings': 'deploy',
};
/** Sample values of keys without a default. */
const SAMPLE_VALUES: Readonly<Record<string, unknown>> = {
  'agents.defaults.model': 'anthropic/claude-sonnet-5-5',
  'agents.entries.main.name': 'Main',
  'agents.entries.main.emoji': '🚪',
  'agents.entries.main.workspace': '~/work',
  'agents.entries.main.model': 'anthropic/claude-sonnet-5-5',
  'hooks.token': '${GATEHOUSE_HOOK_TOKEN:-a-long-random-text}',
  'hooks.mappings.deploy.agent': 'main',
  'hooks.mappings.deploy.session': 'deployments',
  'hooks.mappings.deploy.message': 'A deployment has finished. Check the report and tell me what failed.',
  'providers.ollama.baseUrl': 'http://127.0.0.1:11434',
  'providers.ollama.apiKey': '${OLLAMA_API_KEY:-none}',
};

/** A file that lists and describes every key, commented out with its default. */
export function exampleConfiguration(): string {
  const head = [
    '// gatehouse.json5: the configuration of Gatehouse, in the Gatehouse home folder (~/.gatehouse).',
    '// Every key is optional. Commented-out values are defaults or samples.',
    "// $include: 'more.json5' includes another file from this folder; keys in this file override it.",
    '// ${NAME} is replaced by an environment variable, ${NAME:-text} has a fallback, and $${ is a literal ${.',
  ];
  return [...head, '{', ...members(Configuration, [], INDENT), '}', ''].join('\n');
}

function members(schema: unknown, path: readonly string[], indent: string): readonly string[] {
  const properties = isObject(schema) && isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  return properties
    .filter(([key]) => !key.startsWith('$'))
    .flatMap(([key, value]) => (isObject(value) ? lines(key, value, [...path, key], indent) : []));
}

function lines(key: string, schema: JsonObject, path: readonly string[], indent: string): readonly string[] {
  const explained = explanation(schema, indent);
  const inner = indent + INDENT;
  if (isObject(schema['properties']))
    return [...explained, `${indent}${key}: {`, ...members(schema, path, inner), `${indent}},`];
  const [free] = isObject(schema['patternProperties']) ? Object.values(schema['patternProperties']) : [];
  if (isObject(free)) {
    const name = SAMPLE_NAMES[path.join('.')] ?? 'name';
    return [
      ...explained,
      `${indent}${key}: {`,
      `${inner}${name}: {`,
      ...members(free, [...path, name], inner + INDENT),
      `${inner}},`,
      `${indent}},`,
    ];
  }
  const value = SAMPLE_VALUES[path.join('.')] ?? schema['default'] ?? null;
  return [...explained, `${indent}// ${key}: ${JSON5.stringify(value)},`];
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
