// The commented example of the configuration, drawn from its schema.
import { Configuration } from '#contract/configuration/configuration.ts';
import JSON5 from 'json5';
import { isObject, type JsonObject } from './syntax.ts';

const INDENT = '  ';
const WIDTH = 100;

/** Names that stand in the example where the name is free. */
const SAMPLE_NAMES: Readonly<Record<string, string>> = {
  'agents.entries': 'main',
  providers: 'ollama',
  prices: "'ollama/my-model'",
  'hooks.mappings': 'deploy',
};
/** Values of keys that have no default. */
const SAMPLE_VALUES: Readonly<Record<string, unknown>> = {
  'agents.defaults.model': 'anthropic/claude-sonnet-5-5',
  'agents.entries.main.name': 'Main',
  'agents.entries.main.emoji': '🚪',
  'agents.entries.main.workspace': '~/work',
  'agents.entries.main.model': 'anthropic/claude-sonnet-5-5',
  'hooks.token': '${GATEHOUSE_HOOK_TOKEN:-a-long-random-text}',
  'hooks.mappings.deploy.agent': 'main',
  'hooks.mappings.deploy.session': 'deployments',
  'hooks.mappings.deploy.message': 'A deployment has ended. Look at what it says and tell me what failed.',
  'providers.ollama.baseUrl': 'http://127.0.0.1:11434',
  'providers.ollama.apiKey': '${OLLAMA_API_KEY:-none}',
};

/** A file in which every key is named, explained, and commented out at its default. */
export function exampleConfiguration(): string {
  const head = [
    '// gatehouse.json5: the configuration of Gatehouse, in your home folder of Gatehouse (~/.gatehouse).',
    '// Every key is optional. Values shown behind // are the defaults or samples.',
    "// $include: 'more.json5' takes in the keys of another file of this folder; what stands here goes before them.",
    '// ${NAME} in a text is taken from the environment, ${NAME:-text} has a fallback, $${ is a plain ${.',
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
